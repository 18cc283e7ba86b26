"""Facts of services on time-lines."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from femida.platform.core.actor import Actor
from femida.platform.core.errors import Text
from femida.platform.journal.events import Event
from femida.platform.journal.timeline import Entry, StoredFact, renders
from femida.practice.services import events

_WORDS: dict[type[Event], tuple[str, Text]] = {
    events.ServiceGroupAdded: ("plus", _("Group of services set up")),
    events.ServiceGroupChanged: ("edit", _("Group of services changed")),
    events.ServiceAdded: ("plus", _("Service set up")),
    events.ServiceChanged: ("edit", _("Service changed")),
    events.ServiceArchived: ("archive", _("Service taken out of use")),
    events.ServiceRestored: ("rotate", _("Service put into use again")),
    events.ServicePriced: ("currency-ruble", _("Prices changed")),
    events.ServiceTaxed: ("receipt", _("VAT changed")),
    events.ServiceStagesChanged: ("list-check", _("Work stages changed")),
    events.ServiceFieldsChanged: ("list-details", _("Fields of the contract changed")),
}
_BY_KIND = {str(event.kind): words for event, words in _WORDS.items()}


@renders(*_WORDS)
def draw(actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """One plain line per fact; the prices and stages themselves stand beside, in their panels."""
    entries = []
    for fact in facts:
        icon, title = _BY_KIND[fact.kind]
        entries.append(Entry(fact.id, fact.at, icon, str(title), author_id=fact.actor.person_id))
    return entries
