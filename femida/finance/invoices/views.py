"""Pages of invoices beyond the common screens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from femida.finance.invoices import commands, forms
from femida.finance.invoices.models import Invoice, InvoiceLine
from femida.finance.invoices.objects import SEE
from femida.finance.invoices.positions import Wish, read_lines
from femida.finance.invoices.queries import open_instalments, paper_of, subscription_of
from femida.finance.prints.pages import invoice_page
from femida.parties.registry.models import Party
from femida.platform.access.queries import get_visible, visible
from femida.platform.core.errors import NotFound, Text, UnableTo
from femida.platform.screens.forms import done, form_view
from femida.platform.screens.pages import page
from femida.platform.screens.requests import PageRequest
from femida.platform.ui.guard import demand
from femida.practice.contracts.models import Contract, ContractParty
from femida.practice.contracts.queries import plan_of

FORM = ("GET", "POST")
DRAFT, ISSUE, VOID = "invoices.draft", "invoices.issue", "invoices.void"


class UnableToPrintInvoice(UnableTo):
    """A draft has no number and a void invoice asks for nothing: neither is printed."""

    code = "unable_to_print_invoice"


def card_url(invoice_id: int) -> str:
    """The address of an invoice's card."""
    return reverse("invoices:card", args=[invoice_id])


def _invoice(request: PageRequest, pk: int, right: str) -> Invoice:
    """An invoice that the actor sees and the right reaches. Raises NotFound."""
    get_visible(request.actor, Invoice, pk)
    return get_visible(request.actor, Invoice, pk, right)


def _contract(request: PageRequest, pk: int) -> Contract:
    get_visible(request.actor, Contract, pk)
    return get_visible(request.actor, Contract, pk, DRAFT)


def _on_card(
    request: PageRequest,
    invoice: Invoice,
    make: type[BaseForm],
    act: Callable[[Any, int | None], str | None],
    *,
    title: Text,
    **given: Any,
) -> HttpResponse:
    card = card_url(invoice.pk)
    return form_view(
        request, make, act, title=title, version=invoice.version, back=card, fresh_url=card, **given
    )


def _payers(request: PageRequest, contract: Contract) -> list[tuple[int, str]]:
    """The client and the further parties of a contract, of those that the actor may see."""
    ids = ContractParty.objects.filter(contract=contract).values_list("party_id", flat=True)
    rows = visible(request.actor, Party).filter(pk__in={*ids, contract.party_id})
    names = dict(rows.order_by("name_key").values_list("pk", "name"))
    client = names.pop(contract.party_id, _("the client"))
    return [(contract.party_id, client), *names.items()]


@page(right=DRAFT, methods=FORM)
def bill(request: PageRequest, *, contract_pk: int) -> HttpResponse:
    """Draw up an invoice of a contract, and issue it if wished."""
    demand(request, SEE)
    contract = _contract(request, contract_pk)

    def act(form: Any, _version: int | None) -> str:
        values = form.cleaned_data
        pk = commands.draft_invoice(
            request.actor,
            contract_id=contract.pk,
            kind=values["kind"],
            instalments=values.get("instalments") or (),
            positions=read_lines(values["positions"], values["vat_kind"]),
            party_id=values["party"],
            due_on=values["due_on"],
            purpose=values["purpose"],
            issue=values.get("issue", False),
            key=values["key"],
        )
        return card_url(pk)

    return form_view(
        request,
        forms.BillForm,
        act,
        title=_("Issue an invoice"),
        submit=_("Issue"),
        back=reverse("contracts:card", args=[contract_pk]),
        size="lg",
        # a press too many names payments that the first press has billed: the command knows it by its key
        instalments=(plan_of if request.method == "POST" else open_instalments)(request.actor, contract.pk),
        payers=_payers(request, contract),
        may_issue=request.policy.may(ISSUE),
    )


@page(right=DRAFT, methods=FORM)
def monthly(request: PageRequest, *, contract_pk: int) -> HttpResponse:
    """Set the monthly invoices of a regular contract."""
    contract = _contract(request, contract_pk)
    row = subscription_of(request.actor, contract.pk)

    def act(form: Any, _version: int | None) -> None:
        commands.set_subscription(request.actor, contract_id=contract.pk, **form.cleaned_data)

    return form_view(
        request,
        forms.SubscriptionForm,
        act,
        title=_("Monthly invoices"),
        initial={"day": row.day, "is_active": row.is_active} if row is not None else None,
        back=reverse("contracts:card", args=[contract_pk]),
    )


