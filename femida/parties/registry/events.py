"""What happens to people and organisations."""

from __future__ import annotations

from dataclasses import dataclass

from femida.platform.journal.events import Event

PARTY = "parties.party"


@dataclass(frozen=True, kw_only=True)
class PartyRegistered(Event):
    """A party was written into the register."""

    kind = "party.registered"
    subject = (PARTY, "party_id")
    party_id: int
    office_id: int | None


@dataclass(frozen=True, kw_only=True)
class PartyChanged(Event):
    """Columns of a party were changed; `fields` are their names."""

    kind = "party.changed"
    subject = (PARTY, "party_id")
    party_id: int
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PartyAssigned(Event):
    """Another employee answers for a party, or nobody."""

    kind = "party.assigned"
    subject = (PARTY, "party_id")
    party_id: int
    employee_id: int | None


@dataclass(frozen=True, kw_only=True)
class ContactPointAdded(Event):
    """A party can be reached one way more; `point_kind` is a phone, an e-mail and so on."""

    kind = "contact.added"
    subject = (PARTY, "party_id")
    party_id: int
    contact_point_id: int
    point_kind: str


@dataclass(frozen=True, kw_only=True)
class ContactPointRemoved(Event):
    """A contact of a party is no longer used."""

    kind = "contact.removed"
    subject = (PARTY, "party_id")
    party_id: int
    contact_point_id: int
    point_kind: str


@dataclass(frozen=True, kw_only=True)
class PartyClosed(Event):
    """A party became a closed matter: rows about it carry the wall from now on."""

    kind = "party.closed"
    subject = (PARTY, "party_id")
    party_id: int
    wall_id: int


@dataclass(frozen=True, kw_only=True)
class PartyOpened(Event):
    """A closed matter was opened again."""

    kind = "party.opened"
    subject = (PARTY, "party_id")
    party_id: int
    wall_id: int


@dataclass(frozen=True, kw_only=True)
class PartyRoleAdded(Event):
    """A party became something to the firm."""

    kind = "party.role_added"
    subject = (PARTY, "party_id")
    party_id: int
    party_role_id: int
    role: str


@dataclass(frozen=True, kw_only=True)
class PartyRoleEnded(Event):
    """A party is no longer that to the firm."""

    kind = "party.role_ended"
    subject = (PARTY, "party_id")
    party_id: int
    party_role_id: int
    role: str
