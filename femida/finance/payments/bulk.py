"""Payments of the large demonstration firm: on the days on which clients pay, with entries and receipts.

Accepted work is entered on its day as well, and offset with what was paid before, as `entries.offset` does.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from femida.finance.invoices.bulk import note_payment
from femida.finance.ledger.bulk import post
from femida.finance.ledger.chart import Code
from femida.finance.ledger.posting import Line
from femida.finance.payments.commands.taking import TYPE
from femida.finance.payments.entries import MONEY
from femida.finance.payments.events import PaymentTaken, WorkRecognised
from femida.finance.payments.models import FiscalReceipt, Payment, Recognition, Unearned
from femida.finance.receivables.bulk import Owed, Paying
from femida.firm.offices.bulk import offices_of
from femida.firm.staff.bulk import CASHIERS, staff_of
from femida.kernel.vat import included_vat
from femida.platform.bulk.batches import Batch, Deed
from femida.platform.bulk.rows import Row
from femida.platform.core.actor import Actor
from femida.practice.execution.bulk import Certified

METHODS: Final = ("card", "card", "transfer", "transfer")
PURPOSE: Final = "Оплата по договору"
HOUSE: Final = Actor.system("certificate.signed")
NOTHING: Final = Decimal(0)
Kind = FiscalReceipt.Kind


@dataclass(slots=True)
class Money:
    """What stands in the books of one contract, in roubles: as little as decides about its next entry."""

    advances: Decimal = NOTHING
    debts: Decimal = NOTHING
    since: date | None = None
    """From when something has been unearned."""
    last_paid_on: date | None = None


@dataclass(frozen=True, slots=True)
class Comes:
    """Money on its way."""

    owed: Owed
    paying: Paying


Ahead = list[tuple[datetime, int, Comes | Certified]]


def follow(batch: Batch) -> None:
    """Take the money and enter the accepted work of these days, in the order of time."""
    ahead: Ahead = batch.kept.setdefault("payments_ahead", [])
    for owed in batch.made["owed"]:
        for one in owed:
            for paying in one.paying:
                heapq.heappush(ahead, (paying.at, one.instalment["id"], Comes(one, paying)))
    for certified in batch.made["certified"]:
        heapq.heappush(ahead, (certified.at, certified.row["id"], certified))
    assert batch.until is not None
    while ahead and ahead[0][0] <= batch.until:
        _at, _number, one = heapq.heappop(ahead)
        if isinstance(one, Comes):
            _take(batch, one.owed, one.paying)
        else:
            _recognise(batch, one)
    if batch.until == batch.now:
        _note_unearned(batch)


def _take(batch: Batch, one: Owed, paying: Paying) -> None:
    contract, offices = one.contract.row, offices_of(batch)
    cashier = staff_of(batch).one_of(batch, CASHIERS, contract["office_id"])
    method = batch.chance.choice(METHODS)
    deed = batch.deed(cashier.actor, paying.at)
    refs = {"party_id": contract["party_id"], "contract_id": contract["id"]}
    lines = [
        Line(MONEY[method], paying.amount, **refs),
        Line(Code.ADVANCES, -paying.amount, **refs, instalment_id=one.instalment["id"]),
    ]
    payment = batch.add(
        Payment,
        **refs,
        legal_entity_id=contract["legal_entity_id"],
        office_id=contract["office_id"],
        kind=Payment.Kind.PAYMENT.value,
        method=method,
        amount=paying.amount,
        business_date=paying.day,
        purpose=PURPOSE,
        invoice_id=one.invoice_id if method == "transfer" else None,
        entry_id=_post(batch, deed, "payment", contract, paying.day, lines),
        taken_by_id=cashier.id,
        created_at=paying.at,
    )
    offices.number(TYPE, payment, paying.day.year)
    money = _money(batch, contract)
    money.advances += paying.amount
    money.since, money.last_paid_on = money.since or paying.day, paying.day
    settled = _offset(batch, deed, contract, money, paying.day)
    _add_receipt(batch, contract, Kind.SETTLEMENT, settled, paying.at, payment=payment)
    _add_receipt(batch, contract, Kind.ADVANCE, paying.amount - settled, paying.at, payment=payment)
    come = sum((part.amount for part in one.paying if part.at <= paying.at), NOTHING)
    note_payment(batch, deed, one, come)
    event = PaymentTaken(payment_id=payment["id"], **refs, deal_id=one.contract.deal_id, shift_id=None)
    batch.record(deed, event)


def _recognise(batch: Batch, one: Certified) -> None:
    """Enter a signed certificate as earned."""
    contract = one.contract.row
    amount = one.row["amount"]
    vat = included_vat(amount, one.contract.sold.vat.percent)
    deed = batch.deed(HOUSE, one.at)
    refs = {"party_id": contract["party_id"], "contract_id": contract["id"]}
    lines = [Line(Code.CLIENT_DEBTS, amount, **refs), Line(Code.REVENUE, vat - amount, **refs)]
    if vat:
        lines.append(Line(Code.VAT, -vat, **refs))
    recognition = batch.add(
        Recognition,
        certificate_id=one.row["id"],
        contract_id=contract["id"],
        amount=amount,
        vat=vat,
        business_date=one.day,
        entry_id=_post(batch, deed, "certificate", contract, one.day, lines),
    )
    money = _money(batch, contract)
    money.debts += amount
    moved = _offset(batch, deed, contract, money, one.day)
    _add_receipt(batch, contract, Kind.OFFSET, moved, one.at, recognition=recognition)
    batch.record(deed, WorkRecognised(contract_id=contract["id"], certificate_id=one.row["id"]))


def _offset(batch: Batch, deed: Deed, contract: Row, money: Money, day: date) -> Decimal:
    """Set advances and debts off; returns how much moved."""
    moved = min(money.advances, money.debts)
    if moved:
        refs = {"party_id": contract["party_id"], "contract_id": contract["id"]}
        lines = [Line(Code.ADVANCES, moved, **refs), Line(Code.CLIENT_DEBTS, -moved, **refs)]
        _post(batch, deed, "offset", contract, day, lines)
        money.advances -= moved
        money.debts -= moved
    if not money.advances:
        money.since = None
        if not money.debts:
            # all is settled: a later payment begins anew
            del batch.kept["money"][contract["id"]]
    return moved


def _post(batch: Batch, deed: Deed, kind: str, contract: Row, day: date, lines: Sequence[Line]) -> int:
    return post(
        batch,
        deed,
        kind=kind,
        legal_entity_id=contract["legal_entity_id"],
        office_id=contract["office_id"],
        business_date=day,
        lines=lines,
    )


def _money(batch: Batch, contract: Row) -> Money:
    known: dict[int, Money] = batch.kept.setdefault("money", {})
    return known.setdefault(contract["id"], Money())


def _add_receipt(
    batch: Batch,
    contract: Row,
    kind: FiscalReceipt.Kind,
    amount: Decimal,
    at: datetime,
    *,
    payment: Row | None = None,
    recognition: Row | None = None,
) -> None:
    """Note a receipt that the law asks for; none over nothing."""
    if amount > 0:
        batch.add(
            FiscalReceipt,
            contract_id=contract["id"],
            payment_id=payment["id"] if payment is not None else None,
            recognition_id=recognition["id"] if recognition is not None else None,
            kind=kind.value,
            amount=amount,
            created_at=at,
        )


def _note_unearned(batch: Batch) -> None:
    """At the end: by which contracts something has come that is not earned yet."""
    known: dict[int, Money] = batch.kept.get("money", {})
    for contract_id, money in known.items():
        if money.advances:
            batch.add(
                Unearned,
                contract_id=contract_id,
                amount=money.advances,
                since=money.since,
                last_paid_on=money.last_paid_on,
            )
