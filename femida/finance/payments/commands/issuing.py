"""Issuing fiscal receipts through the connected register: asked for in one act, answered in another."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from femida.finance.payments.adapters import FiscalAnswer, FiscalRequest, register_in_use
from femida.finance.payments.events import FiscalReceiptFailed, FiscalReceiptIssued
from femida.finance.payments.models import FiscalReceipt
from femida.platform.access.queries import get_visible
from femida.platform.commands.core import command, hold, save, take
from femida.platform.core.actor import Actor
from femida.platform.core.context import current_act
from femida.platform.core.errors import UnableTo
from femida.platform.journal.recording import record
from femida.practice.contracts.models import Contract

MAINTAIN = "payments.maintain"
State = FiscalReceipt.State


class UnableToIssue(UnableTo):
    """No register is connected, or the receipt is not one to be issued."""

    code = "unable_to_issue_receipt"
    default_sentence = gettext_lazy("No fiscal register is connected. Ask your administrator.")


@command(right="payments.take", on=FiscalReceipt)
def issue_receipt(actor: Actor, *, receipt_id: int, version: int | None = None) -> None:
    """Hand a receipt to the fiscal register; its answer comes later. Raises UnableToIssue, Stale.

    One whose register did not answer is not tried again: it may have been issued.
    """
    from femida.finance.payments.jobs import send_receipt

    seen = get_visible(actor, FiscalReceipt, receipt_id)
    hold(Contract, seen.contract_id)
    row = take(actor, FiscalReceipt, receipt_id, version=version)
    register = register_in_use()
    if register is None:
        raise UnableToIssue
    if row.state not in (State.NOT_ISSUED, State.FAILED):
        raise UnableToIssue(gettext_lazy("This receipt is issued, on its way, or not needed."))
    row.state, row.register, row.error = State.SENDING.value, register.name, ""
    save(row, "state", "register", "error")
    send_receipt.defer(receipt_id=row.pk)


@command(right=MAINTAIN, on=FiscalReceipt)
def note_answer(actor: Actor, *, receipt_id: int, answer: FiscalAnswer | None) -> None:
    """Write down what the register said; None: it did not answer, and a person has to look.

    Only a receipt that is on its way takes an answer; a second one changes nothing.
    """
    row = take(actor, FiscalReceipt, receipt_id)
    if row.state != State.SENDING:
        return
    act = current_act()
    assert act is not None
    if answer is not None and answer.is_issued:
        row.state, row.sign, row.issued_at = State.ISSUED.value, answer.sign[:40], act.at
        record(FiscalReceiptIssued(receipt_id=row.pk, payment_id=row.payment_id))
    else:
        row.state = (State.UNKNOWN if answer is None else State.FAILED).value
        row.error = answer.error[:300] if answer is not None else ""
        record(FiscalReceiptFailed(receipt_id=row.pk, payment_id=row.payment_id))
    save(row, "state", "sign", "issued_at", "error")


def request_of(row: FiscalReceipt) -> FiscalRequest:
    """What the register is asked for."""
    entity = row.contract.legal_entity
    return FiscalRequest(
        key=f"femida-{row.pk}",
        kind=row.kind,
        method=row.payment.method if row.payment is not None else "",
        amount=row.amount,
        legal_entity_inn=entity.inn,
        subject=row.contract.number,
    )
