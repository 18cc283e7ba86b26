"""Rows that several commands write; to be called inside a command that holds the party's lock."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.db.models import QuerySet

from femida.firm.staff.assigning import start_assignments
from femida.firm.staff.queries import employee_of
from femida.parties.registry.events import PARTY, ContactPointAdded, PartyRegistered
from femida.parties.registry.models import ContactPoint, Party, purpose_of
from femida.parties.registry.names import NameParts, compose
from femida.parties.registry.reading import GivenContact
from femida.platform.access.policy import Policy, policy_of
from femida.platform.access.rights import Scope
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Denied
from femida.platform.journal.recording import record
from femida.platform.vault.lookups import equals

LONGEST_PART: Final = 80


def new_party(
    actor: Actor,
    *,
    kind: str,
    parts: NameParts,
    office_id: int | None,
    department_id: int | None = None,
    responsible_id: int | None = None,
) -> Party:
    """Store a party with its author and record it."""
    author = employee_of(actor.person_id) if actor.person_id is not None else None
    party = Party(
        kind=kind,
        office_id=office_id,
        department_id=department_id,
        responsible_id=responsible_id,
        created_by_id=author.id if author else None,
    )
    put_name(party, parts)
    party.save(force_insert=True)
    start_assignments(party, PARTY)
    record(PartyRegistered(party_id=party.pk, office_id=office_id))
    return party


def put_name(party: Party, parts: NameParts) -> list[str]:
    """Set the columns of the name; returns which of them changed."""
    values = {
        "surname": parts.surname[:LONGEST_PART],
        "given_name": parts.given_name[:LONGEST_PART],
        "patronymic": parts.patronymic[:LONGEST_PART],
        "legal_name": parts.legal_name,
        "name": compose(parts),
        "name_known": parts.is_known,
    }
    changed = [column for column, value in values.items() if getattr(party, column) != value]
    for column in changed:
        setattr(party, column, values[column])
    return changed


def parts_of(party: Party) -> NameParts:
    """The parts of a party's present name."""
    return NameParts(party.surname, party.given_name, party.patronymic, party.legal_name)


def add_missing(party_id: int, given: Sequence[GivenContact], *, label: str = "") -> list[int]:
    """Store those contacts that the party does not have yet; returns the new rows' ids."""
    return [_add(party_id, contact, label) for contact in given if present_contact(party_id, contact) is None]


def present_contact(party_id: int, contact: GivenContact) -> int | None:
    """The id of the row by which a party already has this contact, or None."""
    return (
        _points(party_id, contact.kind)
        .filter(equals(contact.value, purpose_of(contact.kind)))
        .values_list("pk", flat=True)
        .first()
    )


def _add(party_id: int, contact: GivenContact, label: str) -> int:
    point = ContactPoint(
        party_id=party_id,
        kind=contact.kind,
        label=label,
        extension=contact.extension,
        is_primary=not _points(party_id, contact.kind).filter(is_primary=True).exists(),
    )
    point.put(contact.value, tail=contact.tail)
    point.save(force_insert=True)
    record(ContactPointAdded(party_id=party_id, contact_point_id=point.pk, point_kind=contact.kind))
    return point.pk


def _points(party_id: int, kind: str) -> QuerySet[ContactPoint]:
    return ContactPoint.objects.filter(party_id=party_id, kind=kind, removed_at__isnull=True)


def office_for(actor: Actor, office_id: int | None, right: str) -> int | None:
    """The office of a new party: the given one, or the first of the person's own.

    Raises Denied when the right does not reach the given office.
    """
    policy: Policy = policy_of(actor)
    own = policy.placement.offices
    if office_id is None:
        return min(own) if own else None
    if policy.scope(right) is not Scope.FIRM and office_id not in own:
        raise Denied(right=right)
    return office_id
