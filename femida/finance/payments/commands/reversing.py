"""Taking back what was a mistake: the entry is reversed, the right one is entered anew."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from femida.finance.ledger.posting import reverse
from femida.finance.ledger.queries import money_of
from femida.finance.payments import cash
from femida.finance.payments.commands.billing import hold_invoices, settle_invoices
from femida.finance.payments.entries import bring_to_ledger, offset
from femida.finance.payments.events import PaymentReversed
from femida.finance.payments.fiscal import drop_receipts
from femida.finance.payments.models import Payment, Shift
from femida.finance.receivables.allocating import rebalance
from femida.finance.receivables.commands import today_of
from femida.platform.access.queries import get_visible
from femida.platform.commands.core import command, hold, save, take
from femida.platform.core.actor import Actor
from femida.platform.core.errors import UnableTo
from femida.platform.journal.recording import record
from femida.platform.texts.typed import typed_line
from femida.practice.contracts.models import Contract

REVERSE = "payments.reverse"


class UnableToReversePayment(UnableTo):
    """It has been reversed already, its money has gone back, or no shift is open for its cash."""

    code = "unable_to_reverse_payment"
    default_sentence = gettext_lazy("It has been reversed already.")


@command(right=REVERSE, on=Payment)
def reverse_payment(actor: Actor, *, payment_id: int, reason: str, version: int | None = None) -> None:
    """Reverse a payment or a refund that was entered by mistake, today.

    Cash is taken from (or put back to) the desk where it was, in its open shift. Raises Invalid without a
    reason, UnableToReversePayment, Stale, NotFound, Denied.
    """
    seen = get_visible(actor, Payment, payment_id)
    hold(Contract, seen.contract_id)
    hold_invoices(seen.contract_id)
    why = typed_line("reason", reason, longest=500, required=True)
    # the shift is locked before the payment; whether the payment is the actor's to reverse is checked there
    shift = _shift_of(actor, seen)
    row = take(actor, Payment, payment_id, version=version)
    if row.is_reversed:
        raise UnableToReversePayment
    contract = Contract.objects.get(pk=row.contract_id)
    today = today_of(contract)
    if not row.is_refund and money_of(contract.pk).paid < row.amount:
        raise UnableToReversePayment(_("A part of it has been given back. Reverse the refund first."))
    if shift is not None:
        cash.move(shift, row.amount if row.is_refund else -row.amount, field="reason")
    row.reversal_id = reverse(actor, row.entry_id, max(today, row.business_date))
    row.reversed_on, row.reversal_reason, row.reversal_shift = today, why, shift
    save(row, "reversal", "reversed_on", "reversal_reason", "reversal_shift")
    rebalance(actor, contract, today)
    offset(actor, contract, today)
    drop_receipts(payment=row)
    bring_to_ledger(contract, today)
    settle_invoices(actor, contract.pk)
    record(
        PaymentReversed(
            payment_id=row.pk,
            contract_id=contract.pk,
            party_id=contract.party_id,
            deal_id=contract.deal_id,
            shift_id=shift.pk if shift is not None else row.shift_id,
        )
    )


def _shift_of(actor: Actor, row: Payment) -> Shift | None:
    """The open shift, locked, of the desk where cash was taken; cards and transfers need none."""
    if row.method != Payment.Method.CASH or row.shift is None:
        return None
    now = Shift.objects.filter(Q(desk=row.shift.desk_id), closed_at=None).values_list("pk", flat=True).first()
    if now is None:
        raise UnableToReversePayment(
            _("The shift of “%(desk)s” is not open. Open it: cash is reversed at its own desk.")
            % {"desk": row.shift.desk.name}
        )
    return cash.take_shift(actor, now, row.legal_entity_id, REVERSE)
