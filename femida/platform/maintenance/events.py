"""What is recorded about maintenance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from femida.platform.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class MaintenanceSet(Event):
    """Maintenance was announced or begun; `blocked` are departments, or `*`."""

    kind = "maintenance.set"
    subject = ("maintenance.mode", "mode_id")

    mode_id: int
    starts_at: datetime
    ends_at: datetime | None
    blocked: tuple[str, ...]
    is_closed: bool


@dataclass(frozen=True, kw_only=True)
class MaintenanceEnded(Event):
    """Maintenance is over, or will not take place."""

    kind = "maintenance.ended"
    subject = ("maintenance.mode", "mode_id")

    mode_id: int
