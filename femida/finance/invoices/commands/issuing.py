"""From a draft to money: the number, sending, what was paid, voiding; walls."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from femida.finance.invoices.commands.storing import TYPE, UnableToChangeInvoice, retotal, today_of, wall_of
from femida.finance.invoices.events import InvoiceIssued, InvoicePaymentNoted, InvoiceSent, InvoiceVoided
from femida.finance.invoices.models import Invoice, InvoiceInstalment, InvoiceLine
from femida.finance.invoices.positions import rate_of
from femida.firm.offices import numbering
from femida.firm.offices.models import LegalEntity
from femida.kernel.money import InvalidMoney, roubles
from femida.kernel.vat import included_vat
from femida.platform.commands.core import BATCH, Outcome, command, save, take, take_rows
from femida.platform.core.actor import Actor
from femida.platform.core.context import current_act
from femida.platform.core.errors import Invalid, UnableTo
from femida.platform.journal.recording import record
from femida.platform.texts.typed import typed_line
from femida.platform.ui.formats import money
from femida.practice.contracts.models import Contract
from femida.practice.services.queries import rates_on

OLDEST = timedelta(days=366)
State = Invoice.State


class UnableToIssueInvoice(UnableTo):
    """Something that the paper needs is missing, or the invoice is issued already."""

    code = "unable_to_issue_invoice"


class UnableToVoidInvoice(UnableTo):
    """The invoice is void already, or money has come for it."""

    code = "unable_to_void_invoice"


class UnableToNotePayment(UnableTo):
    """The invoice does not wait for this sum."""

    code = "unable_to_note_payment"


@command(right="invoices.issue", on=Invoice)
def issue_invoice(
    actor: Actor, *, invoice_id: int, key: UUID | None = None, version: int | None = None
) -> str:
    """Issue a draft: it gets its number, which is returned, and VAT at the rates of the day.

    A repeated call with the same `key` returns the number that the first one gave. Raises
    UnableToIssueInvoice, Invalid at `due_on` for a day that is over, Stale.
    """
    invoice = take(actor, Invoice, invoice_id)
    if invoice.number and key is not None and invoice.issue_key == key:
        return invoice.number
    invoice = take(actor, Invoice, invoice_id, version=version)
    if invoice.state != State.DRAFT:
        raise UnableToIssueInvoice(_("The invoice is issued or void already."))
    assert invoice.office_id is not None
    today = today_of(invoice.office_id)
    _require_ready(invoice)
    if invoice.due_on < today:
        raise Invalid({"due_on": _("The last day to pay is over: put a later one into the draft.")})
    _tax_on(invoice)
    invoice.issued_on, invoice.issue_key = today, key
    record(InvoiceIssued(invoice_id=invoice.pk, contract_id=invoice.contract_id, party_id=invoice.party_id))
    # the counter is the last lock of the act
    order = numbering.next_number(TYPE, invoice.legal_entity_id, invoice.office_id, today.year)
    invoice.number_year, invoice.number_order = today.year, order
    invoice.number = numbering.written(invoice.office_id, today.year, order)
    save(invoice, "issued_on", "issue_key", "number", "number_year", "number_order")
    return invoice.number


@command(right="invoices.issue", on=Invoice)
def mark_sent(
    actor: Actor, *, invoice_id: int, how: str, sent_at: datetime | None = None, version: int | None = None
) -> None:
    """Note how and when an invoice was given to the payer; a later note takes the place of the former one.

    Raises Invalid at `how` and `sent_at` (before the day of issue, in the future), UnableToChangeInvoice.
    """
    invoice = take(actor, Invoice, invoice_id, version=version)
    if not invoice.number or invoice.state == State.VOID:
        raise UnableToChangeInvoice(_("Only an issued invoice is sent."))
    if how not in Invoice.Sent.values:
        raise Invalid({"how": _("Choose from the list.")})
    act = current_act()
    assert act is not None
    at = sent_at or act.at
    assert invoice.issued_on is not None
    if at > act.at or at < act.at - OLDEST or at.date() < invoice.issued_on - timedelta(days=1):
        raise Invalid({"sent_at": _("A moment after the issue, not in the future.")})
    invoice.sent_at, invoice.sent_how = at, how
    save(invoice, "sent_at", "sent_how")
    record(
        InvoiceSent(
            invoice_id=invoice.pk, contract_id=invoice.contract_id, party_id=invoice.party_id, how=how
        )
    )


@command(right="invoices.maintain", on=Invoice)
def note_payment(actor: Actor, *, invoice_id: int, amount: Decimal) -> Decimal:
    """Note that a sum in roubles has come for an invoice (below zero: has gone back); returns what remains.

    For the room of payments, as the house itself, in the act of the payment and before it posts to the
    ledger. An invoice is never paid over and never below nothing: what is more than it asks for is an
    advance of the contract. Raises UnableToNotePayment naming what remains, Invalid at `amount`.
    """
    invoice = take(actor, Invoice, invoice_id)
    try:
        exact = roubles(amount)
    except InvalidMoney:
        raise Invalid({"amount": _("Give a sum in roubles with at most two decimals.")}) from None
    if exact == 0:
        raise Invalid({"amount": _("The sum is not zero.")})
    if not invoice.number or invoice.state == State.VOID:
        raise UnableToNotePayment(_("Money comes only for an issued invoice: this one is a draft or void."))
    left, back = invoice.amount - invoice.paid, -exact
    if exact > left:
        raise UnableToNotePayment(
            _("The invoice waits for %(left)s. Take what is over as an advance of the contract.")
            % {"left": money(left)}
        )
    if back > invoice.paid:
        raise UnableToNotePayment(
            _("For this invoice %(paid)s has come: no more can go back.") % {"paid": money(invoice.paid)}
        )
    invoice.paid += exact
    save(invoice, "paid")
    invoice.refresh_from_db(fields=["state"])
    record(
        InvoicePaymentNoted(
            invoice_id=invoice.pk,
            contract_id=invoice.contract_id,
            party_id=invoice.party_id,
            state=invoice.state,
        )
    )
    return invoice.amount - invoice.paid


@command(right="invoices.void", on=Invoice)
def void_invoice(actor: Actor, *, invoice_id: int, reason: str, version: int | None = None) -> None:
    """Declare an invoice void with a reason; a number that was given stays, its payments are free again.

    Raises UnableToVoidInvoice when money has come for it, Invalid, Stale.
    """
    invoice = take(actor, Invoice, invoice_id, version=version)
    if invoice.state == State.VOID:
        raise UnableToVoidInvoice(_("The invoice is void."))
    if invoice.paid:
        raise UnableToVoidInvoice(
            _("Money has come for this invoice. Give it back or correct the payment first.")
        )
    _void(invoice, typed_line("reason", reason, longest=500, required=True))


@command(right="invoices.maintain", on=Invoice, rows=True)
def void_unpaid_of(actor: Actor, *, contract_id: int, reason: str) -> Outcome:
    """Declare void all drafts and invoices of a contract for which nothing has come (reactions call it)."""
    outcome = Outcome()
    rows = Invoice.objects.filter(contract_id=contract_id, paid=0).exclude(state=State.VOID)
    for invoice in _taken(actor, rows.values_list("pk", flat=True), outcome):
        if not invoice.paid and invoice.state != State.VOID:
            _void(invoice, reason)
            outcome.done.append(invoice.pk)
    return outcome


@command(right="invoices.maintain", on=Invoice, rows=True)
def wall_invoices(actor: Actor, *, party_id: int) -> Outcome:
    """Put the invoices about a party behind the walls there are, or bring them out (reactions call it)."""
    outcome = Outcome()
    about = Invoice.objects.filter(Q(party_id=party_id) | Q(contract__party_id=party_id))
    clients = dict(about.values_list("pk", "contract__party_id"))
    for invoice in _taken(actor, clients, outcome):
        wall_id = wall_of(clients[invoice.pk], invoice.party_id)
        if invoice.wall_id != wall_id:
            invoice.wall_id = wall_id
            save(invoice, "wall")
        outcome.done.append(invoice.pk)
    return outcome


def _taken(actor: Actor, ids: Iterable[int], outcome: Outcome) -> list[Invoice]:
    """The invoices, locked in the order of their ids, however many there are."""
    wanted = sorted(ids)
    found: list[Invoice] = []
    for start in range(0, max(len(wanted), 1), BATCH):
        found += take_rows(actor, Invoice, wanted[start : start + BATCH], outcome=outcome)
    return found


def _void(invoice: Invoice, reason: str) -> None:
    invoice.void_reason = reason
    save(invoice, "void_reason")
    InvoiceInstalment.objects.filter(invoice=invoice).update(is_live=False)
    record(InvoiceVoided(invoice_id=invoice.pk, contract_id=invoice.contract_id, party_id=invoice.party_id))


def _require_ready(invoice: Invoice) -> None:
    """Say what the paper lacks before a number is given."""
    state = Contract.objects.values_list("state", flat=True).get(pk=invoice.contract_id)
    if state != Contract.State.REGISTERED:
        raise UnableToIssueInvoice(_("The contract has no number yet or is void: register it first."))
    entity = LegalEntity.objects.get(pk=invoice.legal_entity_id)
    if not entity.account:
        raise UnableToIssueInvoice(
            _("“%(name)s” has no bank details: an administrator fills them in on its card.")
            % {"name": entity.short_name}
        )


def _tax_on(invoice: Invoice) -> None:
    """Bring the rates of VAT to the day of issue; the sums of the positions stay, their VAT follows."""
    assert invoice.office_id is not None
    rates = rates_on(today_of(invoice.office_id))
    changed = False
    for line in InvoiceLine.objects.filter(invoice=invoice):
        percent = rate_of(line.vat_kind, rates)
        if percent != line.vat_percent:
            line.vat_percent, line.vat = percent, included_vat(line.amount, percent)
            line.save(update_fields=["vat_percent", "vat"])
            changed = True
    if changed:
        retotal(invoice)
