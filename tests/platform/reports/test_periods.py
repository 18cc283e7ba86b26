"""Periods, the ones before them, and their steps."""

from __future__ import annotations

from datetime import date

import pytest

from femida.platform.reports.periods import (
    PERIODS,
    Span,
    Step,
    UnableToReadReport,
    read_period,
    step_end,
    step_span,
    step_start,
    steps_of,
)

TODAY = date(2026, 11, 20)  # a Friday


def days(first: str, last: str) -> Span:
    return Span(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("word", "span", "before"),
    [
        ("today", ("2026-11-20", "2026-11-20"), ("2026-11-19", "2026-11-19")),
        ("yesterday", ("2026-11-19", "2026-11-19"), ("2026-11-18", "2026-11-18")),
        ("this_week", ("2026-11-16", "2026-11-22"), ("2026-11-09", "2026-11-13")),
        ("last_week", ("2026-11-09", "2026-11-15"), ("2026-11-02", "2026-11-08")),
        ("this_month", ("2026-11-01", "2026-11-30"), ("2026-10-01", "2026-10-20")),
        ("last_month", ("2026-10-01", "2026-10-31"), ("2026-09-01", "2026-09-30")),
        ("this_quarter", ("2026-10-01", "2026-12-31"), ("2026-07-01", "2026-08-20")),
        ("last_quarter", ("2026-07-01", "2026-09-30"), ("2026-04-01", "2026-06-30")),
        ("this_half", ("2026-07-01", "2026-12-31"), ("2026-01-01", "2026-05-23")),
        ("last_half", ("2026-01-01", "2026-06-30"), ("2025-07-01", "2025-12-31")),
        ("this_year", ("2026-01-01", "2026-12-31"), ("2025-01-01", "2025-11-20")),
        ("last_year", ("2025-01-01", "2025-12-31"), ("2024-01-01", "2024-12-31")),
        ("last_12_months", ("2025-12-01", "2026-11-30"), ("2024-12-01", "2025-11-20")),
        ("2026-02-01..2026-03-31", ("2026-02-01", "2026-03-31"), ("2025-12-01", "2026-01-31")),
        ("2026-02-03..2026-02-05", ("2026-02-03", "2026-02-05"), ("2026-01-31", "2026-02-02")),
    ],
)
def test_a_running_period_is_compared_with_as_many_days_a_finished_one_with_the_whole(word, span, before):
    period = read_period(word, today=TODAY)
    assert (period.span, period.previous) == (days(*span), days(*before))


def test_every_offered_period_is_read():
    for word in PERIODS:
        period = read_period(word, today=TODAY)
        assert period.previous.last < period.span.first
        assert period.span.first <= TODAY


@pytest.mark.parametrize(
    "word", ["", "never", "2026-01-01", "2026-02-30..2026-03-01", "2026-02-01..2026-01-01",
             "1800-01-01..1800-01-02", "1990-01-01..2026-01-01", "..", "x..y"],
)  # fmt: skip
def test_other_words_are_refused_with_a_sentence(word):
    with pytest.raises(UnableToReadReport):
        read_period(word, today=TODAY)


@pytest.mark.parametrize("step", Step)
def test_steps_cover_a_period_without_gaps_and_overlaps(step):
    span = days("2025-12-30", "2026-07-03")
    covered = [step_span(start, step, span) for start in steps_of(span, step)]
    assert covered[0].first == span.first
    assert covered[-1].last == span.last
    assert sum(one.days for one in covered) == span.days
    for start in steps_of(span, step):
        assert step_start(step_end(start, step), step) == start
