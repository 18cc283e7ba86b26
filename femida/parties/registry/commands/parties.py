"""Everything that is done to people and organisations of the register."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from femida.firm.staff.assigning import set_responsible
from femida.firm.staff.queries import employee_by_id
from femida.parties.registry.events import (
    PARTY,
    PartyAssigned,
    PartyChanged,
    PartyRoleAdded,
    PartyRoleEnded,
)
from femida.parties.registry.matching import lock_contacts, match
from femida.parties.registry.models import Party, PartyRole
from femida.parties.registry.names import NameParts, read_name
from femida.parties.registry.reading import BLANKS, plain_line, read_contacts, redact
from femida.parties.registry.writing import (
    LONGEST_PART,
    add_missing,
    new_party,
    office_for,
    parts_of,
    put_name,
)
from femida.platform.commands.core import command, save, take
from femida.platform.core import clock
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Invalid, NotFound, UnableTo
from femida.platform.journal.recording import record

LONGEST_LEGAL_NAME: Final = 240

_NO_BLANKS: Final = dict.fromkeys(BLANKS, " ")


class UnableToAddRole(UnableTo):
    """The party has this role because of this object already."""

    code = "role_present"
    default_sentence = _("The party has this role already.")


@dataclass(frozen=True, slots=True)
class FoundParty:
    """The party of an enquiry, and whether it was made for it."""

    party_id: int
    made: bool


@command(right="parties.register")
def register_party(
    actor: Actor,
    *,
    kind: str = Party.Kind.PERSON,
    surname: str = "",
    given_name: str = "",
    patronymic: str = "",
    legal_name: str = "",
    phones: Sequence[str] = (),
    emails: Sequence[str] = (),
    office_id: int | None = None,
    department_id: int | None = None,
    responsible_id: int | None = None,
) -> int:
    """Write a new party into the register and return its id; nobody is looked for.

    Without an office it is of the person's own one. Raises Invalid at the field that cannot be so, Denied
    for an office out of the right's reach.
    """
    parts = _name_of_kind(
        kind,
        NameParts(
            plain_line(surname, LONGEST_PART, field="surname"),
            plain_line(given_name, LONGEST_PART, field="given_name"),
            plain_line(patronymic, LONGEST_PART, field="patronymic"),
            plain_line(legal_name, LONGEST_LEGAL_NAME, field="legal_name"),
        ),
    )
    given = read_contacts(phones, emails)
    lock_contacts(given)
    party = new_party(
        actor,
        kind=kind,
        parts=parts,
        office_id=office_for(actor, office_id, "parties.register"),
        department_id=department_id,
        responsible_id=_employee(responsible_id),
    )
    add_missing(party.pk, given)
    return party.pk


@command(right="parties.change", on=Party)
def change_party(
    actor: Actor,
    *,
    party_id: int,
    version: int | None = None,
    kind: str | None = None,
    surname: str | None = None,
    given_name: str | None = None,
    patronymic: str | None = None,
    legal_name: str | None = None,
    department_id: int | None = None,
) -> None:
    """Change what is said of a party; what is not given stays. Raises Stale, Invalid."""
    party = take(actor, Party, party_id, version=version)
    present = parts_of(party)
    changed = []
    for column, value in (("kind", kind), ("department_id", department_id)):
        if value is not None and getattr(party, column) != value:
            setattr(party, column, value)
            changed.append(column)
    parts = NameParts(
        _new(surname, present.surname, LONGEST_PART, "surname"),
        _new(given_name, present.given_name, LONGEST_PART, "given_name"),
        _new(patronymic, present.patronymic, LONGEST_PART, "patronymic"),
        _new(legal_name, present.legal_name, LONGEST_LEGAL_NAME, "legal_name"),
    )
    if kind is not None or parts != present:
        changed += put_name(party, _name_of_kind(party.kind, parts))
    if changed:
        save(party, *changed)
        record(PartyChanged(party_id=party.pk, fields=tuple(sorted(changed))))


@command(right="parties.register")
def find_or_make_party(
    actor: Actor,
    *,
    name: str = "",
    phones: Sequence[str] = (),
    emails: Sequence[str] = (),
    office_id: int | None = None,
    department_id: int | None = None,
) -> FoundParty:
    """The party of an enquiry: the one who has one of these numbers or addresses, or a new one.

    Of several with one number the one with the given name is taken, else the most recently active. All
    parties are looked through, walled ones too: an enquiry must not make a second copy of somebody whom the
    asker may not see. What the party lacks is added to its contacts; its name is touched only while it is
    unknown. The party stays locked, so two enquiries of one party wait for each other.
    Raises Invalid at `name`, `phones` or `emails`.
    """
    line, named = redact(plain_line(name, LONGEST_LEGAL_NAME, field="name"), blanks=_NO_BLANKS)
    parts = read_name(plain_line(line, LONGEST_LEGAL_NAME, field="name"))
    given = read_contacts(phones, emails)
    given += [contact for contact in named if contact not in given]
    if not given and not parts.is_known:
        raise Invalid({"phones": _("Give a telephone number or an e-mail address.")})
    lock_contacts(given)
    found = match(given, line)
    if found is None:
        kind = Party.Kind.ORGANISATION if parts.legal_name else Party.Kind.PERSON
        office = office_for(actor, office_id, "parties.register")
        party = new_party(actor, kind=kind, parts=parts, office_id=office, department_id=department_id)
    else:
        party = take(actor.as_system("parties.match"), Party, found)
        if not party.name_known and parts.is_known:
            _name_at_last(party, parts)
    add_missing(party.pk, given)
    return FoundParty(party.pk, made=found is None)


@command(right="parties.assign", on=Party)
def assign_party(actor: Actor, *, party_id: int, employee_id: int | None, version: int | None = None) -> None:
    """Name the employee who answers for a party, or nobody. Raises Invalid for an unknown employee."""
    party = take(actor, Party, party_id, version=version)
    if party.responsible_id == _employee(employee_id):
        return
    set_responsible(party, PARTY, employee_id)
    record(PartyAssigned(party_id=party.pk, employee_id=employee_id))


@command(right="parties.change", on=Party)
def add_role(
    actor: Actor, *, party_id: int, role: str, object_type: str = "", object_id: int | None = None
) -> int:
    """Note what a party is to the firm, and because of which object. Raises UnableToAddRole, Invalid."""
    take(actor, Party, party_id)
    if role not in PartyRole.Role.values:
        raise Invalid({"role": _("There is no such role.")})
    same = PartyRole.objects.filter(
        party_id=party_id, role=role, object_type=object_type, object_id=object_id, until__isnull=True
    )
    if same.exists():
        raise UnableToAddRole
    added = PartyRole.objects.create(
        party_id=party_id, role=role, object_type=object_type, object_id=object_id
    )
    record(PartyRoleAdded(party_id=party_id, party_role_id=added.pk, role=role))
    return added.pk


@command(right="parties.change", on=Party)
def end_role(actor: Actor, *, party_role_id: int) -> None:
    """Note that a party is no longer that to the firm; an ended role stays as it is."""
    party_id = PartyRole.objects.filter(pk=party_role_id).values_list("party_id", flat=True).first()
    if party_id is None:
        raise NotFound
    take(actor, Party, party_id)
    ended = PartyRole.objects.filter(pk=party_role_id, until__isnull=True).update(until=clock.now())
    if ended:
        role = PartyRole.objects.values_list("role", flat=True).get(pk=party_role_id)
        record(PartyRoleEnded(party_id=party_id, party_role_id=party_role_id, role=role))


def _name_at_last(party: Party, parts: NameParts) -> None:
    changed = put_name(party, parts)
    if parts.legal_name:
        party.kind = Party.Kind.ORGANISATION
        changed.append("kind")
    save(party, *changed)
    record(PartyChanged(party_id=party.pk, fields=tuple(sorted(changed))))


def _name_of_kind(kind: str, parts: NameParts) -> NameParts:
    """The parts that a party of this kind has. Raises Invalid when the one that must be there is missing."""
    if kind == Party.Kind.ORGANISATION:
        if not parts.legal_name:
            raise Invalid({"legal_name": _("Give the name of the organisation.")})
        return NameParts(legal_name=parts.legal_name)
    if kind != Party.Kind.PERSON:
        raise Invalid({"kind": _("A party is a person or an organisation.")})
    if not (parts.surname or parts.given_name):
        raise Invalid({"surname": _("Give at least a surname or a given name.")})
    return NameParts(parts.surname, parts.given_name, parts.patronymic)


def _new(value: str | None, present: str, limit: int, field: str) -> str:
    return present if value is None else plain_line(value, limit, field=field)


def _employee(employee_id: int | None) -> int | None:
    if employee_id is not None and employee_by_id(employee_id) is None:
        raise Invalid({"responsible": _("There is no such employee.")})
    return employee_id
