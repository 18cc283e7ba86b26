"""How the facts of invoices read on a time-line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from femida.finance.invoices import events
from femida.finance.invoices.models import Invoice
from femida.platform.access.queries import visible
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Text
from femida.platform.journal.events import Event
from femida.platform.journal.timeline import Entry, StoredFact, renders

_PAID: Mapping[str, tuple[Text, str]] = {
    Invoice.State.PART_PAID: (gettext_lazy("Invoice %(number)s is partly paid"), ""),
    Invoice.State.PAID: (gettext_lazy("Invoice %(number)s is paid"), "good"),
    Invoice.State.ISSUED: (gettext_lazy("Payment of invoice %(number)s went back"), "warn"),
}
_SENT: Mapping[str, Text] = {
    Invoice.Sent.EMAIL: gettext_lazy("Invoice %(number)s sent by e-mail"),
    Invoice.Sent.MESSENGER: gettext_lazy("Invoice %(number)s sent by messenger"),
    Invoice.Sent.HAND: gettext_lazy("Invoice %(number)s given in person"),
    Invoice.Sent.POST: gettext_lazy("Invoice %(number)s sent by post"),
}


@renders(
    events.InvoiceDrafted,
    events.InvoiceChanged,
    events.InvoiceIssued,
    events.InvoiceSent,
    events.InvoicePaymentNoted,
    events.InvoiceVoided,
    group="money",
)
def draw(actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """One line per fact, with the number for those who see the invoice; for others nothing."""
    ids = {getattr(fact.event, "invoice_id", 0) for fact in facts}
    numbers = dict(visible(actor, Invoice).filter(pk__in=ids).values_list("pk", "number"))
    entries = []
    for fact in facts:
        pk = getattr(fact.event, "invoice_id", 0)
        if pk not in numbers:
            continue
        icon, title, tone = _words(fact.event)
        said = " ".join((str(title) % {"number": numbers[pk]}).split())
        entries.append(Entry(fact.id, fact.at, icon, said, author_id=fact.actor.person_id, tone=tone))
    return entries


def _words(event: Event) -> tuple[str, Text, str]:
    if isinstance(event, events.InvoicePaymentNoted):
        title, tone = _PAID[event.state]
        return "cash", title, tone
    if isinstance(event, events.InvoiceSent):
        return "send", _SENT[event.how], ""
    if isinstance(event, events.InvoiceIssued):
        return "receipt", _("Invoice %(number)s issued"), ""
    if isinstance(event, events.InvoiceVoided):
        return "ban", _("Invoice %(number)s is void"), ""
    if isinstance(event, events.InvoiceDrafted):
        return "file-plus", _("Invoice drawn up"), ""
    return "edit", _("Draft of the invoice changed"), ""


@renders(events.SubscriptionSet, events.MonthNotBilled, group="money")
def draw_monthly(actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """Monthly invoices switched on and off, and months that were not billed."""
    entries = []
    for fact in facts:
        icon, title, tone = "alert-triangle", _("The monthly invoice was not made"), "warn"
        if isinstance(fact.event, events.SubscriptionSet):
            on = _("Monthly invoices on day %(day)d") % {"day": fact.event.day}
            title = on if fact.event.is_active else _("Monthly invoices stopped")
            icon, tone = "calendar-event", ""
        entries.append(Entry(fact.id, fact.at, icon, title, author_id=fact.actor.person_id, tone=tone))
    return entries
