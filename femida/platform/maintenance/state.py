"""What this process knows of the technological mode, without asking the database for each request.

The row is read again at most every `settings.MAINTENANCE_LOOK_EVERY` seconds (never by itself when that is
0: tests look expressly). When the database does not answer, what was known last stays.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, transaction

from femida.platform.core import clock
from femida.platform.core.closed import CLOSED_MARK
from femida.platform.maintenance.models import EVERYTHING, ONLY, Mode


@dataclass(frozen=True, slots=True)
class State:
    """The mode as it was last seen."""

    is_on: bool = False
    is_closed: bool = False
    message: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    blocked: frozenset[str] = frozenset()

    @property
    def is_announced(self) -> bool:
        """Planned, and not begun yet."""
        return self.is_on and self.starts_at is not None and self.starts_at > clock.now()

    @property
    def in_force(self) -> bool:
        """Begun, and not ended by a person: the planned end ends nothing by itself."""
        return self.is_on and not self.is_announced

    def blocks(self, department: str) -> bool:
        """Whether writes of a department are refused now."""
        return self.in_force and (self.is_closed or bool(self.blocked & {EVERYTHING, department}))

    @property
    def stops_jobs(self) -> bool:
        """Whether background work rests: only when everything does."""
        return self.blocks(EVERYTHING)


class _Kept:
    state = State()
    looked_at = float("-inf")


def state() -> State:
    """The mode as this process knows it; not older than the setting allows."""
    every = settings.MAINTENANCE_LOOK_EVERY
    if every and time.monotonic() - _Kept.looked_at > every:
        look()
    return _Kept.state


def look() -> State:
    """Read the row now."""
    _Kept.looked_at = time.monotonic()
    try:
        # inside of an act a failure must not spoil the act's own transaction
        with transaction.atomic():
            row = Mode.objects.filter(pk=ONLY).first()
    except DatabaseError:
        return _Kept.state
    _Kept.state = _state_of(row) if row is not None else State()
    return _Kept.state


def forget() -> None:
    """Ask again at the next question."""
    _Kept.looked_at = float("-inf")


def is_closed() -> bool:
    """Whether nobody may work: by the mark on this machine or by the row."""
    return (Path(settings.FEMIDA_DATA) / CLOSED_MARK).exists() or (state().is_closed and state().in_force)


def _state_of(row: Mode) -> State:
    return State(
        is_on=row.is_on,
        is_closed=row.is_closed,
        message=row.message,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        blocked=frozenset(row.blocked),
    )
