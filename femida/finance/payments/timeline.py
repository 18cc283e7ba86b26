"""How the facts of payments and shifts read on a time-line; sums are for those who see the payment."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from femida.finance.payments import events
from femida.finance.payments.models import CashMovement, Payment
from femida.platform.access.policy import policy_of
from femida.platform.access.queries import visible
from femida.platform.core.actor import Actor
from femida.platform.journal.events import Event
from femida.platform.journal.timeline import Entry, StoredFact, renders
from femida.platform.ui.formats import money

SEE_AMOUNT = "contracts.see_amount"
_OF_MONEY = events.PaymentTaken | events.PaymentRefunded | events.PaymentReversed


@renders(events.PaymentTaken, events.PaymentRefunded, events.PaymentReversed, group="money")
def draw_payments(actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """Payments with their sum for those who see payments and sums, else that there was one."""
    ids = [fact.event.payment_id for fact in facts if isinstance(fact.event, _OF_MONEY)]
    seen: dict[int, tuple[str, object, str]] = {}
    if policy_of(actor).may(SEE_AMOUNT):
        rows = visible(actor, Payment).filter(pk__in=ids)
        seen = {pk: (number, amount, method) for pk, number, amount, method in rows.values_list(
            "pk", "number", "amount", "method"
        )}  # fmt: skip
    methods = dict(Payment.Method.choices)
    entries = []
    for fact in facts:
        if not isinstance(fact.event, _OF_MONEY):
            continue
        icon, title, tone = _PAYMENT_WORDS[fact.kind]
        words = str(title)
        if fact.event.payment_id in seen:
            number, amount, method = seen[fact.event.payment_id]
            words += f" {number}: {money(amount)}, {methods[method]}"  # type: ignore[arg-type]
        entries.append(Entry(fact.id, fact.at, icon, words, author_id=fact.actor.person_id, tone=tone))
    return entries


_PAYMENT_WORDS = {
    "payment.taken": ("cash", gettext_lazy("Payment"), "good"),
    "payment.refunded": ("cash-banknote", gettext_lazy("Refund"), "warn"),
    "payment.reversed": ("arrow-back-up", gettext_lazy("Reversed as a mistake"), "warn"),
}


@renders(
    events.WorkRecognised, events.WorkTakenBack, events.FiscalReceiptIssued, events.FiscalReceiptFailed,
    events.CashDeskAdded, events.CashDeskChanged, events.ShiftOpened, events.ShiftClosed, events.CashMoved,
    group="money",
)  # fmt: skip
def draw(actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """One plain line per fact."""
    entries = []
    for fact in facts:
        icon, title = _words(fact.event)
        entries.append(Entry(fact.id, fact.at, icon, title, author_id=fact.actor.person_id))
    return entries


def _words(event: Event) -> tuple[str, str]:
    if isinstance(event, events.CashMoved):
        kind = dict(CashMovement.Kind.choices).get(event.what, "")
        return "wallet", _("Cash: %(what)s") % {"what": kind}
    words = {
        "payment.work_recognised": ("checks", _("Accepted work entered as earned")),
        "payment.work_taken_back": ("arrow-back-up", _("Accepted work taken back")),
        "fiscal_receipt.issued": ("receipt", _("Fiscal receipt issued")),
        "fiscal_receipt.failed": ("alert-triangle", _("Fiscal receipt not issued")),
        "cash_desk.added": ("plus", _("Cash desk set up")),
        "cash_desk.changed": ("edit", _("Cash desk changed")),
        "shift.opened": ("lock-open", _("Shift opened")),
        "shift.closed": ("lock", _("Shift closed")),
    }
    return words[event.kind]
