"""What clients of the large demonstration firm owe, when they pay it, and what was overdue meanwhile.

How a client pays is decided here, when the contract is signed; the room of payments lets it happen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from femida.finance.receivables.events import ReceivableOverdue
from femida.finance.receivables.models import Overdue, Receivable
from femida.firm.offices.bulk import Offices, offices_of
from femida.platform.bulk.batches import Batch
from femida.platform.bulk.rows import Row
from femida.platform.core.actor import Actor
from femida.practice.contracts.bulk import Signed

HOUSE: Final = Actor.system("receivables.overdue")
GOOD, LATE, HALF, NEVER = "good", "late", "half", "never"
CONDUCTS: Final = (GOOD, LATE, HALF, NEVER)
SHARES: Final = (80, 13, 4, 3)
DAYS: Final = (-4, -3, -2, -1, -1, 0, 0, 0, 1, 3)
"""How long after the day a good client pays: mostly before it."""
DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Paying:
    """Money that came for an instalment."""

    at: datetime
    day: date
    amount: Decimal


@dataclass(slots=True)
class Owed:
    """An instalment with the money that came for it. `invoice_id` is set when an invoice asks for it."""

    contract: Signed
    instalment: Row
    paying: list[Paying]
    invoice_id: int | None = None

    @property
    def paid(self) -> Decimal:
        """How much has come until now, in roubles."""
        return sum((one.amount for one in self.paying), Decimal(0))


def follow(batch: Batch) -> None:
    """Write what the contracts signed in these days owe. Leaves `owed` in `batch.made`: lists by contract."""
    signed: list[Signed] = batch.made["signed"]
    batch.made["owed"] = [_owe(batch, one) for one in signed]


def _owe(batch: Batch, signed: Signed) -> list[Owed]:
    offices = offices_of(batch)
    owed = _conduct(batch, signed, offices)
    today = offices.day(signed.row["office_id"], batch.now)
    rows: list[Row] = []
    late: list[date] = []
    for one in owed:
        due_on = one.instalment["due_on"]
        row = batch.add(
            Receivable,
            contract_id=signed.row["id"],
            instalment_id=one.instalment["id"],
            number=one.instalment["number"],
            due_on=due_on,
            amount=one.instalment["amount"],
            paid=one.paid,
            created_at=signed.at,
        )
        rows.append(row)
        if due_on < today and _note_overdue(batch, one, row):
            late.append(due_on)
    for row in rows:
        row["times_overdue"] = len(late)
        row["first_overdue_on"] = min(late) + DAY if late else None
    return owed


def _note_overdue(batch: Batch, one: Owed, row: Row) -> bool:
    """Write down what was not there on its day, with its fact of the next morning."""
    due_on, amount = one.instalment["due_on"], one.instalment["amount"]
    remains = amount - sum((part.amount for part in one.paying if part.day <= due_on), Decimal(0))
    if remains == 0:
        return False
    signed = one.contract.row
    batch.add(
        Overdue,
        contract_id=signed["id"],
        instalment_id=one.instalment["id"],
        due_on=due_on,
        remains=remains,
        ended_on=one.paying[-1].day if one.paid == amount else None,
    )
    deed = batch.deed(HOUSE, offices_of(batch).moment(signed["office_id"], due_on + DAY, 6))
    if deed.at <= batch.now:
        batch.record(
            deed,
            ReceivableOverdue(
                receivable_id=row["id"], contract_id=signed["id"], party_id=signed["party_id"], due_on=due_on
            ),
        )
    return True


def _conduct(batch: Batch, signed: Signed, offices: Offices) -> list[Owed]:
    """When and how much a client pays: each payment after the one before, none later than now."""
    chance, office_id = batch.chance, signed.row["office_id"]
    (conduct,) = chance.choices(CONDUCTS, SHARES)
    # who pays in part or no more begins to at some payment of the plan
    fails_at = chance.randrange(len(signed.instalments)) if conduct in (HALF, NEVER) else None
    last = signed.at + timedelta(minutes=50)
    owed = []
    for place, instalment in enumerate(signed.instalments):
        one = Owed(signed, instalment, [])
        owed.append(one)
        amount = instalment["amount"]
        if fails_at is not None and place >= fails_at:
            if conduct == NEVER or place > fails_at:
                continue
            amount = (amount / 2).quantize(Decimal("0.01"))
        days = chance.randint(6, 60) if conduct == LATE else chance.choice(DAYS)
        moment = offices.moment(office_id, instalment["due_on"], chance.randint(10, 16), chance.randrange(60))
        last = offices.at_work(office_id, max(moment + timedelta(days=days), last + timedelta(minutes=20)))
        if last > batch.now:
            break
        if amount > 0:
            one.paying.append(Paying(last, offices.day(office_id, last), amount))
    owed += [Owed(signed, instalment, []) for instalment in signed.instalments[len(owed) :]]
    return owed
