"""What happens to receivables. Sums stay in the tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from femida.platform.journal.events import Event

CONTRACT = ("practice.contract", "contract_id")
PARTY = ("parties.party", "party_id")


@dataclass(frozen=True, kw_only=True)
class ReceiptPlanned(Event):
    """Somebody said when a payment will come, or took that back (`expected_on` None)."""

    kind = "receivable.planned"
    subject = ("finance.receivable", "receivable_id")
    anchors = (CONTRACT,)
    receivable_id: int
    contract_id: int
    expected_on: date | None


@dataclass(frozen=True, kw_only=True)
class ReceivableDue(Event):
    """A payment that waits for a stage of the work got its day."""

    kind = "receivable.due"
    subject = ("finance.receivable", "receivable_id")
    anchors = (CONTRACT,)
    receivable_id: int
    contract_id: int
    due_on: date


@dataclass(frozen=True, kw_only=True)
class ReceivableOverdue(Event):
    """A payment was not there on its day."""

    kind = "receivable.overdue"
    subject = ("finance.receivable", "receivable_id")
    anchors = (CONTRACT, PARTY)
    receivable_id: int
    contract_id: int
    party_id: int
    due_on: date


@dataclass(frozen=True, kw_only=True)
class PaymentsReallocated(Event):
    """What was paid under an earlier plan was put to the payments of the new one."""

    kind = "receivable.reallocated"
    subject = CONTRACT
    contract_id: int
    entry_id: int
