"""Which receipts the law asks for after money came or went, or work was accepted (54-ФЗ)."""

from __future__ import annotations

from decimal import Decimal

from femida.finance.payments.models import FiscalReceipt, Payment, Recognition

Kind = FiscalReceipt.Kind
State = FiscalReceipt.State


def write_receipts(payment: Payment, settled: Decimal) -> None:
    """Note the receipts of a payment: what paid a debt is a full settlement, the rest an advance."""
    if payment.is_refund:
        _add(Kind.REFUND, payment.amount, payment=payment)
        return
    paid_debt = min(max(settled, Decimal(0)), payment.amount)
    _add(Kind.SETTLEMENT, paid_debt, payment=payment)
    _add(Kind.ADVANCE, payment.amount - paid_debt, payment=payment)


def write_offset(recognition: Recognition, moved: Decimal) -> None:
    """Note the second receipt of the pair: the advance is offset by accepted work."""
    _add(Kind.OFFSET, moved, recognition=recognition)


def drop_receipts(**of: Payment | Recognition) -> None:
    """What the receipts were for has been taken back: those not issued are not needed any more.

    One that was issued, or may have been, asks for its opposite.
    """
    rows = FiscalReceipt.objects.filter(**of)
    rows.filter(state__in=(State.NOT_ISSUED, State.FAILED)).update(state=State.CANCELLED)
    for row in list(rows.exclude(state=State.CANCELLED).order_by("pk")):
        opposite = Kind.ADVANCE if row.kind == Kind.REFUND else Kind.REFUND
        _add(opposite, row.amount, payment=row.payment, recognition=row.recognition)


def _add(
    kind: Kind,
    amount: Decimal,
    *,
    payment: Payment | None = None,
    recognition: Recognition | None = None,
) -> None:
    owner = payment or recognition
    if amount > 0 and owner is not None:
        FiscalReceipt.objects.create(
            contract_id=owner.contract_id,
            payment=payment,
            recognition=recognition,
            kind=kind.value,
            amount=amount,
        )
