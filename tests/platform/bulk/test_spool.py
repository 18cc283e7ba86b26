"""What is kept for later comes in the order of time, once, to the last moment."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from femida.platform.bulk.spool import DAYS, Spool

SINCE = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("days", [DAYS * 4, DAYS * 4 + 3, 2])
def test_everything_comes_once_in_its_days(tmp_path: Path, days: int) -> None:
    spool = Spool(tmp_path, SINCE)
    until = SINCE + timedelta(days=days)
    moments = [SINCE + timedelta(hours=hour) for hour in range(0, days * 24 + 1, 5)] + [until]
    for moment in random.Random(1).sample(moments, len(moments)):
        spool.put(moment, moment)
    ends, found = [], []
    for end, part in spool.parts(until):
        assert all(moment <= end for moment in part)
        ends.append(end)
        found += part
    assert found == sorted(moments)
    assert ends == sorted(set(ends))
    assert ends[-1] == until


def test_what_lies_beyond_the_last_moment_does_not_happen(tmp_path: Path) -> None:
    spool = Spool(tmp_path, SINCE)
    spool.put(SINCE + timedelta(days=100), "later")
    assert [part for _end, part in spool.parts(SINCE + timedelta(days=10))] == [[], []]
