"""How much the tests of faults do: a little in the test command, all of it in `make guarantees`."""

from dataclasses import dataclass

import pytest


@dataclass(frozen=True)
class Size:
    """Counts of one run."""

    enquiries: int
    clients: int
    rounds: int
    """How often each of web, worker and database is killed."""
    jobs: int
    worker_kills: int
    roll_backs: int
    deaths: int
    waits_for_the_clock: bool
    """Whether the rescue comes by the real clock, or is called at once."""


SHORT = Size(
    enquiries=120,
    clients=20,
    rounds=1,
    jobs=80,
    worker_kills=2,
    roll_backs=16,
    deaths=16,
    waits_for_the_clock=False,
)
FULL = Size(
    enquiries=500,
    clients=20,
    rounds=3,
    jobs=500,
    worker_kills=5,
    roll_backs=500,
    deaths=500,
    waits_for_the_clock=True,
)

BOTH = [pytest.param(SHORT, id="short"), pytest.param(FULL, id="full", marks=pytest.mark.full)]

BACK_WITHIN = 30.0
"""Seconds after a killed process within which the service answers again."""

RESCUED_WITHIN = 120.0
"""Seconds after which no job is in the hands of a dead worker."""
