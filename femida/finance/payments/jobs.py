"""Receipts on their way to the fiscal register."""

from __future__ import annotations

import logging

from femida.finance.payments.adapters import register_in_use
from femida.finance.payments.commands.issuing import note_answer, request_of
from femida.finance.payments.models import FiscalReceipt
from femida.platform.core.actor import Actor
from femida.platform.jobs.queue import job

logger = logging.getLogger(__name__)


@job("payments.send_receipt", retry=False)
def send_receipt(*, receipt_id: int) -> None:
    """Ask the register once. A receipt whose answer was lost ends as unknown: it may have been issued."""
    row = FiscalReceipt.objects.select_related("contract__legal_entity", "payment").get(pk=receipt_id)
    register = register_in_use()
    if row.state != FiscalReceipt.State.SENDING or register is None:
        return
    try:
        answer = register.issue(request_of(row))
    except Exception:
        logger.exception("fiscal register %s did not answer for receipt %s", register.name, receipt_id)
        answer = None
    note_answer(Actor.system("payments.send_receipt"), receipt_id=receipt_id, answer=answer)
