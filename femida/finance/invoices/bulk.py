"""Invoices of the large demonstration firm: of the first payments of each plan, some days ahead."""

from __future__ import annotations

import heapq
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from femida.finance.invoices.commands.storing import TYPE
from femida.finance.invoices.demo import AHEAD, MOST_OF_A_CONTRACT, WAYS
from femida.finance.invoices.events import InvoiceDrafted, InvoiceIssued, InvoicePaymentNoted, InvoiceSent
from femida.finance.invoices.models import Invoice, InvoiceInstalment, InvoiceLine
from femida.finance.receivables.bulk import Owed
from femida.firm.offices.bulk import offices_of
from femida.firm.staff.bulk import start_assignments
from femida.kernel.vat import included_vat
from femida.platform.bulk.batches import Batch, Deed

SOON: Final = timedelta(minutes=20)

Ahead = list[tuple[datetime, int, Owed]]


def follow(batch: Batch) -> None:
    """Issue the invoices of these days, in the order of their moments."""
    ahead: Ahead = batch.kept.setdefault("invoices_ahead", [])
    offices = offices_of(batch)
    for owed in batch.made["owed"]:
        for one in owed[:MOST_OF_A_CONTRACT]:
            signed = one.contract
            due = offices.moment(
                signed.row["office_id"], one.instalment["due_on"], 9, batch.chance.randrange(60)
            )
            heapq.heappush(ahead, (max(due - AHEAD, signed.at + SOON), one.instalment["id"], one))
    assert batch.until is not None
    while ahead and ahead[0][0] <= batch.until:
        at, _number, one = heapq.heappop(ahead)
        _issue(batch, at, one)


def _issue(batch: Batch, at: datetime, one: Owed) -> None:
    contract, sold, offices = one.contract.row, one.contract.sold, offices_of(batch)
    deed = batch.deed(one.contract.seller.actor, at)
    day = offices.day(contract["office_id"], at)
    amount = one.instalment["amount"]
    vat = included_vat(amount, sold.vat.percent)
    invoice = batch.add(
        Invoice,
        contract_id=contract["id"],
        party_id=contract["party_id"],
        legal_entity_id=contract["legal_entity_id"],
        issued_on=day,
        due_on=max(one.instalment["due_on"], day),
        purpose=f"Оплата по договору № {contract['number']}",
        amount=amount,
        vat=vat,
        paid=one.paid,
        office_id=contract["office_id"],
        department_id=contract["department_id"],
        responsible_id=contract["responsible_id"],
        created_at=at,
    )
    offices.number(TYPE, invoice, day.year)
    start_assignments(batch, TYPE, invoice)
    planned = len(one.contract.instalments)
    tail = f" — платёж {one.instalment['number']} из {planned}" if planned > 1 else ""
    batch.add(
        InvoiceLine,
        invoice_id=invoice["id"],
        number=1,
        name=sold.name + tail,
        quantity=Decimal(1),
        unit="service",
        price=amount,
        amount=amount,
        vat_kind=sold.vat.kind,
        vat_percent=sold.vat.percent,
        vat=vat,
    )
    batch.add(InvoiceInstalment, invoice_id=invoice["id"], instalment_id=one.instalment["id"])
    one.invoice_id = invoice["id"]
    refs = {"invoice_id": invoice["id"], "contract_id": contract["id"], "party_id": contract["party_id"]}
    batch.record(deed, InvoiceDrafted(invoice_id=invoice["id"], contract_id=contract["id"]))
    batch.record(deed, InvoiceIssued(**refs))
    how = batch.chance.choice(WAYS)
    if how is not None:
        invoice.update(sent_at=at, sent_how=how.value)
        batch.record(deed, InvoiceSent(**refs, how=how.value))


def note_payment(batch: Batch, deed: Deed, one: Owed, come: Decimal) -> None:
    """Record that money came for the invoice of an instalment: `come` roubles until now."""
    if one.invoice_id is not None:
        contract = one.contract.row
        house = Deed(deed.actor.as_system("payments.invoices"), deed.at, deed.id)
        state = Invoice.State.PAID if come == one.instalment["amount"] else Invoice.State.PART_PAID
        event = InvoicePaymentNoted(
            invoice_id=one.invoice_id,
            contract_id=contract["id"],
            party_id=contract["party_id"],
            state=state.value,
        )
        batch.record(house, event)
