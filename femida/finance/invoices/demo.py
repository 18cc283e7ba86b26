"""Invoices of the demonstration firm: of the payments that are due, as the firm has sent them."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any, Protocol

from femida.finance.invoices.commands import draft_invoice, mark_sent
from femida.finance.invoices.models import Invoice
from femida.platform.core import clock
from femida.platform.core.actor import Actor
from femida.practice.contracts.models import Contract, Instalment

AHEAD = timedelta(days=7)
MOST_OF_A_CONTRACT = 3
WAYS = (Invoice.Sent.EMAIL, Invoice.Sent.MESSENGER, Invoice.Sent.HAND, None)


class Context(Protocol):
    """What the set-up of the demonstration firm gives to each room."""

    random: random.Random
    now: datetime
    made: dict[str, Any]


def build(context: Context) -> None:
    """Issue invoices of the registered contracts' payments, each some days before it is due.

    Leaves `invoices` in `context.made`: the ids in the order of issue, for the room that takes payments.
    """
    planned: list[tuple[datetime, int, int]] = []
    rows = Instalment.objects.filter(
        plan__is_current=True,
        plan__contract__state=Contract.State.REGISTERED,
        due_on__isnull=False,
        number__lte=MOST_OF_A_CONTRACT,
    ).values_list("pk", "due_on", "plan__contract_id", "plan__contract__created_at")
    for pk, due_on, contract_id, signed_at in rows.order_by("plan__contract_id", "number"):
        assert due_on is not None
        due = datetime.combine(due_on, signed_at.timetz())
        moment = max(due - AHEAD, signed_at + timedelta(minutes=20))
        if moment <= context.now:
            planned.append((moment, contract_id, pk))
    issued: list[int] = []
    # numbers grow with the days
    for moment, contract_id, pk in sorted(planned):
        with clock.at(moment):
            issued.append(_issue(context.random, contract_id, pk))
    _draft_next(context)
    context.made["invoices"] = issued


def _issue(chance: random.Random, contract_id: int, instalment_id: int) -> int:
    actor = Actor.system("demo")
    pk = draft_invoice(actor, contract_id=contract_id, instalments=[instalment_id], issue=True)
    how = chance.choice(WAYS)
    if how is not None:
        mark_sent(actor, invoice_id=pk, how=how.value)
    return pk


def _draft_next(context: Context) -> None:
    """A few drafts that wait for their day."""
    billed: dict[int, int] = defaultdict(int)
    for contract_id in Invoice.objects.order_by("pk").values_list("contract_id", flat=True):
        billed[contract_id] += 1
    waiting = Instalment.objects.filter(plan__is_current=True, plan__contract__in=billed).order_by("pk")
    for contract_id in list(billed)[:3]:
        following = waiting.filter(plan__contract_id=contract_id, number=billed[contract_id] + 1).first()
        if following is not None and following.number > MOST_OF_A_CONTRACT:
            continue
        if following is not None:
            with clock.at(context.now):
                draft_invoice(Actor.system("demo"), contract_id=contract_id, instalments=[following.pk])
