"""Facts of the register on the time-line of a party. None of them needs a look into the database."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from femida.firm.staff.queries import names_of
from femida.parties.registry.events import (
    ContactPointAdded,
    ContactPointRemoved,
    PartyAssigned,
    PartyChanged,
    PartyClosed,
    PartyOpened,
    PartyRegistered,
    PartyRoleAdded,
    PartyRoleEnded,
)
from femida.parties.registry.models import ContactPoint, Party, PartyRole
from femida.platform.core.actor import Actor
from femida.platform.journal.timeline import Entry, StoredFact, renders

KINDS = dict(ContactPoint.Kind.choices)
ROLES = dict(PartyRole.Role.choices)


@renders(PartyRegistered)
def draw_registered(_actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """«Registered»."""
    return [_entry(fact, "user-plus", _("Registered")) for fact in facts]


@renders(PartyChanged)
def draw_changed(_actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """Which columns were changed, not what they hold."""
    entries = []
    for fact in facts:
        assert isinstance(fact.event, PartyChanged)
        labels = [_label(column) for column in fact.event.fields if column not in ("name", "name_known")]
        entries.append(_entry(fact, "edit", _("Changed"), summary=", ".join(labels)))
    return entries


@renders(PartyAssigned)
def draw_assigned(_actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """Who answers for the party now."""
    events = {fact.id: fact.event for fact in facts if isinstance(fact.event, PartyAssigned)}
    names = names_of(event.employee_id for event in events.values())
    entries = []
    for fact in facts:
        employee_id = events[fact.id].employee_id
        if employee_id is None:
            entries.append(_entry(fact, "user-off", _("Nobody is responsible now")))
        else:
            name = names.get(employee_id, "")
            entries.append(_entry(fact, "user-check", _("Responsible: %(name)s") % {"name": name}))
    return entries


@renders(ContactPointAdded, ContactPointRemoved)
def draw_contacts(_actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """That a contact was added or removed; the contact itself stands in its panel, masked."""
    entries = []
    for fact in facts:
        assert isinstance(fact.event, ContactPointAdded | ContactPointRemoved)
        kind = str(KINDS.get(fact.event.point_kind, fact.event.point_kind))
        is_added = isinstance(fact.event, ContactPointAdded)
        title = _("Contact added: %(kind)s") if is_added else _("Contact removed: %(kind)s")
        entries.append(_entry(fact, "phone" if is_added else "phone-off", title % {"kind": kind}))
    return entries


@renders(PartyClosed, PartyOpened)
def draw_walls(_actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """When the matter was closed and opened; the reason stands with the wall, for those behind it."""
    entries = []
    for fact in facts:
        if isinstance(fact.event, PartyClosed):
            entries.append(_entry(fact, "lock", _("Matter closed"), tone="warn"))
        else:
            entries.append(_entry(fact, "lock", _("Matter opened")))
    return entries


@renders(PartyRoleAdded, PartyRoleEnded)
def draw_roles(_actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """What the party became or ceased to be."""
    entries = []
    for fact in facts:
        assert isinstance(fact.event, PartyRoleAdded | PartyRoleEnded)
        role = str(ROLES.get(fact.event.role, fact.event.role))
        is_added = isinstance(fact.event, PartyRoleAdded)
        title = _("New role: %(role)s") if is_added else _("Role ended: %(role)s")
        entries.append(_entry(fact, "tag", title % {"role": role}))
    return entries


def _entry(fact: StoredFact, icon: str, title: str, *, tone: str = "", summary: str = "") -> Entry:
    return Entry(fact.id, fact.at, icon, title, author_id=fact.actor.person_id, tone=tone, summary=summary)


def _label(column: str) -> str:
    labels = {field.attname: field.verbose_name for field in Party._meta.concrete_fields}
    return str(labels.get(column, column))
