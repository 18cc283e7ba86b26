"""Pages of contracts beyond the common screens."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from femida.platform.access.queries import get_visible, visible
from femida.platform.core.errors import NotFound, Text
from femida.platform.screens.forms import done, form_view
from femida.platform.screens.pages import page
from femida.platform.screens.requests import PageRequest
from femida.practice.contracts import commands, forms, plans
from femida.practice.contracts.commands import LineWish
from femida.practice.contracts.models import Contract, ContractLine
from femida.practice.contracts.queries import plan_of
from femida.practice.contracts.values import Kind, asked_of, name_of
from femida.sales.deals.models import Deal

FORM = ("GET", "POST")
EDIT = "contracts.edit"


def card_url(contract_id: int) -> str:
    """The address of a contract's card."""
    return reverse("contracts:card", args=[contract_id])


def _contract(request: PageRequest, pk: int, right: str) -> Contract:
    """A contract that the actor sees and the right reaches. Raises NotFound."""
    get_visible(request.actor, Contract, pk)
    return get_visible(request.actor, Contract, pk, right)


def _on_card(
    request: PageRequest,
    contract: Contract,
    make: type[BaseForm],
    act: Callable[[Any, int | None], None],
    *,
    title: Text,
    **given: Any,
) -> HttpResponse:
    card = card_url(contract.pk)
    return form_view(
        request, make, act, title=title, version=contract.version, back=card, fresh_url=card, **given
    )


@page(right="contracts.draft", methods=FORM)
def draft(request: PageRequest, *, deal_pk: int) -> HttpResponse:
    """Draw up a contract of a deal."""
    get_visible(request.actor, Deal, deal_pk)
    deal = get_visible(request.actor, Deal, deal_pk, "contracts.draft")

    def act(form: Any, _version: int | None) -> str:
        values = form.cleaned_data
        pk = commands.draft_contract(
            request.actor,
            deal_id=deal.pk,
            lines=[LineWish(service.pk) for service in values["services"]],
            legal_entity_id=values["legal_entity"] and values["legal_entity"].pk,
            kind=values["kind"],
            key=values["key"],
        )
        return card_url(pk)

    return form_view(
        request,
        forms.DraftForm,
        act,
        title=_("Draw up a contract"),
        submit=_("Draw up"),
        back=reverse("deals:card", args=[deal_pk]),
        actor=request.actor,
    )


@page(right=EDIT, methods=FORM)
def add_line(request: PageRequest, *, pk: int) -> HttpResponse:
    """Add a service."""
    contract = _contract(request, pk, EDIT)

    def act(form: Any, version: int | None) -> None:
        values = form.cleaned_data
        wish = LineWish(values["service"].pk, values["quantity"], values["discount_percent"])
        commands.add_line(request.actor, contract_id=pk, wish=wish, version=version)

    return _on_card(request, contract, forms.AddLineForm, act, title=_("Add a service"), actor=request.actor)


@page(right=EDIT, methods=FORM)
def change_line(request: PageRequest, *, pk: int, line_pk: int) -> HttpResponse:
    """Change quantity and discount."""
    contract = _contract(request, pk, EDIT)
    line = visible(request.actor, ContractLine).filter(pk=line_pk, contract=contract).first()
    if line is None:
        raise NotFound

    def act(form: Any, version: int | None) -> None:
        commands.change_line(
            request.actor, contract_id=pk, line_id=line_pk, version=version, **form.cleaned_data
        )

    return _on_card(
        request,
        contract,
        forms.LineForm,
        act,
        title=line.name,
        initial={"quantity": line.quantity, "discount_percent": line.discount_percent},
    )


@page(right=EDIT, methods=("POST",))
def remove_line(request: PageRequest, *, pk: int, line_pk: int) -> HttpResponse:
    """Take a service out."""
    commands.remove_line(request.actor, contract_id=pk, line_id=line_pk)
    return done(_("The service is taken out."))


@page(right="contracts.approve_discount", methods=("POST",))
def approve(request: PageRequest, *, pk: int) -> HttpResponse:
    """Approve a discount over the limit."""
    commands.approve_discount(request.actor, contract_id=pk)
    return done(_("The discount is approved."))


@page(right=EDIT, methods=FORM)
def plan_equal(request: PageRequest, *, pk: int) -> HttpResponse:
    """Equal monthly payments."""
    contract = _contract(request, pk, EDIT)

    def act(form: Any, version: int | None) -> None:
        payments = plans.evenly(contract.amount, form.cleaned_data["parts"], form.cleaned_data["first_on"])
        commands.set_plan(request.actor, contract_id=pk, way="equal", payments=payments, version=version)

    return _on_card(request, contract, forms.EqualPlanForm, act, title=_("Equal payments"))


