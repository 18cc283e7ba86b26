"""Periods of reports, the period before each, and the steps that a period is cut into."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from femida.platform.core.errors import Text, UnableTo

LONGEST_YEARS: Final = 30
_MONTHS_OF: Final = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_DAY: Final = timedelta(days=1)


class UnableToReadReport(UnableTo):
    """The address of a report asks for what the report does not have."""

    code = "unable_to_read_report"
    default_sentence: Text = _("This report cannot be shown so.")  # type: ignore[misc]


class Step(StrEnum):
    """What a period may be cut into."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


STEPS: Final[dict[Step, Text]] = {
    Step.DAY: _("by days"),
    Step.WEEK: _("by weeks"),
    Step.MONTH: _("by months"),
    Step.QUARTER: _("by quarters"),
    Step.HALF: _("by half-years"),
    Step.YEAR: _("by years"),
}

PERIODS: Final[dict[str, Text]] = {
    "today": _("today"),
    "yesterday": _("yesterday"),
    "this_week": _("this week"),
    "last_week": _("last week"),
    "this_month": _("this month"),
    "last_month": _("last month"),
    "this_quarter": _("this quarter"),
    "last_quarter": _("last quarter"),
    "this_half": _("this half-year"),
    "last_half": _("last half-year"),
    "this_year": _("this year"),
    "last_year": _("last year"),
    "last_12_months": _("the last 12 months"),
}


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.first <= day <= self.last

    def __str__(self) -> str:
        return f"{self.first.isoformat()}..{self.last.isoformat()}"


@dataclass(frozen=True, slots=True)
class Period:
    """A period as it was asked for, its days, and the days it is compared with."""

    word: str
    span: Span
    previous: Span


def read_period(word: str, *, today: date) -> Period:
    """The period of a word (`this_month`) or of two dates (`2026-01-01..2026-03-31`).

    A period that is still running is compared with as many days of the one before it, a finished one with
    the whole one before. Raises UnableToReadReport.
    """
    if word == "last_12_months":
        start = _plus_months(today.replace(day=1), -11)
        span = Span(start, _month_end(today))
        return Period(word, span, _elapsed(span, Span(_plus_months(start, -12), start - _DAY), today))
    span = _named(word, today) if word in PERIODS else _between(word)
    return Period(word, span, _elapsed(span, _before(span), today))


def _named(word: str, today: date) -> Span:
    if word in ("today", "yesterday"):
        day = today if word == "today" else today - _DAY
        return Span(day, day)
    which, _line, unit = word.partition("_")
    start = step_start(today, Step(unit))
    if which == "last":
        start = step_start(start - _DAY, Step(unit))
    return Span(start, step_end(start, Step(unit)))


def _between(word: str) -> Span:
    first, dots, last = word.partition("..")
    try:
        start, end = (parse_date(first), parse_date(last)) if dots else (None, None)
    except ValueError:
        start = end = None
    if start is None or end is None:
        raise UnableToReadReport(_("Give the period as two dates."))
    if not 1900 < start.year < 2200 or not 1900 < end.year < 2200:  # noqa: PLR2004 - what a law firm meets
        raise UnableToReadReport(_("Give the period as two dates."))
    if end < start:
        raise UnableToReadReport(_("The period ends before it begins."))
    if end.year - start.year > LONGEST_YEARS:
        raise UnableToReadReport(_("A period has at most %(years)s years.") % {"years": LONGEST_YEARS})
    return Span(start, end)


def _before(span: Span) -> Span:
    """The period of the same length just before: whole months before whole months."""
    if span.first.day == 1 and span.last == _month_end(span.last):
        months = (span.last.year - span.first.year) * 12 + span.last.month - span.first.month + 1
        return Span(_plus_months(span.first, -months), span.first - _DAY)
    return Span(span.first - timedelta(days=span.days), span.first - _DAY)


def _elapsed(span: Span, before: Span, today: date) -> Span:
    if not span.holds(today) or span.last == today:
        return before
    return Span(before.first, min(before.last, before.first + (today - span.first)))


def _plus_months(first: date, months: int) -> date:
    number = first.year * 12 + first.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def step_start(day: date, step: Step) -> date:
    """The first day of the step that a day lies in."""
    if step is Step.DAY:
        return day
    if step is Step.WEEK:
        return day - timedelta(days=day.weekday())
    months = _MONTHS_OF[step.value]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def step_end(start: date, step: Step) -> date:
    """The last day of the step that begins on a day."""
    if step is Step.DAY:
        return start
    if step is Step.WEEK:
        return start + timedelta(days=6)
    return _plus_months(start, _MONTHS_OF[step.value]) - _DAY


def steps_of(span: Span, step: Step) -> Iterator[date]:
    """The first days of the steps that a period is cut into, in order."""
    start = step_start(span.first, step)
    while start <= span.last:
        yield start
        start = step_end(start, step) + _DAY


def step_span(start: date, step: Step, within: Span) -> Span:
    """The days of a step that lie in the period."""
    return Span(max(start, within.first), min(step_end(start, step), within.last))
