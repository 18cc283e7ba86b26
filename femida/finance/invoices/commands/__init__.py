"""Every write to invoices, for the floors above."""

from femida.finance.invoices.commands.drafting import (
    add_position,
    change_invoice,
    change_position,
    copy_invoice,
    draft_invoice,
    remove_position,
)
from femida.finance.invoices.commands.issuing import (
    UnableToIssueInvoice,
    UnableToNotePayment,
    UnableToVoidInvoice,
    issue_invoice,
    mark_sent,
    note_payment,
    void_invoice,
    void_unpaid_of,
    wall_invoices,
)
from femida.finance.invoices.commands.monthly import bill_month, set_subscription
from femida.finance.invoices.commands.storing import UnableToChangeInvoice

__all__ = [
    "UnableToChangeInvoice",
    "UnableToIssueInvoice",
    "UnableToNotePayment",
    "UnableToVoidInvoice",
    "add_position",
    "bill_month",
    "change_invoice",
    "change_position",
    "copy_invoice",
    "draft_invoice",
    "issue_invoice",
    "mark_sent",
    "note_payment",
    "remove_position",
    "set_subscription",
    "void_invoice",
    "void_unpaid_of",
    "wall_invoices",
]
