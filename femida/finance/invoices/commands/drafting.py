"""Drawing up an invoice: of payments of the contract's plan, of free positions, as a copy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from femida.finance.invoices.commands.issuing import issue_invoice
from femida.finance.invoices.commands.storing import (
    TYPE,
    UnableToChangeInvoice,
    due_day,
    payer_of,
    retotal,
    take_draft,
    today_of,
    wall_of,
)
from femida.finance.invoices.events import InvoiceChanged, InvoiceDrafted
from femida.finance.invoices.models import Invoice, InvoiceInstalment, InvoiceLine
from femida.finance.invoices.positions import Wish, line_of, numbered, of_instalments
from femida.firm.staff.assigning import start_assignments
from femida.firm.staff.queries import employee_of
from femida.parties.registry.models import Party
from femida.platform.access.queries import get_visible
from femida.platform.commands.core import command, hold, is_system, save, take
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Invalid, NotFound
from femida.platform.core.locks import lock_words
from femida.platform.journal.recording import record
from femida.platform.texts.typed import typed_line
from femida.practice.contracts.models import Contract, ContractLine, Instalment
from femida.practice.services.queries import rates_on

DAYS_TO_PAY = 7
LONGEST_PURPOSE = 160


@command(right="invoices.draft", on=Contract)
def draft_invoice(
    actor: Actor,
    *,
    contract_id: int,
    kind: str = Invoice.Kind.ONCE.value,
    instalments: Sequence[int] = (),
    positions: Sequence[Wish] = (),
    party_id: int | None = None,
    due_on: date | None = None,
    purpose: str = "",
    issue: bool = False,
    key: UUID | None = None,
    period: date | None = None,
) -> int:
    """Draw up an invoice of a contract; returns its id. With `issue` it is issued in the same act.

    `instalments` are payments of the plan in force that no living invoice asks for, `positions` further
    ones. Without `due_on` the earliest day of the payments counts, or a week from today. With `key` a
    repeated call gives the invoice that the first one made. Office, department, responsible and wall are the
    contract's. Raises Invalid, UnableToChangeInvoice, UnableToIssueInvoice, NotFound for a contract or a
    payer out of reach.
    """
    if key is not None:
        lock_words("invoices.draft", str(key))
    contract = _take_contract(actor, contract_id, party_id)
    made = Invoice.objects.filter(draft_key=key).first() if key is not None else None
    if made is not None:
        if made.contract_id != contract.pk:
            raise UnableToChangeInvoice(_("This form was sent for another contract."))
        return made.pk
    assert contract.office_id is not None
    today = today_of(contract.office_id)
    chosen = _free_instalments(contract, instalments)
    invoice = Invoice(
        contract=contract,
        party_id=payer_of(contract, party_id),
        legal_entity_id=contract.legal_entity_id,
        kind=_kind(kind, period),
        period=period,
        due_on=due_day(due_on, today) if due_on is not None else _usual_due(chosen, today),
        purpose=typed_line("purpose", purpose, longest=LONGEST_PURPOSE) or _usual_purpose(contract),
        draft_key=key,
    )
    invoice.wall_id = wall_of(contract.party_id, invoice.party_id)
    _start(actor, invoice, contract)
    rates = rates_on(today)
    planned = [line_of(wish, today, rates) for wish in _wishes_of(contract, chosen)]
    free = [_under_positions(wish, today) for wish in positions]
    _store(invoice, [*planned, *free])
    InvoiceInstalment.objects.bulk_create(
        InvoiceInstalment(invoice=invoice, instalment=one) for one in chosen
    )
    record(InvoiceDrafted(invoice_id=invoice.pk, contract_id=contract.pk))
    if issue:
        issue_invoice(actor, invoice_id=invoice.pk)
    return invoice.pk


@command(right="invoices.draft", on=Invoice)
def change_invoice(
    actor: Actor,
    *,
    invoice_id: int,
    due_on: date,
    purpose: str = "",
    party_id: int | None = None,
    version: int | None = None,
) -> None:
    """Change payer, last day and purpose of a draft. Raises Invalid, Stale, UnableToChangeInvoice."""
    found = get_visible(actor, Invoice, invoice_id)
    contract = _take_contract(actor, found.contract_id, party_id)
    invoice = take_draft(actor, invoice_id, version)
    assert invoice.office_id is not None
    invoice.party_id = payer_of(contract, party_id)
    invoice.wall_id = wall_of(contract.party_id, invoice.party_id)
    invoice.due_on = due_day(due_on, today_of(invoice.office_id))
    invoice.purpose = typed_line("purpose", purpose, longest=LONGEST_PURPOSE) or _usual_purpose(contract)
    save(invoice, "party", "wall", "due_on", "purpose")
    record(InvoiceChanged(invoice_id=invoice.pk))


@command(right="invoices.draft", on=Invoice)
def add_position(actor: Actor, *, invoice_id: int, wish: Wish, version: int | None = None) -> int:
    """Add a position to a draft; returns the id of the line. Raises Invalid, Stale."""
    invoice = take_draft(actor, invoice_id, version)
    _refuse_planned(invoice)
    assert invoice.office_id is not None
    line = line_of(wish, today_of(invoice.office_id))
    there = InvoiceLine.objects.filter(invoice=invoice)
    numbered([*there, line])
    line.invoice = invoice
    line.number = (there.aggregate(last=Max("number"))["last"] or 0) + 1
    line.save()
    retotal(invoice)
    record(InvoiceChanged(invoice_id=invoice.pk))
    return line.pk


@command(right="invoices.draft", on=Invoice)
def change_position(
    actor: Actor, *, invoice_id: int, line_id: int, wish: Wish, version: int | None = None
) -> None:
    """Change a position of a draft. Raises Invalid, Stale, NotFound."""
    invoice = take_draft(actor, invoice_id, version)
    _refuse_planned(invoice)
    line = InvoiceLine.objects.filter(pk=line_id, invoice=invoice).first()
    if line is None:
        raise NotFound
    assert invoice.office_id is not None
    counted = line_of(wish, today_of(invoice.office_id))
    counted.pk, counted.invoice, counted.number = line.pk, invoice, line.number
    counted.save(force_update=True)
    retotal(invoice)
    record(InvoiceChanged(invoice_id=invoice.pk))


@command(right="invoices.draft", on=Invoice)
def remove_position(actor: Actor, *, invoice_id: int, line_id: int, version: int | None = None) -> None:
    """Take a position out of a draft. Raises Stale, NotFound, UnableToChangeInvoice for the last one."""
    invoice = take_draft(actor, invoice_id, version)
    _refuse_planned(invoice)
    if not InvoiceLine.objects.filter(invoice=invoice).exclude(pk=line_id).exists():
        raise UnableToChangeInvoice(_("An invoice has at least one position."))
    if not InvoiceLine.objects.filter(pk=line_id, invoice=invoice).delete()[0]:
        raise NotFound
    retotal(invoice)
    record(InvoiceChanged(invoice_id=invoice.pk))


@command(right="invoices.draft", on=Invoice)
def copy_invoice(actor: Actor, *, invoice_id: int, key: UUID | None = None) -> int:
    """Draw up a new draft like an invoice, at the rates of today; returns its id.

    Payments of the plan come along when the copied invoice is void and nobody else has billed them.
    Raises UnableToChangeInvoice for a void contract; a repeated `key` gives the copy of the first call.
    """
    if key is not None:
        lock_words("invoices.draft", str(key))
    found = get_visible(actor, Invoice, invoice_id)
    contract = _take_contract(actor, found.contract_id, found.party_id)
    old = take(actor, Invoice, invoice_id)
    made = Invoice.objects.filter(draft_key=key).first() if key is not None else None
    if made is not None:
        return made.pk
    assert old.office_id is not None
    today = today_of(old.office_id)
    invoice = Invoice(
        contract_id=old.contract_id,
        party_id=old.party_id,
        legal_entity_id=old.legal_entity_id,
        kind=old.kind,
        due_on=max(old.due_on, today + timedelta(days=DAYS_TO_PAY)),
        purpose=old.purpose,
        wall_id=old.wall_id,
        draft_key=key,
    )
    _start(actor, invoice, contract)
    rates = rates_on(today)
    _store(
        invoice,
        [
            line_of(Wish(one.name, one.price, one.quantity, one.unit, one.vat_kind), today, rates)
            for one in InvoiceLine.objects.filter(invoice=old).order_by("number")
        ],
    )
    if old.state == Invoice.State.VOID:
        InvoiceInstalment.objects.bulk_create(
            InvoiceInstalment(invoice=invoice, instalment_id=pk) for pk in _freed(old)
        )
    record(InvoiceDrafted(invoice_id=invoice.pk, contract_id=old.contract_id))
    return invoice.pk


def _take_contract(actor: Actor, contract_id: int, payer_id: int | None) -> Contract:
    """Lock the parties and the contract; who draws up invoices of one contract waits for the other here.

    The parties come first, as everywhere: no wall goes up meanwhile. A payer who is not the client must be in
    sight of the actor.
    """
    contract = get_visible(actor, Contract, contract_id)
    for pk in sorted({contract.party_id, payer_id or contract.party_id}):
        if pk == contract.party_id:
            hold(Party, pk)
        else:
            take(actor, Party, pk, right=None if is_system(actor) else "parties.view")
    contract = take(actor, Contract, contract_id)
    if contract.state == Contract.State.VOID:
        raise UnableToChangeInvoice(_("The contract is void: nothing is asked for under it."))
    if contract.office_id is None:
        raise UnableToChangeInvoice(_("The contract has no office."))
    return contract


def _kind(kind: str, period: date | None) -> str:
    if kind not in Invoice.Kind.values or (period is not None and kind != Invoice.Kind.SUBSCRIPTION):
        raise Invalid({"kind": _("Choose from the list.")})
    return kind


def _free_instalments(contract: Contract, ids: Iterable[int]) -> list[Instalment]:
    """The payments that are to be billed, in their order. Raises Invalid at `instalments`."""
    wanted = sorted(set(ids))
    if not wanted:
        return []
    current = Instalment.objects.filter(pk__in=wanted, plan__contract=contract, plan__is_current=True)
    found = list(current.order_by("number"))
    if len(found) != len(wanted):
        raise Invalid({"instalments": _("Choose payments of the plan in force of this contract.")})
    billed = InvoiceInstalment.objects.filter(instalment__in=wanted, is_live=True).select_related("invoice")
    if taken := billed.first():
        number = taken.invoice.number or _("in a draft")
        raise Invalid(
            {"instalments": _("One of these payments is billed already: %(number)s.") % {"number": number}}
        )
    return found


def _freed(old: Invoice) -> list[int]:
    """The payments of a void invoice that nobody has billed since, while all of them are free."""
    ids = list(InvoiceInstalment.objects.filter(invoice=old).values_list("instalment_id", flat=True))
    current = Instalment.objects.filter(pk__in=ids, plan__is_current=True).count()
    taken = InvoiceInstalment.objects.filter(instalment__in=ids, is_live=True).exists()
    return [] if taken or current != len(ids) else ids


def _wishes_of(contract: Contract, chosen: list[Instalment]) -> list[Wish]:
    if not chosen:
        return []
    sold = list(ContractLine.objects.filter(contract=contract).order_by("pk"))
    planned = Instalment.objects.filter(plan=chosen[0].plan_id).count()
    return of_instalments(chosen, sold, planned)


def _under_positions(wish: Wish, today: date) -> InvoiceLine:
    try:
        return line_of(wish, today)
    except Invalid as refusal:
        raise Invalid({"positions": next(iter(refusal.fields.values()))}) from None


def _usual_due(chosen: list[Instalment], today: date) -> date:
    days = [one.due_on for one in chosen if one.due_on is not None]
    return max(min(days), today) if days else today + timedelta(days=DAYS_TO_PAY)


def _usual_purpose(contract: Contract) -> str:
    """Words of the paper, which is Russian whoever draws it up."""
    return f"Оплата по договору № {contract.number}" if contract.number else "Оплата юридических услуг"


def _start(actor: Actor, invoice: Invoice, contract: Contract) -> None:
    author = employee_of(actor.id) if actor.kind == "person" and actor.id is not None else None
    invoice.office_id, invoice.department_id = contract.office_id, contract.department_id
    invoice.responsible_id = contract.responsible_id
    invoice.created_by_id = author.id if author is not None else None
    invoice.save()
    start_assignments(invoice, TYPE)


def _store(invoice: Invoice, lines: list[InvoiceLine]) -> None:
    for line in numbered(lines):
        line.invoice = invoice
    InvoiceLine.objects.bulk_create(lines)
    invoice.amount = sum((line.amount for line in lines), Decimal(0))
    invoice.vat = sum((line.vat for line in lines), Decimal(0))
    save(invoice, "amount", "vat")


def _refuse_planned(invoice: Invoice) -> None:
    """The positions of payments of the plan make those payments: they are not changed one by one."""
    if InvoiceInstalment.objects.filter(invoice=invoice).exists():
        raise UnableToChangeInvoice(
            _("The positions follow the plan of payments. Declare the invoice void to ask for another sum.")
        )
