"""Facts of offices on time-lines."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from femida.firm.offices.events import (
    DepartmentAdded,
    DepartmentChanged,
    LegalEntityAdded,
    LegalEntityChanged,
    OfficeChanged,
    OfficeOpened,
)
from femida.firm.offices.models import Department
from femida.platform.access.queries import visible
from femida.platform.core.actor import Actor
from femida.platform.journal.timeline import Entry, StoredFact, renders

_WORDS = {
    LegalEntityAdded.kind: ("plus", _("Legal entity entered")),
    LegalEntityChanged.kind: ("edit", _("Data of the legal entity changed")),
    OfficeOpened.kind: ("plus", _("Office opened")),
    OfficeChanged.kind: ("edit", _("Office changed")),
    DepartmentChanged.kind: ("edit", _("Department changed")),
}


@renders(LegalEntityAdded, LegalEntityChanged, OfficeOpened, OfficeChanged, DepartmentChanged)
def draw(_actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """One plain line per fact; what exactly was changed stands in the field history."""
    entries = []
    for fact in facts:
        icon, title = _WORDS[fact.kind]
        entries.append(Entry(fact.id, fact.at, icon, str(title), author_id=fact.actor.person_id))
    return entries


@renders(DepartmentAdded)
def draw_departments(actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """Which departments were set up; an office's time-line has many of them."""
    events = {fact.id: fact.event for fact in facts if isinstance(fact.event, DepartmentAdded)}
    departments = visible(actor, Department).filter(pk__in=[e.department_id for e in events.values()])
    names = dict(departments.values_list("pk", "name"))
    return [
        Entry(
            fact.id,
            fact.at,
            "plus",
            gettext("Department set up: %(name)s") % {"name": names[events[fact.id].department_id]},
            author_id=fact.actor.person_id,
        )
        for fact in facts
        if events[fact.id].department_id in names
    ]
