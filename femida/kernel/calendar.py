"""The Russian production calendar and business time.

Days off and working Saturdays come from the `holidays` library (articles 111 and 112 of the Labour Code and
the government's yearly transfers of days off), loaded at the first use. The firm's own exceptions come as
`overrides`: a date to `True` (working), `False` (day off) or the hours of that one day.

Moments go in and out as aware datetimes; results are in UTC.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final, Self
from zoneinfo import ZoneInfo

from femida.kernel.errors import KernelError

Interval = tuple[time, time]
"""Working hours from and to, in local time; midnight as the end means the end of the day."""

Overrides = Mapping[date, bool | tuple[Interval, ...]]

_NO_OVERRIDES: Final[Overrides] = {}
_SATURDAY: Final = 5
_FIRST_YEAR: Final = 1992
_LAST_YEAR: Final = 2200
_MIDNIGHT: Final = time()
_DAY: Final = timedelta(days=1)
# Longer without one working minute is a mistake in the schedule, not a long holiday.
_LONGEST_PAUSE: Final = timedelta(days=400)
_MOST_BUSINESS_DAYS: Final = 10_000
_LONGEST_TERM: Final = timedelta(days=10_000)


class CalendarError(KernelError):
    """A schedule, a moment or a term that cannot be reckoned with; `code` says why."""

    MESSAGES = {
        "naive": "A moment needs a time zone.",
        "far_away": "The calendar covers the years 1992 to 2200.",
        "zone": "There is no such time zone.",
        "weekday": "Weekdays are 0 (Monday) to 6 (Sunday).",
        "interval": "Working hours begin before they end and do not overlap.",
        "no_working_time": "The schedule has no working time for more than a year.",
        "negative": "The term is less than nothing.",
        "too_long": "The term is too long.",
    }


@dataclass(frozen=True, slots=True)
class Schedule:
    """The working week of an office.

    `week` has seven tuples of intervals, Monday first, in the local time of `zone` (IANA name); gaps between
    the intervals of a day are breaks. With `keeps_holidays` the production calendar closes the office on
    public holidays and opens it on working Saturdays (with Monday's hours, when Saturday has none); without
    it only `overrides` change the week.
    """

    zone: str
    week: tuple[tuple[Interval, ...], ...]
    keeps_holidays: bool = True

    def __post_init__(self) -> None:
        _zone(self.zone)
        if len(self.week) != 7:
            raise CalendarError("weekday")
        for intervals in self.week:
            _check_intervals(intervals)

    @classmethod
    def of(cls, zone: str, hours: Mapping[int, Sequence[Interval]], *, keeps_holidays: bool = True) -> Self:
        """A schedule from weekdays (0 is Monday) to their working hours; other days are off."""
        if not set(hours) <= set(range(7)):
            raise CalendarError("weekday")
        return cls(zone, tuple(tuple(hours.get(day, ())) for day in range(7)), keeps_holidays)

    def hours_of(self, day: date, overrides: Overrides = _NO_OVERRIDES) -> tuple[Interval, ...]:
        """The working hours of a date in local time; empty on a day off."""
        override = overrides.get(day)
        if isinstance(override, tuple):
            _check_intervals(override)
            return override
        usual = self.week[day.weekday()]
        if override is not None:
            return (usual or self._weekday_hours()) if override else ()
        if not self.keeps_holidays:
            return usual
        off, working_weekends = _production_year(day.year)
        if day in working_weekends:
            return usual or self._weekday_hours()
        return () if day in off else usual

    def _weekday_hours(self) -> tuple[Interval, ...]:
        return next((intervals for intervals in self.week if intervals), ())


def is_working_day(day: date, overrides: Overrides = _NO_OVERRIDES) -> bool:
    """Whether a date is a working day of the five-day week by the production calendar and the overrides."""
    override = overrides.get(day)
    if override is not None:
        return bool(override)
    off, working_weekends = _production_year(day.year)
    return day in working_weekends or (day.weekday() < _SATURDAY and day not in off)


def add_business_days(day: date, count: int, overrides: Overrides = _NO_OVERRIDES) -> date:
    """The date `count` working days after a date (before it, if negative); the date itself does not count.

    With zero: the date itself, or the next working day. Raises `CalendarError`.
    """
    _check_year(day)
    if abs(count) > _MOST_BUSINESS_DAYS:
        raise CalendarError("too_long")
    step = -_DAY if count < 0 else _DAY
    left = abs(count)
    if left == 0:
        left, day = 1, day - _DAY
    pause = timedelta()
    while left:
        day += step
        pause += _DAY
        if is_working_day(day, overrides):
            left, pause = left - 1, timedelta()
        elif pause > _LONGEST_PAUSE:
            raise CalendarError("no_working_time")
    return day


def add_business_hours(
    start: datetime, hours: float | timedelta, schedule: Schedule, overrides: Overrides = _NO_OVERRIDES
) -> datetime:
    """The moment when so many hours of the schedule have passed since `start`, in UTC.

    Time outside working hours, in breaks and on days off does not count. With zero hours it is the next
    working moment. A term that is used up exactly at the end of a day ends there, not on the next morning.
    Raises `CalendarError`.
    """
    try:
        left = hours if isinstance(hours, timedelta) else timedelta(hours=hours)
    except (OverflowError, ValueError):
        raise CalendarError("too_long") from None
    if left < timedelta():
        raise CalendarError("negative")
    if left > _LONGEST_TERM:
        raise CalendarError("too_long")
    if not left:
        return next_working_moment(start, schedule, overrides)
    moment = _utc(start)
    for opens, closes in _working_times(moment, schedule, overrides):
        begins = max(opens, moment)
        if closes - begins >= left:
            return begins + left
        left -= closes - begins
    raise CalendarError("no_working_time")


def next_working_moment(
    moment: datetime, schedule: Schedule, overrides: Overrides = _NO_OVERRIDES
) -> datetime:
    """The moment itself, if it is in working hours, else the next opening, in UTC; raises `CalendarError`."""
    since = _utc(moment)
    for opens, _ in _working_times(since, schedule, overrides):
        return max(opens, since)
    raise CalendarError("no_working_time")


def is_working_moment(moment: datetime, schedule: Schedule, overrides: Overrides = _NO_OVERRIDES) -> bool:
    """Whether a moment is in working hours; the minute of closing is not."""
    at = _utc(moment)
    day = at.astimezone(_zone(schedule.zone)).date()
    return any(opens <= at < closes for opens, closes in _times_of_day(day, schedule, overrides))


def business_time_between(
    start: datetime, end: datetime, schedule: Schedule, overrides: Overrides = _NO_OVERRIDES
) -> timedelta:
    """How much working time lies between two moments; nothing, if the end is not after the start."""
    since, until = _utc(start), _utc(end)
    if until - since > _LONGEST_TERM:
        raise CalendarError("too_long")
    zone = _zone(schedule.zone)
    day, last = since.astimezone(zone).date(), until.astimezone(zone).date()
    total = timedelta()
    while day <= last:
        for opens, closes in _times_of_day(day, schedule, overrides):
            total += max(timedelta(), min(closes, until) - max(opens, since))
        day += _DAY
    return total


def _working_times(
    since: datetime, schedule: Schedule, overrides: Overrides
) -> Iterator[tuple[datetime, datetime]]:
    """Working intervals in UTC that end after a moment, in order, until more than a year has none."""
    day = since.astimezone(_zone(schedule.zone)).date()
    pause = timedelta()
    while pause <= _LONGEST_PAUSE:
        pause += _DAY
        for opens, closes in _times_of_day(day, schedule, overrides):
            if closes > since:
                pause = timedelta()
                yield opens, closes
        day += _DAY


def _times_of_day(day: date, schedule: Schedule, overrides: Overrides) -> Iterator[tuple[datetime, datetime]]:
    zone = _zone(schedule.zone)
    for starts, ends in schedule.hours_of(day, overrides):
        last_day = day + _DAY if ends == _MIDNIGHT else day
        opens = datetime.combine(day, starts, zone).astimezone(UTC)
        closes = datetime.combine(last_day, ends, zone).astimezone(UTC)
        # Where clocks change, an interval inside of the skipped hour is empty.
        if opens < closes:
            yield opens, closes


def _utc(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise CalendarError("naive")
    _check_year(moment)
    return moment.astimezone(UTC)


def _check_year(day: date) -> None:
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise CalendarError("far_away")


def _check_intervals(intervals: tuple[Interval, ...]) -> None:
    previous: time | None = None
    for starts, ends in intervals:
        follows = previous is None or (previous != _MIDNIGHT and previous <= starts)
        if starts.tzinfo or ends.tzinfo or not follows or (ends != _MIDNIGHT and ends <= starts):
            raise CalendarError("interval")
        previous = ends


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise CalendarError("zone") from None


@lru_cache(maxsize=256)
def _production_year(year: int) -> tuple[frozenset[date], frozenset[date]]:
    """Public holidays and transferred days off of a year, and its working Saturdays and Sundays."""
    import holidays

    calendar = holidays.country_holidays("RU", years=year)
    return frozenset(calendar), frozenset(calendar.weekend_workdays)
