"""Putting what was paid to the payments of a plan, so that it always lies where the plan can hold it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from femida.finance.ledger.chart import Code
from femida.finance.ledger.posting import Line, post
from femida.finance.ledger.queries import ZERO, ContractMoney, money_of
from femida.finance.receivables.events import PaymentsReallocated
from femida.finance.receivables.models import Receivable
from femida.platform.core.actor import Actor
from femida.platform.journal.recording import record
from femida.practice.contracts.models import Contract

# instalment (None: what is meant for none) → how much it is to have more, or less
Moves = dict[int | None, Decimal]


def in_order(contract_id: int) -> list[Receivable]:
    """The payments of a contract's plan, the oldest due first; what waits for the work comes last."""
    rows = Receivable.objects.filter(contract_id=contract_id)
    return sorted(rows, key=lambda row: (row.due_on or date.max, row.number))


def moves_of(rows: list[Receivable], money: ContractMoney, *, with_advance: bool = False) -> Moves:
    """What is to be moved so that no payment holds less than nothing, nor more than it asks for.

    What lies on payments out of force, what is too much, and `with_advance` what lies beyond the plan, goes
    to the open ones in their order; the rest lies beyond the plan. What is missing (a payment was reversed)
    is taken from beyond the plan first, then from the last payments.
    """
    lies: Mapping[int, Decimal] = money.allocated
    limits = {row.instalment_id: row.amount for row in rows}
    has = {pk: min(max(lies.get(pk, ZERO), ZERO), limit) for pk, limit in limits.items()}
    beyond = ZERO if with_advance else max(money.unallocated, ZERO)
    pool = money.paid - sum(has.values(), ZERO) - beyond
    for row in rows:
        share = min(max(pool, ZERO), limits[row.instalment_id] - has[row.instalment_id])
        has[row.instalment_id] += share
        pool -= share
    if pool < 0:
        taken = min(beyond, -pool)
        beyond, pool = beyond - taken, pool + taken
    for row in reversed(rows):
        share = min(max(-pool, ZERO), has[row.instalment_id])
        has[row.instalment_id] -= share
        pool += share
    beyond += pool
    wanted: dict[int | None, Decimal] = dict.fromkeys(lies, ZERO)
    wanted.update(has.items())
    moves: Moves = {pk: amount - lies.get(pk or 0, ZERO) for pk, amount in wanted.items()}
    moves[None] = beyond - money.unallocated
    return {pk: amount for pk, amount in moves.items() if amount}


def rebalance(actor: Actor, contract: Contract, day: date, *, with_advance: bool = False) -> bool:
    """Move what lies where the plan in force cannot hold it, by one entry «reallocation».

    Inside a command that holds the contract's row. Returns whether anything was to be moved.
    """
    moves = moves_of(in_order(contract.pk), money_of(contract.pk), with_advance=with_advance)
    if not moves:
        return False
    assert contract.office_id is not None
    entry_id = post(
        actor,
        kind="reallocation",
        legal_entity_id=contract.legal_entity_id,
        office_id=contract.office_id,
        business_date=day,
        lines=[
            Line(
                account=Code.ADVANCES,
                amount=-amount,
                party_id=contract.party_id,
                contract_id=contract.pk,
                instalment_id=instalment_id,
            )
            for instalment_id, amount in sorted(moves.items(), key=lambda one: one[0] or 0)
        ],
    )
    record(PaymentsReallocated(contract_id=contract.pk, entry_id=entry_id))
    return True
