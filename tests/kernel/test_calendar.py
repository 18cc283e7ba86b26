"""The production calendar and business time."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from femida.kernel.calendar import (
    CalendarError,
    Schedule,
    add_business_days,
    add_business_hours,
    business_time_between,
    is_working_day,
    is_working_moment,
    next_working_moment,
)

MOSCOW = ZoneInfo("Europe/Moscow")
DAY = [(time(9), time(13)), (time(14), time(18))]
OFFICE = Schedule.of("Europe/Moscow", dict.fromkeys(range(5), DAY))
ALWAYS = Schedule.of("Europe/Moscow", {day: [(time(), time())] for day in range(7)}, keeps_holidays=False)


def at(text: str, zone: ZoneInfo = MOSCOW) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


# Working days of the five-day week in the published production calendars.
@pytest.mark.parametrize(("year", "days"), [(2022, 247), (2023, 247), (2024, 248), (2025, 247), (2026, 247)])
def test_working_days_of_published_years(year: int, days: int) -> None:
    first = date(year, 1, 1)
    length = (date(year + 1, 1, 1) - first).days
    assert sum(is_working_day(first + timedelta(days=shift)) for shift in range(length)) == days


@pytest.mark.parametrize(
    ("day", "is_working"),
    [
        ("2024-04-27", True),  # working Saturday
        ("2024-12-28", True),
        ("2025-11-01", True),
        ("2025-11-03", False),
        ("2025-05-02", False),
        ("2025-05-08", False),
        ("2025-12-31", False),
        ("2026-01-09", False),
        ("2026-01-12", True),
        ("2026-03-09", False),
        ("2026-11-04", False),
        ("2026-11-22", False),
        ("2026-11-23", True),
        ("2026-12-31", False),
    ],
)
def test_known_days(day: str, is_working: bool) -> None:
    assert is_working_day(date.fromisoformat(day)) is is_working


def test_overrides_are_stronger_than_the_calendar() -> None:
    overrides = {
        date(2026, 11, 23): False,
        date(2026, 11, 22): True,
        date(2026, 11, 21): ((time(10), time(12)),),
    }
    assert [is_working_day(date(2026, 11, day), overrides) for day in (21, 22, 23)] == [True, True, False]
    assert add_business_days(date(2026, 11, 20), 3, overrides) == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("day", "count", "result"),
    [
        ("2025-12-30", 1, "2026-01-12"),
        ("2025-12-30", 10, "2026-01-23"),
        ("2026-01-12", -1, "2025-12-30"),
        ("2025-10-31", 1, "2025-11-01"),
        ("2025-11-01", 1, "2025-11-05"),
        ("2026-11-22", 0, "2026-11-23"),
        ("2026-11-23", 0, "2026-11-23"),
        ("2026-11-22", 1, "2026-11-23"),
        ("2026-11-20", 5, "2026-11-27"),
    ],
)
def test_add_business_days(day: str, count: int, result: str) -> None:
    assert add_business_days(date.fromisoformat(day), count) == date.fromisoformat(result)


def test_add_business_days_agrees_with_counting() -> None:
    dice = random.Random(8)
    for _ in range(200):
        day = date(2022, 1, 1) + timedelta(days=dice.randrange(1700))
        count = dice.randrange(1, 60)
        later = add_business_days(day, count)
        passed = sum(
            is_working_day(day + timedelta(days=shift)) for shift in range(1, (later - day).days + 1)
        )
        assert (passed, is_working_day(later)) == (count, True)
        if is_working_day(day):
            assert add_business_days(later, -count) == day


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-11-23 10:00", 2, "2026-11-23 12:00"),
        ("2026-11-23 12:30", 1, "2026-11-23 14:30"),  # over the break
        ("2026-11-23 13:30", 0.5, "2026-11-23 14:30"),  # begins in the break
        ("2026-11-23 17:30", 1, "2026-11-24 09:30"),
        ("2026-11-20 17:00", 2, "2026-11-23 10:00"),  # over a weekend
        ("2026-11-22 03:00", 1, "2026-11-23 10:00"),
        ("2026-11-23 09:00", 8, "2026-11-23 18:00"),  # exactly a day: ends with it
        ("2026-11-23 09:00", 4, "2026-11-23 13:00"),
        ("2025-12-30 17:00", 2, "2026-01-12 10:00"),  # over the New Year
        ("2025-10-31 17:00", 2, "2025-11-01 10:00"),  # into a working Saturday
        ("2026-11-23 18:00", 0, "2026-11-24 09:00"),
        ("2026-11-23 12:00", 0, "2026-11-23 12:00"),
        ("2026-11-23 09:00", 40, "2026-11-27 18:00"),
        ("2026-11-23 09:00", timedelta(minutes=15, seconds=1), "2026-11-23 09:15:01"),
    ],
)
def test_add_business_hours(start: str, hours: float | timedelta, end: str) -> None:
    result = add_business_hours(at(start), hours, OFFICE)
    assert result == at(end)
    assert result.utcoffset() == timedelta()


def test_zone_of_the_schedule_counts_and_not_of_the_moment() -> None:
    vladivostok = Schedule.of("Asia/Vladivostok", dict.fromkeys(range(5), DAY))
    start = at("2026-11-23 01:30")  # 08:30 in Vladivostok
    assert next_working_moment(start, vladivostok) == at("2026-11-23 09:00", ZoneInfo("Asia/Vladivostok"))
    # A Saturday morning in Vladivostok is Friday in Moscow.
    assert add_business_hours(at("2026-11-20 18:00"), 1, vladivostok) == at(
        "2026-11-23 10:00", ZoneInfo("Asia/Vladivostok")
    )


def test_clock_changes_are_reckoned() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    night = Schedule.of("Europe/Berlin", {6: [(time(0), time(6))]}, keeps_holidays=False)
    spring = business_time_between(at("2026-03-29 00:00", berlin), at("2026-03-29 12:00", berlin), night)
    autumn = business_time_between(at("2026-10-25 00:00", berlin), at("2026-10-25 12:00", berlin), night)
    assert (spring, autumn) == (timedelta(hours=5), timedelta(hours=7))
    skipped = Schedule.of("Europe/Berlin", {6: [(time(2), time(3))]}, keeps_holidays=False)
    assert business_time_between(
        at("2026-03-29 00:00", berlin), at("2026-03-29 12:00", berlin), skipped
    ) == timedelta(0)


def test_office_open_on_weekends_closes_on_holidays_only() -> None:
    daily = Schedule.of("Europe/Moscow", {day: [(time(10), time(20))] for day in range(7)})
    assert is_working_moment(at("2026-11-22 10:00"), daily)  # an ordinary Sunday
    assert not is_working_moment(at("2026-11-22 20:00"), daily)
    assert not is_working_moment(at("2026-11-04 12:00"), daily)
    assert is_working_moment(at("2026-11-04 12:00"), daily, {date(2026, 11, 4): True})
    assert not is_working_moment(at("2026-11-22 12:00"), daily, {date(2026, 11, 22): ((time(15), time(16)),)})


def test_round_the_clock() -> None:
    assert add_business_hours(at("2026-12-31 23:00"), 50, ALWAYS) == at("2027-01-03 01:00")
    assert is_working_moment(at("2027-01-01 00:00"), ALWAYS)


def test_adding_and_measuring_agree() -> None:
    dice = random.Random(6)
    for schedule in (OFFICE, ALWAYS, Schedule.of("Asia/Yekaterinburg", {5: [(time(22), time())], 1: DAY})):
        for _ in range(150):
            start = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=dice.randrange(900_000))
            term = timedelta(minutes=dice.randrange(1, 4000))
            end = add_business_hours(start, term, schedule)
            assert business_time_between(start, end, schedule) == term
            assert end >= start + term
            half = add_business_hours(start, term / 2, schedule)
            assert add_business_hours(half, term / 2, schedule) == end
            assert is_working_moment(next_working_moment(start, schedule), schedule)


def test_nothing_between_moments_in_the_wrong_order() -> None:
    assert business_time_between(at("2026-11-24 12:00"), at("2026-11-23 12:00"), OFFICE) == timedelta(0)


@pytest.mark.parametrize(
    ("zone", "hours", "code"),
    [
        ("Europe/Moskva", {}, "zone"),
        ("../../etc/passwd", {}, "zone"),
        ("", {}, "zone"),
        ("Europe/Moscow", {7: DAY}, "weekday"),
        ("Europe/Moscow", {0: [(time(9), time(9))]}, "interval"),
        ("Europe/Moscow", {0: [(time(18), time(9))]}, "interval"),
        ("Europe/Moscow", {0: [(time(9), time(13)), (time(12), time(18))]}, "interval"),
        ("Europe/Moscow", {0: [(time(9), time()), (time(12), time(18))]}, "interval"),
        ("Europe/Moscow", {0: [(time(9, tzinfo=UTC), time(18))]}, "interval"),
    ],
)
def test_wrong_schedules(zone: str, hours: Any, code: str) -> None:
    with pytest.raises(CalendarError) as refused:
        Schedule.of(zone, hours)
    assert refused.value.code == code


def test_refusals() -> None:
    empty = Schedule.of("Europe/Moscow", {})
    cases = [
        (lambda: next_working_moment(at("2026-11-23 10:00"), empty), "no_working_time"),
        (lambda: add_business_hours(at("2026-11-23 10:00"), 1, empty), "no_working_time"),
        (lambda: add_business_hours(at("2026-11-23 10:00"), -1, OFFICE), "negative"),
        (lambda: add_business_hours(at("2026-11-23 10:00"), 10**6, OFFICE), "too_long"),
        (lambda: add_business_hours(datetime(2026, 11, 23, 10), 1, OFFICE), "naive"),  # noqa: DTZ001
        (lambda: add_business_days(date(2026, 11, 23), 10**6), "too_long"),
        (lambda: add_business_hours(at("2026-11-23 10:00"), float("nan"), OFFICE), "too_long"),
        (lambda: add_business_hours(at("2026-11-23 10:00"), float("inf"), OFFICE), "too_long"),
        (lambda: next_working_moment(datetime.max.replace(tzinfo=UTC), OFFICE), "far_away"),
        (
            lambda: business_time_between(datetime.min.replace(tzinfo=UTC), at("2026-11-23 10:00"), OFFICE),
            "far_away",
        ),
        (lambda: add_business_days(date.max, 1), "far_away"),
        (lambda: Schedule("Europe/Moscow", ((),) * 6), "weekday"),
    ]
    for call, code in cases:
        with pytest.raises(CalendarError) as refused:
            call()
        assert refused.value.code == code
