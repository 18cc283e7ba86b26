"""What is recorded about the set-up."""

from __future__ import annotations

from dataclasses import dataclass

from femida.platform.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class FirmWasSetUp(Event):
    """The first legal entity, office and administrator stand; `practices` are keys of what was loaded."""

    kind = "firm.set_up"
    subject = ("firm.office", "office_id")

    office_id: int
    legal_entity_id: int
    employee_id: int
    practices: tuple[str, ...]
