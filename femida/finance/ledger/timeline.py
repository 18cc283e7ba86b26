"""How the facts of the ledger read on a time-line."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from femida.finance.ledger.events import ChartOpened, EntryPosted, EntryReversed, PeriodClosed
from femida.platform.core.actor import Actor
from femida.platform.journal.events import Event
from femida.platform.journal.timeline import Entry, EntryGroup, StoredFact, entry_groups, renders

entry_groups.register("money", EntryGroup(gettext_lazy("Money"), "cash-banknote", 60))


@renders(ChartOpened, PeriodClosed, EntryPosted, EntryReversed, group="money")
def draw(actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """One plain line per fact; sums are in the statements."""
    entries = []
    for fact in facts:
        icon, title = _words(fact.event)
        entries.append(Entry(fact.id, fact.at, icon, title, author_id=fact.actor.person_id))
    return entries


def _words(event: Event) -> tuple[str, str]:
    if isinstance(event, PeriodClosed):
        return "lock", _("Month closed: %(month)s") % {"month": date_format(event.month, "F Y")}
    if isinstance(event, ChartOpened):
        return "plus", _("Chart of accounts opened")
    if isinstance(event, EntryReversed):
        return "arrow-back-up", _("Entry reversed")
    return "plus", _("Entry posted")
