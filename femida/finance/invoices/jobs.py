"""Monthly invoices are made by themselves."""

from __future__ import annotations

import logging
from zoneinfo import ZoneInfo

from femida.finance.invoices.commands.monthly import bill_month, note_refusal
from femida.finance.invoices.models import Invoice, Subscription
from femida.platform.core import clock
from femida.platform.core.actor import Actor
from femida.platform.core.errors import FemidaError
from femida.platform.jobs.queue import job
from femida.practice.contracts.models import Contract

log = logging.getLogger(__name__)


@job("invoices.monthly", every="23 * * * *", retry=False, lock="invoices.monthly")
def make_monthly_invoices() -> None:
    """Issue what is due today in each office; whatever a run has missed the next hour makes up for."""
    actor = Actor.system("invoices.monthly")
    for contract_id, zone, day in _subscriptions():
        today = clock.now().astimezone(ZoneInfo(zone)).date()
        period = today.replace(day=1)
        if today.day < day or Invoice.objects.filter(contract_id=contract_id, period=period).exists():
            continue
        try:
            bill_month(actor, contract_id=contract_id, month=period)
        except FemidaError as refusal:
            # one contract does not keep the others waiting
            log.warning("no monthly invoice of contract %s: %s", contract_id, refusal.code)
            sentence = _said(refusal)
            note_refusal(actor, contract_id=contract_id, sentence=sentence)


def _subscriptions() -> list[tuple[int, str, int]]:
    """Contract, zone of its office and day of every subscription in force."""
    rows = Subscription.objects.filter(
        is_active=True, contract__state=Contract.State.REGISTERED, contract__office__isnull=False
    )
    return list(rows.order_by("contract_id").values_list("contract_id", "contract__office__time_zone", "day"))


def _said(refusal: FemidaError) -> str:
    fields = getattr(refusal, "fields", None)
    return str(next(iter(fields.values()))) if fields else str(refusal.sentence)
