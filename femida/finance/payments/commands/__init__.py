"""Every write to payments and the cash desk, for the floors above."""

from femida.finance.payments.commands.billing import follow_invoices
from femida.finance.payments.commands.certifying import follow_certificate
from femida.finance.payments.commands.earning import Accepted, UnableToRecognise, recognise, take_back
from femida.finance.payments.commands.issuing import UnableToIssue, issue_receipt, note_answer
from femida.finance.payments.commands.reversing import UnableToReversePayment, reverse_payment
from femida.finance.payments.commands.shifts import (
    UnableToChangeDesk,
    UnableToCloseShift,
    UnableToOpenShift,
    add_desk,
    change_desk,
    close_shift,
    move_cash,
    open_shift,
)
from femida.finance.payments.commands.taking import (
    UnableToRefund,
    UnableToTakePayment,
    allocate_advance,
    refund,
    take_payment,
)

__all__ = [
    "Accepted",
    "UnableToChangeDesk",
    "UnableToCloseShift",
    "UnableToIssue",
    "UnableToOpenShift",
    "UnableToRecognise",
    "UnableToRefund",
    "UnableToReversePayment",
    "UnableToTakePayment",
    "add_desk",
    "allocate_advance",
    "change_desk",
    "close_shift",
    "follow_certificate",
    "follow_invoices",
    "issue_receipt",
    "move_cash",
    "note_answer",
    "open_shift",
    "recognise",
    "refund",
    "reverse_payment",
    "take_back",
    "take_payment",
]
