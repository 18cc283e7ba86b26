"""Pages of payments and cash desks beyond the common screens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from femida.finance.invoices.queries import instalments_of
from femida.finance.ledger.queries import ZERO, money_of
from femida.finance.payments import commands, forms, prints
from femida.finance.payments.cash import open_shifts
from femida.finance.payments.models import CashDesk, CashMovement, FiscalReceipt, Payment, Shift
from femida.finance.payments.queries import named_invoice, payable, payer_of
from femida.finance.receivables.allocating import in_order
from femida.finance.receivables.commands import today_of
from femida.finance.receivables.settling import spread
from femida.parties.registry.models import Party
from femida.platform.access.queries import get_visible, visible
from femida.platform.core.errors import NotFound, Text
from femida.platform.journal.access_log import Kind, log_access
from femida.platform.screens.forms import done, form_view
from femida.platform.screens.pages import demand, page
from femida.platform.screens.requests import PageRequest
from femida.platform.ui import components as ui
from femida.platform.ui import formats
from femida.practice.contracts.models import Contract, ContractParty

FORM = ("GET", "POST")
SEE_AMOUNT = "contracts.see_amount"
Method = Payment.Method


def _contract(request: PageRequest, pk: int, right: str) -> Contract:
    """A contract that the actor sees and the right reaches. Raises NotFound."""
    get_visible(request.actor, Contract, pk)
    return get_visible(request.actor, Contract, pk, right)


def _payers(request: PageRequest, contract: Contract) -> list[tuple[int, str]]:
    """The client and the other parties of a contract that the actor may see."""
    ids = [contract.party_id]
    ids += ContractParty.objects.filter(contract=contract).values_list("party_id", flat=True)
    names = dict(visible(request.actor, Party).filter(pk__in=ids).values_list("pk", "name"))
    return [(pk, names[pk]) for pk in dict.fromkeys(ids) if pk in names]


@page(right="payments.take", methods=FORM)
def take(request: PageRequest, *, contract_pk: int) -> HttpResponse:
    """Take a payment by a contract."""
    demand(request, SEE_AMOUNT)
    contract = _contract(request, contract_pk, "payments.take")
    rows = [row for row in in_order(contract.pk) if row.is_open]
    invoice = named_invoice(request.actor, contract.pk, request.GET.get("invoice", ""))
    today = today_of(contract)
    now = [row for row in rows if row.due_on is not None and row.due_on <= today] or rows[:1]
    wanted = invoice.amount - invoice.paid if invoice else sum((row.remains for row in now), ZERO)
    if invoice is not None:
        rows.sort(key=lambda row: row.instalment_id not in instalments_of(invoice.pk))
    typed = forms.plain(wanted) if wanted else ""
    shifts = open_shifts(request.actor, contract.legal_entity_id, "payments.take")

    def act(form: Any, version: int | None) -> None:
        values = form.cleaned_data
        commands.take_payment(
            request.actor,
            contract_id=contract.pk,
            amount=values["amount"],
            method=values["method"],
            payer_id=values["payer"],
            shift_id=values["shift"] if values["method"] != Method.TRANSFER else None,
            parts=values.get("parts"),
            is_advance=values["is_advance"],
            business_date=values["business_date"],
            purpose=values["purpose"],
            invoice_id=values["invoice"],
            key=values["key"],
            version=version,
        )

    card = reverse("contracts:card", args=[contract.pk])
    return form_view(
        request,
        forms.TakeForm,
        act,
        title=_("Payment by contract %(number)s") % {"number": contract.number},
        submit=_("Take the payment"),
        version=contract.version,
        back=card,
        fresh_url=card,
        said=_("The payment is taken."),
        initial={
            "amount": typed,
            "parts": forms.typed_parts(spread(rows, wanted), typed),
            "method": (Method.CASH if shifts else Method.CARD).value,
            "payer": invoice.party_id if invoice else contract.party_id,
            "invoice": invoice.pk if invoice else None,
            "purpose": _("Payment by contract %(number)s") % {"number": contract.number},
            "business_date": today,
        },
        shifts=shifts,
        payers=_payers(request, contract),
        rows=rows,
        split_url=reverse("payments:split", args=[contract.pk]),
    )


@page(right="payments.take")
def split(request: PageRequest, *, contract_pk: int) -> HttpResponse:
    """How a typed sum would be put to the plan: a part of the form of a payment."""
    demand(request, SEE_AMOUNT)
    contract = _contract(request, contract_pk, "payments.take")
    rows = [row for row in in_order(contract.pk) if row.is_open]
    typed = request.GET.get("amount", "")[:40]
    field = forms.SplitField(rows, "")
    shown = forms.typed_parts(forms.suggestion(rows, typed), typed)
    return HttpResponse(field.widget.render("parts", shown, {"id": "dialog_parts"}))


@page(right="payments.take")
def choose(request: PageRequest, *, party_pk: int) -> HttpResponse:
    """By which contract of a client to take money; a single one is not asked for."""
    demand(request, SEE_AMOUNT)
    party = get_visible(request.actor, Party, party_pk)
    found = payable(request.actor, timezone.localdate(), party_id=party.pk)
    if len(found) == 1:
        return HttpResponseRedirect(reverse("payments:take", args=[found[0].id]))
    lines = []
    for one in found:
        act = ui.button(
            _("Take a payment"),
            small=True,
            hx_get=reverse("payments:take", args=[one.id]),
            hx_target="#dialog-body",
        )
        sums = _("remains %(sum)s") % {"sum": formats.money(one.remains)}
        text = ui.safe(f'<span class="f-grow">{ui.text(one.number)} · {ui.text(sums)}</span>')
        lines.append(ui.safe(f"<li>{text}{act}</li>"))
    body = (
        ui.safe(f'<ul class="f-items">{ui.join(lines)}</ul>')
        if lines
        else ui.state(
            _("No contract takes money"), _("Register a contract of this client first."), small=True
        )
    )
    values = {"title": _("By which contract"), "body": body}
    return HttpResponse(render_to_string("ui/components/dialog.html", values, request=request))


@page(right="payments.refund", methods=FORM)
def refund(request: PageRequest, *, contract_pk: int) -> HttpResponse:
    """Give money back by a contract."""
    demand(request, SEE_AMOUNT)
    contract = _contract(request, contract_pk, "payments.refund")
    shifts = open_shifts(request.actor, contract.legal_entity_id, "payments.refund")
    last = Payment.objects.filter(contract=contract, kind=Payment.Kind.PAYMENT).order_by("-pk").first()
    unearned = money_of(contract.pk).advances

    def act(form: Any, version: int | None) -> None:
        values = form.cleaned_data
        commands.refund(
            request.actor,
            contract_id=contract.pk,
            amount=values["amount"],
            method=values["method"],
            reason=values["reason"],
            receiver_id=values["receiver"],
            shift_id=values["shift"] if values["method"] != Method.TRANSFER else None,
            key=values["key"],
            version=version,
        )

    card = reverse("contracts:card", args=[contract.pk])
    return form_view(
        request,
        forms.RefundForm,
        act,
        title=_("Refund by contract %(number)s") % {"number": contract.number},
        submit=_("Refund"),
        version=contract.version,
        back=card,
        fresh_url=card,
        said=_("The refund is entered."),
        initial={
            "amount": forms.plain(unearned) if unearned > 0 else "",
            "method": last.method if last is not None else Method.CARD.value,
            "receiver": last.party_id if last is not None else contract.party_id,
        },
        shifts=shifts,
        payers=_payers(request, contract),
    )


@page(right="payments.take", methods=("POST",))
def allocate(request: PageRequest, *, contract_pk: int) -> HttpResponse:
    """Put an advance to the payments of the plan."""
    commands.allocate_advance(request.actor, contract_id=contract_pk)
    return done(_("The advance is put to the plan."))


@page(right="payments.reverse", methods=FORM)
def reverse_(request: PageRequest, *, pk: int) -> HttpResponse:
    """Reverse a payment that was a mistake."""
    get_visible(request.actor, Payment, pk)
    row = get_visible(request.actor, Payment, pk, "payments.reverse")
    card = reverse("payments:card", args=[pk])

    def act(form: Any, version: int | None) -> None:
        commands.reverse_payment(
            request.actor, payment_id=pk, reason=form.cleaned_data["reason"], version=version
        )

    return form_view(
        request,
        forms.ReverseForm,
        act,
        title=_("Reverse %(number)s as a mistake") % {"number": row.number},
        submit=_("Reverse"),
        version=row.version,
        back=card,
        fresh_url=card,
        said=_("The payment is reversed."),
    )


@page(right="payments.view")
def receipt(request: PageRequest, *, pk: int) -> HttpResponse:
    """The receipt of a payment as a PDF."""
    row = _printable(request, pk)
    made = prints.receipt_pdf(row, payer_of(request.actor, row))
    return _pdf(made, f"receipt-{row.number}".replace("/", "-"))


@page(right="payments.view")
def cash_order(request: PageRequest, *, pk: int) -> HttpResponse:
    """The cash order of a payment or refund in cash as a PDF."""
    row = _printable(request, pk)
    if row.method != Method.CASH:
        raise NotFound
    made = prints.cash_order_pdf(row, payer_of(request.actor, row))
    return _pdf(made, f"order-{row.number}".replace("/", "-"))


def _printable(request: PageRequest, pk: int) -> Payment:
    demand(request, SEE_AMOUNT)
    parts = ("contract", "party", "legal_entity", "office", "taken_by")
    row = visible(request.actor, Payment).select_related(*parts).filter(pk=pk).first()
    if row is None:
        raise NotFound
    _note(request, "finance.payment", pk)
    return row


@page(right="payments.take", methods=("POST",))
def issue(request: PageRequest, *, pk: int) -> HttpResponse:
    """Hand a fiscal receipt to the register."""
    get_visible(request.actor, FiscalReceipt, pk)
    commands.issue_receipt(request.actor, receipt_id=pk)
    return done(_("The receipt is on its way to the register."))


# --- shifts and desks ---


def _cash_form(
    request: PageRequest,
    make: type[Any],
    act: Callable[[Any, int | None], None],
    *,
    title: Text,
    submit: Text,
    said: Text,
    **given: Any,
) -> HttpResponse:
    return form_view(
        request, make, act, title=title, submit=submit, said=said, back=reverse("cash-desk:desk"), **given
    )


@page(right="cash.shift", methods=FORM)
def open_(request: PageRequest, *, pk: int) -> HttpResponse:
    """Open a shift of a desk."""
    get_visible(request.actor, CashDesk, pk)
    desk = get_visible(request.actor, CashDesk, pk, "cash.shift")

    def act(form: Any, _version: int | None) -> None:
        commands.open_shift(request.actor, desk_id=pk, **form.cleaned_data)

    return _cash_form(
        request, forms.CountForm, act, title=_("Open a shift: %(desk)s") % {"desk": desk.name},
        submit=_("Open the shift"), said=_("The shift is open."), expected=desk.cash,
        initial={"counted": forms.plain(desk.cash)},
    )  # fmt: skip


def _shift(request: PageRequest, pk: int) -> Shift:
    get_visible(request.actor, Shift, pk)
    return get_visible(request.actor, Shift, pk, "cash.shift")


@page(right="cash.shift", methods=FORM)
def close(request: PageRequest, *, pk: int) -> HttpResponse:
    """Close a shift."""
    shift = _shift(request, pk)
    desk = CashDesk.objects.get(pk=shift.desk_id)

    def act(form: Any, version: int | None) -> None:
        commands.close_shift(request.actor, shift_id=pk, version=version, **form.cleaned_data)

    return _cash_form(
        request, forms.CountForm, act, title=_("Close the shift: %(desk)s") % {"desk": desk.name},
        submit=_("Close the shift"), said=_("The shift is closed."), expected=desk.cash,
        version=shift.version, fresh_url=reverse("shifts:card", args=[pk]),
    )  # fmt: skip


@page(right="cash.shift", methods=FORM)
def move(request: PageRequest, *, pk: int, kind: str) -> HttpResponse:
    """Put cash in, take it to the bank, pay a small expense."""
    _shift(request, pk)
    titles = {
        "put-in": (CashMovement.Kind.PUT_IN, _("Put cash in")),
        "to-bank": (CashMovement.Kind.TO_BANK, _("Take cash to the bank")),
        "expense": (CashMovement.Kind.EXPENSE, _("Small expense")),
    }
    if kind not in titles:
        raise NotFound
    which, title = titles[kind]

    def act(form: Any, _version: int | None) -> None:
        commands.move_cash(request.actor, shift_id=pk, kind=which.value, **form.cleaned_data)

    return _cash_form(
        request, forms.MoveForm, act, title=title, submit=_("Enter it"), said=_("The cash is entered."),
        needs_reason=which == CashMovement.Kind.EXPENSE,
    )  # fmt: skip


@page(right="cash.view")
def report(request: PageRequest, *, pk: int) -> HttpResponse:
    """The report of a shift as a PDF."""
    rows = visible(request.actor, Shift).select_related("desk__office", "desk__legal_entity", "opened_by")
    shift = rows.filter(pk=pk).first()
    if shift is None:
        raise NotFound
    _note(request, "finance.shift", pk)
    return _pdf(prints.shift_pdf(shift), f"shift-{shift.desk_id}-{shift.number}")


@page(right="cash.set_up", methods=FORM)
def add_desk(request: PageRequest) -> HttpResponse:
    """Set up a cash desk."""

    def act(form: Any, _version: int | None) -> str:
        values = form.cleaned_data
        pk = commands.add_desk(request.actor, office_id=values["office"].pk, name=values["name"])
        return reverse("cash-desks:card", args=[pk])

    return form_view(
        request, forms.DeskForm, act, title=_("New cash desk"), back=reverse("cash-desks:list"),
        actor=request.actor,
    )  # fmt: skip


@page(right="cash.set_up", methods=FORM)
def change_desk(request: PageRequest, *, pk: int) -> HttpResponse:
    """Rename a desk, take it out of use or back."""
    get_visible(request.actor, CashDesk, pk)
    desk = get_visible(request.actor, CashDesk, pk, "cash.set_up")
    card = reverse("cash-desks:card", args=[pk])

    def act(form: Any, version: int | None) -> None:
        commands.change_desk(request.actor, desk_id=pk, version=version, **form.cleaned_data)

    return form_view(
        request, forms.ChangeDeskForm, act, title=_("Change the cash desk"), version=desk.version, back=card,
        fresh_url=card, initial={"name": desk.name, "is_active": desk.is_active},
    )  # fmt: skip


def _note(request: PageRequest, object_type: str, pk: int) -> None:
    address = request.META.get("REMOTE_ADDR") or ""
    log_access(request.actor, Kind.OPENED, object_type=object_type, object_id=pk, address=address)


def _pdf(data: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
