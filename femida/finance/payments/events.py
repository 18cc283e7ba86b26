"""What happens to payments and at the cash desk. Sums and reasons stay in the tables."""

from __future__ import annotations

from dataclasses import dataclass

from femida.platform.journal.events import Event

CONTRACT = ("practice.contract", "contract_id")
PARTY = ("parties.party", "party_id")
DEAL = ("sales.deal", "deal_id")
PAYMENT = ("finance.payment", "payment_id")
SHIFT = ("finance.shift", "shift_id")
DESK = ("finance.cash_desk", "desk_id")


@dataclass(frozen=True, kw_only=True)
class PaymentTaken(Event):
    """Money was taken from a client."""

    kind = "payment.taken"
    subject = PAYMENT
    anchors = (CONTRACT, PARTY, DEAL, SHIFT)
    payment_id: int
    contract_id: int
    party_id: int
    deal_id: int
    shift_id: int | None


@dataclass(frozen=True, kw_only=True)
class PaymentRefunded(Event):
    """Money was given back to a client."""

    kind = "payment.refunded"
    subject = PAYMENT
    anchors = (CONTRACT, PARTY, DEAL, SHIFT)
    payment_id: int
    contract_id: int
    party_id: int
    deal_id: int
    shift_id: int | None


@dataclass(frozen=True, kw_only=True)
class PaymentReversed(Event):
    """A payment or refund that was a mistake counts no more."""

    kind = "payment.reversed"
    subject = PAYMENT
    anchors = (CONTRACT, PARTY, DEAL, SHIFT)
    payment_id: int
    contract_id: int
    party_id: int
    deal_id: int
    shift_id: int | None


@dataclass(frozen=True, kw_only=True)
class WorkRecognised(Event):
    """Accepted work was entered as earned."""

    kind = "payment.work_recognised"
    subject = CONTRACT
    contract_id: int
    certificate_id: int


@dataclass(frozen=True, kw_only=True)
class WorkTakenBack(Event):
    """Accepted work was taken back with its certificate."""

    kind = "payment.work_taken_back"
    subject = CONTRACT
    contract_id: int
    certificate_id: int


@dataclass(frozen=True, kw_only=True)
class FiscalReceiptIssued(Event):
    """A fiscal register issued a receipt."""

    kind = "fiscal_receipt.issued"
    subject = ("finance.fiscal_receipt", "receipt_id")
    anchors = (PAYMENT,)
    receipt_id: int
    payment_id: int | None


@dataclass(frozen=True, kw_only=True)
class FiscalReceiptFailed(Event):
    """A fiscal register refused a receipt or did not answer."""

    kind = "fiscal_receipt.failed"
    subject = ("finance.fiscal_receipt", "receipt_id")
    anchors = (PAYMENT,)
    receipt_id: int
    payment_id: int | None


@dataclass(frozen=True, kw_only=True)
class CashDeskAdded(Event):
    """A cash desk was set up."""

    kind = "cash_desk.added"
    subject = DESK
    desk_id: int


@dataclass(frozen=True, kw_only=True)
class CashDeskChanged(Event):
    """Name or use of a cash desk was changed."""

    kind = "cash_desk.changed"
    subject = DESK
    desk_id: int


@dataclass(frozen=True, kw_only=True)
class ShiftOpened(Event):
    """A shift was opened."""

    kind = "shift.opened"
    subject = SHIFT
    anchors = (DESK,)
    shift_id: int
    desk_id: int


@dataclass(frozen=True, kw_only=True)
class ShiftClosed(Event):
    """A shift was closed."""

    kind = "shift.closed"
    subject = SHIFT
    anchors = (DESK,)
    shift_id: int
    desk_id: int


@dataclass(frozen=True, kw_only=True)
class CashMoved(Event):
    """Cash came or went without a client; `what` is the kind of movement."""

    kind = "shift.cash_moved"
    subject = SHIFT
    anchors = (DESK,)
    shift_id: int
    desk_id: int
    what: str
