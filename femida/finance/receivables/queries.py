"""Reads of receivables: how a contract stands, what is due, when people last spoke."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum

from femida.comms.telephony.models import Call
from femida.finance.ledger.queries import ZERO, money_of
from femida.finance.receivables.models import Receivable
from femida.platform.access.queries import visible
from femida.platform.core.actor import Actor

SEE_AMOUNT = "contracts.see_amount"


@dataclass(frozen=True, slots=True)
class Owed:
    """One payment of the plan in force: sums in roubles."""

    id: int
    instalment_id: int
    number: int
    due_on: date | None
    stage_name: str
    amount: Decimal
    remains: Decimal
    expected_on: date | None

    def state(self, today: date) -> str:
        """One of `paid`, `overdue`, `due` (today), `future` (a later day, or no day yet)."""
        return state_of(self.due_on, self.remains > 0, today)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a contract stands on a day, in roubles; every sum is the ledger's.

    `due_now`: what should have come by this day; `overdue`: its part of earlier days; `days`: since when;
    `next_on`, `next_amount`: the next payment to come; `unallocated`: paid and meant for no payment of the
    plan; `unearned`: paid and not covered by accepted work; `debts`: accepted work that is not paid.
    """

    paid: Decimal
    due_now: Decimal
    overdue: Decimal
    days: int
    next_on: date | None
    next_amount: Decimal
    unallocated: Decimal
    unearned: Decimal
    debts: Decimal
    rows: tuple[Owed, ...]
    last_contact: datetime | None


def state_of(due_on: date | None, is_open: bool, today: date) -> str:
    """The state of a payment on a day: it follows from dates and is never stored."""
    if not is_open:
        return "paid"
    if due_on is None or due_on > today:
        return "future"
    return "due" if due_on == today else "overdue"


_OWED = (
    "pk", "instalment_id", "number", "due_on", "stage_name", "amount", "remains", "expected_on",
)  # fmt: skip


def standing(actor: Actor, contract_id: int, party_id: int, today: date) -> Standing:
    """How a contract that the actor sees stands: two statements."""
    money = money_of(contract_id)
    # the rows are the contract's own, which the caller has checked; the call is judged by its own right
    found = (
        Receivable.objects.filter(contract_id=contract_id)
        .annotate(spoken=Subquery(_last_call(actor, party_id)))
        .order_by("number")
        .values_list(*_OWED, "spoken")
    )
    rows, spoken = [], None
    for *values, last in found:
        rows.append(Owed(*values))
        spoken = last
    open_rows = [row for row in rows if row.remains > 0]
    dated = sorted((row for row in open_rows if row.due_on is not None), key=lambda row: row.due_on or today)
    late = [row for row in dated if row.state(today) == "overdue"]
    now = [row for row in dated if row.state(today) in ("overdue", "due")]
    coming = next((row for row in dated if row.state(today) == "future"), None)
    return Standing(
        paid=money.paid,
        due_now=sum((row.remains for row in now), ZERO),
        overdue=sum((row.remains for row in late), ZERO),
        days=(today - late[0].due_on).days if late and late[0].due_on is not None else 0,
        next_on=coming.due_on if coming else None,
        next_amount=coming.remains if coming else ZERO,
        unallocated=money.unallocated,
        unearned=money.advances,
        debts=money.debts,
        rows=tuple(rows),
        last_contact=spoken,
    )


def _last_call(actor: Actor, party: Any) -> QuerySet[Call, Any]:
    calls = visible(actor, Call).filter(party_id=party).order_by("-started_at", "-pk")
    return calls.values("started_at")[:1]


def last_contacts(actor: Actor, receivable_ids: Sequence[int]) -> Mapping[int, datetime]:
    """When people last spoke with the client of each receivable, of the calls that the actor sees."""
    rows = Receivable.objects.filter(pk__in=list(receivable_ids)).annotate(
        spoken=Subquery(_last_call(actor, OuterRef("contract__party_id")))
    )
    return {pk: at for pk, at in rows.values_list("pk", "spoken") if at is not None}


@dataclass(frozen=True, slots=True)
class Sums:
    """What a client is to pay by all contracts that the actor may see with their sums, in roubles."""

    amount: Decimal
    paid: Decimal
    due_now: Decimal
    overdue: Decimal


def sums_of(actor: Actor, today: date, **where: int) -> Sums | None:
    """The sums over the contracts of a party or a deal, `party_id=…` or `deal_id=…`; None without any."""
    rows = visible(actor, Receivable, SEE_AMOUNT).filter(
        **{f"contract__{column}": value for column, value in where.items()}
    )
    found = rows.aggregate(
        amount=Sum("amount"),
        paid=Sum("paid"),
        due_now=Sum("remains", filter=_due(today, "lte")),
        overdue=Sum("remains", filter=_due(today, "lt")),
    )
    if found["amount"] is None:
        return None
    return Sums(**{name: value or ZERO for name, value in found.items()})


def _due(today: date, how: str) -> Q:
    return Q(**{f"due_on__{how}": today})
