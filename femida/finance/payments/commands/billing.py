"""Invoices say what has come for them: they follow the payments of their contract."""

from __future__ import annotations

from decimal import Decimal

from django.db.models import Sum

from femida.finance.invoices.commands import note_payment
from femida.finance.invoices.models import Invoice
from femida.finance.invoices.queries import instalments_of
from femida.finance.payments.models import Payment
from femida.finance.receivables.models import Receivable
from femida.platform.commands.core import command, hold, take
from femida.platform.core.actor import Actor
from femida.practice.contracts.models import Contract

ZERO = Decimal(0)
MAINTAIN = "payments.maintain"


def hold_invoices(contract_id: int) -> None:
    """Lock the issued invoices of a locked contract: in the order of locks before shifts and the ledger."""
    for pk in _issued(contract_id):
        hold(Invoice, pk)


def settle_invoices(actor: Actor, contract_id: int) -> None:
    """Bring what has come for each held invoice to what is paid of the plan's payments that it asks for.

    An invoice with positions of its own has what was paid for it by name. One of an earlier plan keeps what
    it had: its payments are no more.
    """
    house = actor.as_system("payments.invoices")
    for invoice in Invoice.objects.filter(pk__in=_issued(contract_id)).order_by("pk"):
        come = _come_for(invoice)
        if come is not None and come != invoice.paid:
            note_payment(house, invoice_id=invoice.pk, amount=come - invoice.paid)


@command(right=MAINTAIN, on=Contract)
def follow_invoices(actor: Actor, *, contract_id: int) -> None:
    """Settle the invoices of a contract: for reactions on a newly issued one and on a new plan."""
    take(actor, Contract, contract_id)
    hold_invoices(contract_id)
    settle_invoices(actor, contract_id)


def _issued(contract_id: int) -> list[int]:
    waiting = (Invoice.State.ISSUED, Invoice.State.PART_PAID, Invoice.State.PAID)
    rows = Invoice.objects.filter(contract_id=contract_id, state__in=waiting).order_by("pk")
    return list(rows.values_list("pk", flat=True))


def _come_for(invoice: Invoice) -> Decimal | None:
    asked = instalments_of(invoice.pk)
    if not asked:
        rows = Payment.objects.filter(invoice_id=invoice.pk)
        named = rows.aggregate(total=Sum("signed"))["total"] or ZERO
        return min(max(named, ZERO), invoice.amount)
    paid = dict(
        Receivable.objects.filter(instalment_id__in=asked, contract_id=invoice.contract_id).values_list(
            "instalment_id", "paid"
        )
    )
    return min(sum(paid.values(), ZERO), invoice.amount) if len(paid) == len(asked) else None