@page(right=DRAFT, methods=FORM)
def change(request: PageRequest, *, pk: int) -> HttpResponse:
    """Change a draft."""
    invoice = _invoice(request, pk, DRAFT)
    contract = get_visible(request.actor, Contract, invoice.contract_id)

    def act(form: Any, version: int | None) -> None:
        values = form.cleaned_data
        commands.change_invoice(
            request.actor,
            invoice_id=pk,
            party_id=values["party"],
            due_on=values["due_on"],
            purpose=values["purpose"],
            version=version,
        )

    return _on_card(
        request,
        invoice,
        forms.ChangeForm,
        act,
        title=_("Change the draft"),
        initial={"party": invoice.party_id, "due_on": invoice.due_on, "purpose": invoice.purpose},
        payers=_payers(request, contract),
    )


def _wish(form: Any) -> Wish:
    values = form.cleaned_data
    return Wish(values["name"], values["price"], values["quantity"], values["unit"], values["vat_kind"])


@page(right=DRAFT, methods=FORM)
def add_position(request: PageRequest, *, pk: int) -> HttpResponse:
    """Add a position."""
    demand(request, SEE)
    invoice = _invoice(request, pk, DRAFT)

    def act(form: Any, version: int | None) -> None:
        commands.add_position(request.actor, invoice_id=pk, wish=_wish(form), version=version)

    return _on_card(request, invoice, forms.PositionForm, act, title=_("Add a position"))


@page(right=DRAFT, methods=FORM)
def change_position(request: PageRequest, *, pk: int, line_pk: int) -> HttpResponse:
    """Change a position."""
    demand(request, SEE)
    invoice = _invoice(request, pk, DRAFT)
    line = visible(request.actor, InvoiceLine).filter(pk=line_pk, invoice=invoice).first()
    if line is None:
        raise NotFound

    def act(form: Any, version: int | None) -> None:
        commands.change_position(
            request.actor, invoice_id=pk, line_id=line_pk, wish=_wish(form), version=version
        )

    names = ("name", "quantity", "unit", "price", "vat_kind")
    return _on_card(
        request,
        invoice,
        forms.PositionForm,
        act,
        title=line.name,
        initial={name: getattr(line, name) for name in names},
    )


@page(right=DRAFT, methods=("POST",))
def remove_position(request: PageRequest, *, pk: int, line_pk: int) -> HttpResponse:
    """Take a position out."""
    commands.remove_position(request.actor, invoice_id=pk, line_id=line_pk)
    return done(_("The position is taken out."))


@page(right=ISSUE, methods=FORM)
def issue(request: PageRequest, *, pk: int) -> HttpResponse:
    """Issue a draft: it gets its number."""
    invoice = _invoice(request, pk, ISSUE)

    def act(form: Any, version: int | None) -> None:
        commands.issue_invoice(request.actor, invoice_id=pk, key=form.cleaned_data["key"], version=version)

    return _on_card(
        request, invoice, forms.IssueForm, act, title=_("Issue the invoice"), submit=_("Issue"),
        said=_("The invoice has its number."),
    )  # fmt: skip


@page(right=ISSUE, methods=FORM)
def sent(request: PageRequest, *, pk: int) -> HttpResponse:
    """Note that the payer got it."""
    invoice = _invoice(request, pk, ISSUE)

    def act(form: Any, version: int | None) -> None:
        commands.mark_sent(request.actor, invoice_id=pk, version=version, **form.cleaned_data)

    return _on_card(request, invoice, forms.SentForm, act, title=_("Mark as sent"))


@page(right=VOID, methods=FORM)
def void(request: PageRequest, *, pk: int) -> HttpResponse:
    """Declare void."""
    invoice = _invoice(request, pk, VOID)

    def act(form: Any, version: int | None) -> None:
        commands.void_invoice(
            request.actor, invoice_id=pk, reason=form.cleaned_data["reason"], version=version
        )

    return _on_card(
        request, invoice, forms.VoidForm, act, title=_("Declare the invoice void"),
        submit=_("Declare void"), said=_("The invoice is void."),
    )  # fmt: skip


@page(right=DRAFT, methods=FORM)
def copy(request: PageRequest, *, pk: int) -> HttpResponse:
    """Draw up a new draft like this one."""
    invoice = _invoice(request, pk, DRAFT)

    def act(form: Any, _version: int | None) -> str:
        return card_url(commands.copy_invoice(request.actor, invoice_id=pk, key=form.cleaned_data["key"]))

    return _on_card(
        request, invoice, forms.IssueForm, act, title=_("Copy as a new draft"), submit=_("Copy as new")
    )


@page(right=SEE)
def pdf(request: PageRequest, *, pk: int) -> HttpResponse:
    """The printed invoice with its QR code."""
    invoice = get_visible(request.actor, Invoice, pk)
    if not invoice.number or invoice.state == Invoice.State.VOID:
        raise UnableToPrintInvoice(_("Only an issued invoice is printed."))
    answer = HttpResponse(invoice_page(paper_of(pk)), content_type="application/pdf")
    name = f"Счёт {invoice.number.replace('/', '-')}.pdf"
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
