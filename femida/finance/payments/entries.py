"""The entries of payments: which postings a payment, a refund, accepted work and its offset make."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from femida.finance.ledger.chart import Code
from femida.finance.ledger.posting import Line, post
from femida.finance.ledger.queries import ZERO, money_of
from femida.finance.payments.models import Payment, Unearned
from femida.finance.receivables.settling import Part, settle, total
from femida.platform.core.actor import Actor
from femida.platform.core.context import current_act
from femida.practice.contracts.models import Contract

MONEY = {
    Payment.Method.CASH.value: Code.CASH,
    Payment.Method.CARD.value: Code.CARD_IN_TRANSIT,
    Payment.Method.TRANSFER.value: Code.BANK,
}


def post_money(
    actor: Actor,
    contract: Contract,
    *,
    method: str,
    party_id: int,
    parts: Sequence[Part],
    rest: Decimal,
    day: date,
    office_id: int,
    is_refund: bool = False,
) -> int:
    """Post money that came (or with `is_refund` went): for instalments, and `rest` roubles beyond them.

    The advance is the client's, whoever of the contract's parties paid.
    """
    sign = -1 if is_refund else 1
    amount = total(parts) + rest
    shares = [(part.instalment_id, part.amount) for part in parts]
    lines = [Line(MONEY[method], sign * amount, party_id=party_id, contract_id=contract.pk)]
    for instalment_id, share in (*shares, *([(None, rest)] if rest else [])):
        lines.append(_on(Code.ADVANCES, contract, -sign * share, instalment_id))
    return post(
        actor,
        kind="refund" if is_refund else "payment",
        legal_entity_id=contract.legal_entity_id,
        office_id=office_id,
        business_date=day,
        lines=lines,
    )


def post_work(actor: Actor, contract: Contract, *, amount: Decimal, vat: Decimal, day: date) -> int:
    """Post accepted work: the client owes `amount` with VAT, the firm has earned it."""
    lines = [_on(Code.CLIENT_DEBTS, contract, amount), _on(Code.REVENUE, contract, vat - amount)]
    if vat:
        lines.append(_on(Code.VAT, contract, -vat))
    assert contract.office_id is not None
    return post(
        actor,
        kind="certificate",
        legal_entity_id=contract.legal_entity_id,
        office_id=contract.office_id,
        business_date=day,
        lines=lines,
    )


def offset(actor: Actor, contract: Contract, day: date) -> Decimal:
    """Set advances and debts of a contract off, so that one of them is nothing and neither below it.

    Returns what moved from advances to debts, below zero when it had to come back.
    """
    money = money_of(contract.pk)
    owes = max(money.debts - money.advances, ZERO)
    moved = money.debts - owes
    if moved:
        assert contract.office_id is not None
        post(
            actor,
            kind="offset",
            legal_entity_id=contract.legal_entity_id,
            office_id=contract.office_id,
            business_date=day,
            lines=[
                _on(Code.ADVANCES, contract, moved),
                _on(Code.CLIENT_DEBTS, contract, -moved),
            ],
        )
    return moved


def bring_to_ledger(contract: Contract, day: date) -> None:
    """After all postings of an act: receivables and the unearned advance say what the ledger says."""
    settle(contract.pk, day)
    unearned = money_of(contract.pk).advances
    rows = Unearned.objects.filter(contract=contract)
    if unearned <= 0:
        rows.delete()
        return
    counting = Payment.objects.filter(contract=contract, kind=Payment.Kind.PAYMENT, reversal=None)
    last = counting.order_by("-business_date").values_list("business_date", flat=True).first()
    if not rows.update(amount=unearned, last_paid_on=last):
        Unearned.objects.create(contract=contract, amount=unearned, since=day, last_paid_on=last)
    act = current_act()
    assert act is not None
    act.touched.update(("finance.unearned", pk) for pk in rows.values_list("pk", flat=True))


def _on(account: Code, contract: Contract, amount: Decimal, instalment_id: int | None = None) -> Line:
    return Line(
        account, amount, party_id=contract.party_id, contract_id=contract.pk, instalment_id=instalment_id
    )