@page(right=EDIT, methods=FORM)
def plan_dates(request: PageRequest, *, pk: int) -> HttpResponse:
    """Payments by dates."""
    example = _("Such as “%(example)s”.") % {"example": _("01.12.2026 = 15 000")}
    return _plan_by_lines(request, pk, way="dates", title=_("Payments by dates"), example=example)


@page(right=EDIT, methods=FORM)
def plan_stages(request: PageRequest, *, pk: int) -> HttpResponse:
    """Payments by stages of the work."""
    example = _("Such as “%(example)s”.") % {"example": _("Claim filed = 15 000")}
    return _plan_by_lines(request, pk, way="stages", title=_("Payments by stages"), example=example)


def _plan_by_lines(request: PageRequest, pk: int, *, way: str, title: str, example: str) -> HttpResponse:
    contract = _contract(request, pk, EDIT)

    def act(form: Any, version: int | None) -> None:
        payments = plans.read_lines(form.cleaned_data["lines"], by_stage=way == "stages")
        commands.set_plan(request.actor, contract_id=pk, way=way, payments=payments, version=version)

    shown = [one for one in plan_of(request.actor, pk) if bool(one.stage_name) == (way == "stages")]
    typed = "\n".join(
        f"{one.stage_name or format(one.due_on, '%d.%m.%Y')} = {_sum(one.amount)}" for one in shown
    )
    return _on_card(
        request, contract, forms.PlanForm, act, title=title, initial={"lines": typed}, example=example
    )


def _sum(amount: Decimal) -> str:
    return f"{amount:.2f}".replace(".", ",")


@page(right=EDIT, methods=FORM)
def about(request: PageRequest, *, pk: int) -> HttpResponse:
    """What the contract is about."""
    contract = _contract(request, pk, EDIT)
    asked = asked_of(pk)

    def act(form: forms.AboutForm, version: int | None) -> None:
        texts = {name: form.cleaned_data[name] for name in names}
        commands.describe_contract(
            request.actor, contract_id=pk, values=form.asked_values(), version=version, **texts
        )

    names = ("essence", "legal_actions", "expectations", "terms")
    initial: dict[str, Any] = {name: getattr(contract, name) for name in names}
    for one in asked:
        value = contract.values.get(str(one.service_id), {}).get(one.key)
        initial[name_of(one)] = {True: "yes", False: "no"}.get(value) if one.kind == Kind.YES_NO else value
    return _on_card(
        request, contract, forms.AboutForm, act, title=_("What the contract is about"), initial=initial,
        size="lg", asked=asked,
    )  # fmt: skip


@page(right=EDIT, methods=FORM)
def add_party(request: PageRequest, *, pk: int) -> HttpResponse:
    """Add a further party."""
    contract = _contract(request, pk, EDIT)

    def act(form: Any, version: int | None) -> None:
        values = form.cleaned_data
        commands.add_to_contract(
            request.actor, contract_id=pk, party_id=values["party"].pk, role=values["role"], version=version
        )

    return _on_card(request, contract, forms.PartyForm, act, title=_("Add a party"), actor=request.actor)


@page(right=EDIT, methods=("POST",))
def remove_party(request: PageRequest, *, pk: int, row_pk: int) -> HttpResponse:
    """Take a further party out."""
    commands.take_from_contract(request.actor, contract_id=pk, row_id=row_pk)
    return done(_("The party is taken out."))


@page(right="contracts.register", methods=FORM)
def register(request: PageRequest, *, pk: int) -> HttpResponse:
    """Register: the contract gets its number."""
    contract = _contract(request, pk, "contracts.register")

    def act(form: Any, version: int | None) -> None:
        commands.register_contract(
            request.actor,
            contract_id=pk,
            signed_on=form.cleaned_data["signed_on"],
            key=form.cleaned_data["key"],
            version=version,
        )

    return _on_card(
        request, contract, forms.RegisterForm, act, title=_("Register the contract"),
        submit=_("Register the contract"), said=_("The contract has its number."),
    )  # fmt: skip


@page(right="contracts.void", methods=FORM)
def void(request: PageRequest, *, pk: int) -> HttpResponse:
    """Declare void."""
    contract = _contract(request, pk, "contracts.void")

    def act(form: Any, version: int | None) -> None:
        commands.void_contract(
            request.actor, contract_id=pk, reason=form.cleaned_data["reason"], version=version
        )

    return _on_card(
        request, contract, forms.VoidForm, act, title=_("Declare the contract void"),
        submit=_("Declare void"), said=_("The contract is void."),
    )  # fmt: skip
