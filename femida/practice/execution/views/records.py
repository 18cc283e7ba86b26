"""Actions and their types, certificates of work."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from femida.platform.access.queries import get_visible
from femida.platform.core.errors import NotFound
from femida.platform.screens.forms import PANE, done, form_view
from femida.platform.screens.pages import page
from femida.platform.screens.requests import PageRequest
from femida.platform.ui.pages import wanted_target
from femida.practice.contracts.models import Contract
from femida.practice.execution import commands, forms
from femida.practice.execution.models import (
    ActionType,
    ActionTypeService,
    CaseAction,
    Certificate,
    Execution,
)
from femida.practice.execution.queries import execution_of, left_to_certify
from femida.practice.execution.views.common import FORM, about_execution, reached

WORK = "execution.work"
TYPES = "execution.change_types"


@page(right=WORK, methods=FORM)
def act(request: PageRequest, *, pk: int) -> HttpResponse:
    """Record an action on an execution."""
    execution = reached(request, Execution, pk, WORK)
    return _record(request, execution, reverse("executions:card", args=[pk]))


@page(right=WORK, methods=FORM)
def act_on_contract(request: PageRequest, *, contract_pk: int) -> HttpResponse:
    """Record an action from the card of the contract."""
    contract = get_visible(request.actor, Contract, contract_pk)
    found = execution_of(contract)
    if found is None:
        raise NotFound
    execution = reached(request, Execution, found.pk, WORK)
    return _record(request, execution, reverse("contracts:card", args=[contract_pk]))


def _record(request: PageRequest, execution: Execution, back: str) -> HttpResponse:
    def run(form: forms.ActionForm, _version: int | None) -> None:
        commands.record_action(request.actor, execution_id=execution.pk, **form.values())

    return form_view(
        request, forms.ActionForm, run, title=_("What was done"), submit=_("Record"),
        said=_("The action is recorded."), back=back, actor=request.actor, execution=execution,
        is_short=(wanted_target(request) or "").startswith(PANE),
    )  # fmt: skip


@page(right=WORK, methods=FORM)
def ready(request: PageRequest, *, pk: int) -> HttpResponse:
    """Make an action ready for the portal."""
    action = reached(request, CaseAction, pk, WORK)
    card = reverse("case-actions:card", args=[pk])

    def run(form: Any, version: int | None) -> None:
        text = form.cleaned_data["portal_text"]
        commands.ready_action(request.actor, action_id=pk, portal_text=text, version=version)

    return form_view(
        request, forms.PortalForm, run, title=_("For the client portal"), submit=_("Make ready"),
        said=_("The client may read it."), initial={"portal_text": action.portal_text},
        version=action.version, back=card, fresh_url=card,
    )  # fmt: skip


@page(right=WORK, methods=("POST",))
def withdraw(request: PageRequest, *, pk: int) -> HttpResponse:
    """Take an action back from the portal."""
    commands.withdraw_action(request.actor, action_id=pk)
    return done(_("The action is not for the portal any more."))


@page(right="certificates.draw_up", methods=FORM)
def certify(request: PageRequest, *, pk: int) -> HttpResponse:
    """Draw up a certificate of work."""
    execution = reached(request, Execution, pk, "certificates.draw_up")

    def run(form: Any, _version: int | None) -> str:
        values = form.cleaned_data
        made = commands.draw_up_certificate(
            request.actor,
            execution_id=pk,
            amount=values["amount"],
            what_for=values["what_for"],
            dated_on=values["dated_on"],
            stage_id=values["stage"].pk if values["stage"] else None,
            key=values["key"],
        )
        return reverse("certificates:card", args=[made])

    initial = {}
    contract = Contract.objects.filter(pk=execution.contract_id).first()
    if contract is not None and request.policy.may("contracts.see_amount"):
        initial["amount"] = f"{left_to_certify(contract.pk, contract.amount):.2f}".replace(".", ",")
    return about_execution(
        request, execution, forms.CertificateForm, run, title=_("Certificate of work"), submit=_("Draw up"),
        initial=initial, actor=request.actor, execution_id=pk,
    )  # fmt: skip


@page(right="certificates.sign", methods=FORM)
def sign(request: PageRequest, *, pk: int) -> HttpResponse:
    """Note the signature."""
    certificate = reached(request, Certificate, pk, "certificates.sign")
    card = reverse("certificates:card", args=[pk])

    def run(form: Any, version: int | None) -> None:
        day = form.cleaned_data["signed_on"]
        commands.sign_certificate(request.actor, certificate_id=pk, signed_on=day, version=version)

    return form_view(
        request, forms.SignForm, run, title=_("The client signed"), submit=_("It is signed"),
        said=_("The certificate is signed."), version=certificate.version, back=card, fresh_url=card,
    )  # fmt: skip


@page(right="certificates.void", methods=FORM)
def void(request: PageRequest, *, pk: int) -> HttpResponse:
    """Declare void."""
    certificate = reached(request, Certificate, pk, "certificates.void")
    card = reverse("certificates:card", args=[pk])

    def run(form: Any, version: int | None) -> None:
        reason = form.cleaned_data["reason"]
        commands.void_certificate(request.actor, certificate_id=pk, reason=reason, version=version)

    return form_view(
        request, forms.ReasonForm, run, title=_("Declare the certificate void"), submit=_("Declare void"),
        said=_("The certificate is void."), version=certificate.version, back=card, fresh_url=card,
    )  # fmt: skip


@page(right=TYPES, methods=FORM)
def new_type(request: PageRequest) -> HttpResponse:
    """Set up a type of actions."""

    def run(form: forms.ActionTypeForm, _version: int | None) -> str:
        return reverse("action-types:card", args=[commands.add_action_type(request.actor, **form.values())])

    return form_view(
        request, forms.ActionTypeForm, run, title=_("New type of actions"),
        back=reverse("action-types:list"), actor=request.actor,
    )  # fmt: skip


@page(right=TYPES, methods=FORM)
def edit_type(request: PageRequest, *, pk: int) -> HttpResponse:
    """Change a type of actions."""
    kind = reached(request, ActionType, pk, TYPES)
    card = reverse("action-types:card", args=[pk])

    def run(form: forms.ActionTypeEditForm, version: int | None) -> None:
        commands.change_action_type(request.actor, type_id=pk, version=version, **form.values())

    fields = ("name", "is_public", "notice_text", "order", "is_active")
    services = ActionTypeService.objects.filter(type=kind).values_list("service_id", flat=True)
    return form_view(
        request, forms.ActionTypeEditForm, run, title=_("Change the type of actions"),
        initial={**{name: getattr(kind, name) for name in fields}, "services": list(services)},
        version=kind.version, back=card, fresh_url=card, actor=request.actor,
    )  # fmt: skip
