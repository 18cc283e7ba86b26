"""Payments of the large demonstration firm: on the days on which clients pay, with entries and receipts."""

from __future__ import annotations

import heapq
from datetime import datetime
from decimal import Decimal
from typing import Final

from femida.finance.invoices.bulk import note_payment
from femida.finance.ledger.bulk import post
from femida.finance.ledger.chart import Code
from femida.finance.ledger.posting import Line
from femida.finance.payments.commands.taking import TYPE
from femida.finance.payments.entries import MONEY
from femida.finance.payments.events import PaymentTaken
from femida.finance.payments.models import FiscalReceipt, Payment, Unearned
from femida.finance.receivables.bulk import Owed, Paying
from femida.firm.offices.bulk import offices_of
from femida.firm.staff.bulk import CASHIERS, staff_of
from femida.platform.bulk.batches import Batch

METHODS: Final = ("card", "card", "transfer", "transfer")
PURPOSE: Final = "Оплата по договору"

Ahead = list[tuple[datetime, int, Owed, Paying]]


def follow(batch: Batch) -> None:
    """Take the money of these days, in the order of its coming."""
    ahead: Ahead = batch.kept.setdefault("payments_ahead", [])
    for owed in batch.made["owed"]:
        for one in owed:
            for paying in one.paying:
                heapq.heappush(ahead, (paying.at, one.instalment["id"], one, paying))
        _note_unearned(batch, owed)
    assert batch.until is not None
    while ahead and ahead[0][0] <= batch.until:
        _at, _number, one, paying = heapq.heappop(ahead)
        _take(batch, one, paying)


def _take(batch: Batch, one: Owed, paying: Paying) -> None:
    contract, offices = one.contract.row, offices_of(batch)
    cashier = staff_of(batch).one_of(batch, CASHIERS, contract["office_id"])
    method = batch.chance.choice(METHODS)
    deed = batch.deed(cashier.actor, paying.at)
    refs = {"party_id": contract["party_id"], "contract_id": contract["id"]}
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
        entry_id=post(
            batch,
            deed,
            kind="payment",
            legal_entity_id=contract["legal_entity_id"],
            office_id=contract["office_id"],
            business_date=paying.day,
            lines=[
                Line(MONEY[method], paying.amount, **refs),
                Line(Code.ADVANCES, -paying.amount, **refs, instalment_id=one.instalment["id"]),
            ],
        ),
        taken_by_id=cashier.id,
        created_at=paying.at,
    )
    offices.number(TYPE, payment, paying.day.year)
    batch.add(
        FiscalReceipt,
        contract_id=contract["id"],
        payment_id=payment["id"],
        kind=FiscalReceipt.Kind.ADVANCE.value,
        amount=paying.amount,
        created_at=paying.at,
    )
    come = sum((part.amount for part in one.paying if part.at <= paying.at), Decimal(0))
    note_payment(batch, deed, one, come)
    event = PaymentTaken(payment_id=payment["id"], **refs, deal_id=one.contract.deal_id, shift_id=None)
    batch.record(deed, event)


def _note_unearned(batch: Batch, owed: list[Owed]) -> None:
    """What has come by a contract and is not earned yet."""
    days = [paying.day for one in owed for paying in one.paying]
    if days:
        batch.add(
            Unearned,
            contract_id=owed[0].contract.row["id"],
            amount=sum((one.paid for one in owed), Decimal(0)),
            since=min(days),
            last_paid_on=max(days),
        )
