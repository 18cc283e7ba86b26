"""How the facts of contracts read on a time-line."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from femida.platform.access.queries import visible
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Text
from femida.platform.journal.events import Event
from femida.platform.journal.timeline import Entry, EntryGroup, StoredFact, entry_groups, renders
from femida.practice.contracts import events
from femida.practice.contracts.models import Contract

_WORDS: dict[type[Event], tuple[str, Text]] = {
    events.ContractDrafted: ("file-plus", gettext_lazy("Contract drawn up")),
    events.ContractLinesChanged: ("edit", gettext_lazy("Services of the contract changed")),
    events.ContractDiscountApproved: ("checks", gettext_lazy("Discount approved")),
    events.ContractPlanned: ("calendar-plus", gettext_lazy("Plan of payments set")),
    events.ContractDescribed: ("notes", gettext_lazy("What the contract is about changed")),
    events.ContractPartyAdded: ("user-plus", gettext_lazy("Party added to the contract")),
    events.ContractPartyRemoved: ("users-minus", gettext_lazy("Party taken out of the contract")),
}
_BY_KIND = {str(event.kind): words for event, words in _WORDS.items()}


entry_groups.register("contracts", EntryGroup(gettext_lazy("Contracts"), "file-text", 50))


@renders(
    *_WORDS,
    group="contracts",
    changes=(events.ContractLinesChanged, events.ContractDiscountApproved, events.ContractDescribed),
)
def draw(actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """One plain line per fact."""
    entries = []
    for fact in facts:
        icon, title = _BY_KIND[fact.kind]
        entries.append(Entry(fact.id, fact.at, icon, str(title), author_id=fact.actor.person_id))
    return entries


@renders(events.ContractRegistered, events.ContractVoided, group="contracts")
def draw_numbered(actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """Registration and voiding, with the number for those who see the contract."""
    ids = {
        fact.event.contract_id
        for fact in facts
        if isinstance(fact.event, events.ContractRegistered | events.ContractVoided)
    }
    numbers = dict(visible(actor, Contract).filter(pk__in=ids).values_list("pk", "number"))
    entries = []
    for fact in facts:
        if not isinstance(fact.event, events.ContractRegistered | events.ContractVoided):
            continue
        is_new = isinstance(fact.event, events.ContractRegistered)
        number = numbers.get(fact.event.contract_id, "")
        title = _("Contract %(number)s registered") if is_new else _("Contract %(number)s is void")
        entries.append(
            Entry(
                fact.id,
                fact.at,
                "certificate" if is_new else "ban",
                " ".join((title % {"number": number}).split()),
                author_id=fact.actor.person_id,
                tone="good" if is_new else "",
            )
        )
    return entries
