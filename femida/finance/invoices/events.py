"""What happens to invoices. Sums stay in their tables."""

from __future__ import annotations

from dataclasses import dataclass

from femida.platform.journal.events import Event

INVOICE = ("finance.invoice", "invoice_id")
ANCHORS = (("practice.contract", "contract_id"), ("parties.party", "party_id"))


@dataclass(frozen=True, kw_only=True)
class InvoiceDrafted(Event):
    """An invoice was drawn up."""

    kind = "invoice.drafted"
    subject = INVOICE
    anchors = (("practice.contract", "contract_id"),)
    invoice_id: int
    contract_id: int


@dataclass(frozen=True, kw_only=True)
class InvoiceChanged(Event):
    """A draft was changed: positions, payer, day, purpose."""

    kind = "invoice.changed"
    subject = INVOICE
    invoice_id: int


@dataclass(frozen=True, kw_only=True)
class InvoiceIssued(Event):
    """An invoice got its number and asks for payment."""

    kind = "invoice.issued"
    subject = INVOICE
    anchors = ANCHORS
    invoice_id: int
    contract_id: int
    party_id: int


@dataclass(frozen=True, kw_only=True)
class InvoiceSent(Event):
    """An invoice was given or sent to the payer."""

    kind = "invoice.sent"
    subject = INVOICE
    anchors = ANCHORS
    invoice_id: int
    contract_id: int
    party_id: int
    how: str


@dataclass(frozen=True, kw_only=True)
class InvoicePaymentNoted(Event):
    """Money came for an invoice, or went back. `state` is what the invoice is then."""

    kind = "invoice.payment_noted"
    subject = INVOICE
    anchors = ANCHORS
    invoice_id: int
    contract_id: int
    party_id: int
    state: str


@dataclass(frozen=True, kw_only=True)
class InvoiceVoided(Event):
    """An invoice was declared void."""

    kind = "invoice.voided"
    subject = INVOICE
    anchors = ANCHORS
    invoice_id: int
    contract_id: int
    party_id: int


@dataclass(frozen=True, kw_only=True)
class SubscriptionSet(Event):
    """Monthly invoices of a contract were switched on, off, or moved to another day."""

    kind = "invoice.subscription_set"
    subject = ("practice.contract", "contract_id")
    contract_id: int
    day: int
    is_active: bool


@dataclass(frozen=True, kw_only=True)
class MonthNotBilled(Event):
    """The monthly invoice of a contract could not be made; why stands at the contract."""

    kind = "invoice.month_not_billed"
    subject = ("practice.contract", "contract_id")
    contract_id: int
