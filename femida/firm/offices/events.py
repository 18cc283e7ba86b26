"""What happens to offices."""

from __future__ import annotations

from dataclasses import dataclass

from femida.platform.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class LegalEntityAdded(Event):
    """An own firm was entered."""

    kind = "legal_entity.added"
    subject = ("firm.legal_entity", "legal_entity_id")
    legal_entity_id: int


@dataclass(frozen=True, kw_only=True)
class LegalEntityChanged(Event):
    """Data of an own firm were changed; what exactly stands in the field history."""

    kind = "legal_entity.changed"
    subject = ("firm.legal_entity", "legal_entity_id")
    legal_entity_id: int


@dataclass(frozen=True, kw_only=True)
class OfficeOpened(Event):
    """An office was opened."""

    kind = "office.opened"
    subject = ("firm.office", "office_id")
    anchors = (("firm.legal_entity", "legal_entity_id"),)
    office_id: int
    legal_entity_id: int


@dataclass(frozen=True, kw_only=True)
class OfficeChanged(Event):
    """An office was changed: address, hours, zone, whether it is in use."""

    kind = "office.changed"
    subject = ("firm.office", "office_id")
    office_id: int


@dataclass(frozen=True, kw_only=True)
class DepartmentAdded(Event):
    """A department was set up."""

    kind = "department.added"
    subject = ("firm.department", "department_id")
    anchors = (("firm.office", "office_id"),)
    department_id: int
    office_id: int | None


@dataclass(frozen=True, kw_only=True)
class DepartmentChanged(Event):
    """A department was renamed, moved in the order, or put out of use."""

    kind = "department.changed"
    subject = ("firm.department", "department_id")
    department_id: int


@dataclass(frozen=True, kw_only=True)
class PositionAdded(Event):
    """A post was added to the list."""

    kind = "position.added"
    subject = ("firm.position", "position_id")
    position_id: int


@dataclass(frozen=True, kw_only=True)
class PositionChanged(Event):
    """A post was renamed or moved in the order."""

    kind = "position.changed"
    subject = ("firm.position", "position_id")
    position_id: int
