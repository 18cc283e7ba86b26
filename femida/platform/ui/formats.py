"""Sums, numbers, dates and telephones as people read them, in the reader's language and zone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from django.utils import timezone
from django.utils.dates import MONTHS_3
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from femida.kernel.phones import PhoneNumber
from femida.platform.ui.html import safe, text

DASH: Final = "—"
THIN: Final = "\u202f"  # narrow space that does not break a line
HARD: Final = "\u00a0"
COUNT_CAP: Final = 1000

_MINUTE = 60
_HOUR = 3600
_DAY = 86400


def _is_russian() -> bool:
    return (get_language() or "ru").startswith("ru")


def _grouped(digits: str) -> str:
    return f"{int(digits):,}".replace(",", THIN) if digits else "0"


def number(value: Decimal | float | None, places: int = 0) -> str:
    """12 500 or, with `places`, 12 500,50 (12 500.50 in English); the dash for None."""
    if value is None:
        return DASH
    rounded = f"{value:.{places}f}"
    sign = "\N{MINUS SIGN}" if rounded.startswith("-") else ""
    whole, _point, fraction = rounded.lstrip("-").partition(".")
    point = "," if _is_russian() else "."
    return f"{sign}{_grouped(whole)}{point + fraction if fraction else ''}"


def money(amount: Decimal | int | None, *, kopecks: bool = True) -> str:
    """Roubles: 12 500,00 ₽; without `kopecks`, for sums over a board's column, 12 500 ₽."""
    if amount is None:
        return DASH
    return f"{number(amount, 2 if kopecks else 0)}{HARD}₽"


def percent(share: Decimal | float | None, places: int = 0) -> str:
    """A share from 0 to 1: 0.125 gives 13 %."""
    if share is None:
        return DASH
    return f"{number(share * 100, places)}{HARD}%"


def capped(count: int | None, cap: int = COUNT_CAP) -> str:
    """A count that stopped at the cap: 1,001 rows found while counting to 1,000 read as «1 000+»."""
    if count is None:
        return DASH
    return f"{number(cap)}+" if count > cap else number(count)


def phone(e164: str | None) -> str:
    """A whole number for reading: +7 912 345-67-89. Only for numbers that their reader may see."""
    if not e164:
        return DASH
    return PhoneNumber(e164.removeprefix("+")).display()


def _local(value: date | datetime) -> tuple[date, datetime | None]:
    if isinstance(value, datetime):
        moment_here = timezone.localtime(value) if timezone.is_aware(value) else value
        return moment_here.date(), moment_here
    return value, None


def exact_day(value: date | datetime) -> str:
    """22.11.2026, in English 22 Nov 2026."""
    here, _moment = _local(value)
    if _is_russian():
        return f"{here:%d.%m.%Y}"
    return f"{here.day} {MONTHS_3[here.month].title()} {here.year}"


def exact(value: date | datetime) -> str:
    """22.11.2026, 14:05 in the reader's zone; the time only where there is one."""
    _day_here, moment_here = _local(value)
    return f"{exact_day(value)}, {moment_here:%H:%M}" if moment_here else exact_day(value)


def day(value: date | datetime | None, *, today: date | None = None) -> str:
    """«сегодня», «вчера», «завтра», or the date."""
    if value is None:
        return DASH
    here, _moment = _local(value)
    distance = (here - (today or timezone.localdate())).days
    return _near(distance) if -1 <= distance <= 1 else exact_day(value)


def _near(distance: int) -> str:
    if distance == 0:
        return _("today")
    return _("yesterday") if distance < 0 else _("tomorrow")


def moment(value: datetime | None, *, now: datetime | None = None) -> str:
    """«сегодня, 14:05», «вчера, 9:30», «22.11.2026, 14:05»."""
    if value is None:
        return DASH
    here = _local(value)[1] or value
    today = timezone.localtime(now).date() if now else None
    return f"{day(value, today=today)}, {here:%H:%M}"


def ago(value: datetime | None, *, now: datetime | None = None) -> str:
    """«только что», «5 минут назад», «через 2 часа»; further than a day it is `moment`."""
    if value is None:
        return DASH
    seconds = int(((now or timezone.now()) - value).total_seconds())
    distance = abs(seconds)
    if distance < _MINUTE:
        return _("just now") if seconds >= 0 else _("in a moment")
    if distance >= _DAY:
        return moment(value, now=now)
    if distance < _HOUR:
        count = distance // _MINUTE
        past = ngettext("%(count)d minute ago", "%(count)d minutes ago", count)
        future = ngettext("in %(count)d minute", "in %(count)d minutes", count)
    else:
        count = distance // _HOUR
        past = ngettext("%(count)d hour ago", "%(count)d hours ago", count)
        future = ngettext("in %(count)d hour", "in %(count)d hours", count)
    return (past if seconds > 0 else future) % {"count": count}


def when(value: date | datetime | None) -> SafeString:
    """A `<time>` that reads as `moment` (or `day`) and shows the exact one on hover."""
    if not isinstance(value, datetime):
        return _time(value, day(value))
    # the commonest cell of all lists: its zone is asked once, and what it says needs no escaping
    here_day, here = _local(value)
    at = f"{here:%H:%M}"
    whole = exact_day(here_day)
    distance = (here_day - timezone.localdate()).days
    near = _near(distance) if -1 <= distance <= 1 else whole
    given = f'datetime="{value.isoformat()}" title="{whole}, {at}"'
    return safe(f'<time class="f-num" {given}>{near}, {at}</time>')


def when_ago(value: datetime | None) -> SafeString:
    """A `<time>` that reads as `ago` and shows the exact one on hover."""
    return _time(value, ago(value))


def _time(value: date | datetime | None, words: str) -> SafeString:
    if value is None:
        return safe('<span class="f-empty-cell" aria-hidden="true">—</span>')
    given = f'datetime="{value.isoformat()}" title="{text(exact(value))}"'
    return safe(f'<time class="f-num" {given}>{text(words)}</time>')


def duration(value: timedelta | int | None) -> str:
    """A span (seconds or timedelta) in its two largest units: «2 д 4 ч», «2 ч 15 мин», «45 с»."""
    if value is None:
        return DASH
    seconds = int(value.total_seconds()) if isinstance(value, timedelta) else value
    rest = abs(seconds)
    parts: list[str] = []
    for size, unit in (
        (_DAY, pgettext("unit after a number", "d")),
        (_HOUR, pgettext("unit after a number", "h")),
        (_MINUTE, pgettext("unit after a number", "min")),
        (1, pgettext("unit after a number", "s")),
    ):
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{count}{HARD}{unit}")
        elif parts:
            break
        if len(parts) == 2:  # noqa: PLR2004 - the two largest units
            break
    words = " ".join(parts) or f"0{HARD}{pgettext('unit after a number', 's')}"
    return f"\N{MINUS SIGN}{words}" if seconds < 0 else words


def clock(seconds: int) -> str:
    """A timer: 4:05, and past an hour 1:04:05."""
    hours, rest = divmod(max(seconds, 0), _HOUR)
    minutes, left = divmod(rest, _MINUTE)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"
