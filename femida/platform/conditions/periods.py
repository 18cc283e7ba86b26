"""Days and relative periods of conditions: "today", "last_days:7", "2026-11-22"."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext_lazy as _

from femida.platform.conditions.language import UnableToReadCondition

LONGEST: Final = 3660
"""The longest relative period, in days."""

_DECEMBER: Final = 12


def period(said: object, *, today: date) -> tuple[date, date]:
    """The first day and the day after the last one of a day or a relative period.

    Words: today, yesterday, tomorrow, this_week, this_month, last_month, this_year, last_days:N (today and
    the N-1 days before), next_days:N (today and the N-1 days after), or an ISO date.
    """
    word = str(said)
    name, _colon, number = word.partition(":")
    if name in ("last_days", "next_days"):
        return _some_days(name, number, today)
    if word in _SINGLE:
        start = today + timedelta(days=_SINGLE[word])
        return start, start + timedelta(days=1)
    return _calendar(word, today) or _one_day(word)


def _calendar(word: str, today: date) -> tuple[date, date] | None:
    if word == "this_week":
        start = today - timedelta(days=today.weekday())
        return start, start + timedelta(days=7)
    if word == "this_month":
        return today.replace(day=1), _next_month(today)
    if word == "last_month":
        end = today.replace(day=1)
        return (end - timedelta(days=1)).replace(day=1), end
    if word == "this_year":
        return date(today.year, 1, 1), date(today.year + 1, 1, 1)
    return None


_SINGLE: Final = {"yesterday": -1, "today": 0, "tomorrow": 1}


def _next_month(day: date) -> date:
    if day.month == _DECEMBER:
        return date(day.year + 1, 1, 1)
    return date(day.year, day.month + 1, 1)


def _some_days(name: str, number: str, today: date) -> tuple[date, date]:
    if not number.isdecimal() or not 1 <= int(number) <= LONGEST:
        raise UnableToReadCondition(_("A period has from 1 to %(count)s days.") % {"count": LONGEST})
    days = timedelta(days=int(number))
    tomorrow = today + timedelta(days=1)
    return (tomorrow - days, tomorrow) if name == "last_days" else (today, today + days)


def _one_day(word: str) -> tuple[date, date]:
    try:
        found = parse_date(word)
    except ValueError:
        found = None
    if found is None or not 1900 <= found.year <= 2200:  # noqa: PLR2004 - what a law firm meets
        raise UnableToReadCondition(_("“%(value)s” is not a date.") % {"value": word[:40]})
    return found, found + timedelta(days=1)


def moments(said: object, *, now: datetime) -> tuple[datetime, datetime]:
    """The same as `period` in moments of the reader's zone; "now" and an ISO moment are points in time."""
    word = str(said)
    if word == "now":
        return now, now
    exact = _exact_moment(word) if "T" in word else None
    if exact is not None:
        return exact, exact
    start, end = period(said, today=timezone.localtime(now).date())
    return _midnight(start), _midnight(end)


def _exact_moment(word: str) -> datetime | None:
    try:
        found = parse_datetime(word)
    except ValueError:
        return None
    if found is None:
        return None
    return timezone.make_aware(found) if timezone.is_naive(found) else found.astimezone(UTC)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
