"""How the facts of receivables read on a time-line; sums are on the cards."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from femida.finance.receivables.events import (
    PaymentsReallocated,
    ReceiptPlanned,
    ReceivableDue,
    ReceivableOverdue,
)
from femida.platform.core.actor import Actor
from femida.platform.journal.events import Event
from femida.platform.journal.timeline import Entry, StoredFact, renders


@renders(ReceiptPlanned, ReceivableDue, ReceivableOverdue, PaymentsReallocated, group="money")
def draw(actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """One plain line per fact."""
    entries = []
    for fact in facts:
        icon, title, tone = _words(fact.event)
        # what did not come in time is nobody's act, whoever made the house look
        author = None if isinstance(fact.event, ReceivableOverdue) else fact.actor.person_id
        entries.append(Entry(fact.id, fact.at, icon, title, author_id=author, tone=tone))
    return entries


def _words(event: Event) -> tuple[str, str, str]:
    if isinstance(event, ReceiptPlanned):
        if event.expected_on is None:
            return "calendar", _("The expected day of a payment taken back"), ""
        day = date_format(event.expected_on, "d.m.Y")
        return "calendar", _("A payment is expected on %(day)s") % {"day": day}, ""
    if isinstance(event, ReceivableDue):
        day = date_format(event.due_on, "d.m.Y")
        return "calendar-plus", _("The stage is done: a payment is due on %(day)s") % {"day": day}, ""
    if isinstance(event, ReceivableOverdue):
        day = date_format(event.due_on, "d.m.Y")
        return "alert-triangle", _("The payment of %(day)s did not come") % {"day": day}, "warn"
    return "arrows-exchange", _("What was paid is put to the new plan"), ""
