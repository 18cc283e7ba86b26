"""Handing over, accepting, returning, giving, terminating."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from femida.platform.pipelines.moving import require_way
from femida.platform.screens.forms import form_view
from femida.platform.screens.pages import page
from femida.platform.screens.requests import PageRequest
from femida.practice.contracts.models import Contract
from femida.practice.execution import commands, forms
from femida.practice.execution.commands.taking import TYPE
from femida.practice.execution.models import Execution
from femida.practice.execution.pipeline import RETURNED, TERMINATED
from femida.practice.execution.queries import execution_of, lacking_for_work
from femida.practice.execution.views.common import FORM, about_execution, reached

HAND_OVER = "execution.hand_over"
ACCEPT = "execution.accept"


@page(right=HAND_OVER, methods=FORM)
def hand_over(request: PageRequest, *, contract_pk: int) -> HttpResponse:
    """Hand a contract over into work."""
    contract = reached(request, Contract, contract_pk, HAND_OVER)
    return _hand_over(request, contract, reverse("contracts:card", args=[contract_pk]))


@page(right=HAND_OVER, methods=FORM)
def hand_over_again(request: PageRequest, *, pk: int) -> HttpResponse:
    """Hand a returned contract over again, from the card of its execution."""
    execution = reached(request, Execution, pk, HAND_OVER)
    contract = reached(request, Contract, execution.contract_id, HAND_OVER)
    return _hand_over(request, contract, reverse("executions:card", args=[pk]))


def _hand_over(request: PageRequest, contract: Contract, back: str) -> HttpResponse:
    def act(form: Any, version: int | None) -> None:
        lawyer = form.cleaned_data["lawyer"]
        commands.hand_over_contract(
            request.actor,
            contract_id=contract.pk,
            lawyer_id=lawyer.pk if lawyer else None,
            note=form.cleaned_data["note"],
            version=version,
        )

    if request.method == "GET":
        lacking = lacking_for_work(contract)
        if lacking:
            raise commands.UnableToHandOver(_("Still missing: %(things)s.") % {"things": "; ".join(lacking)})
    known = execution_of(contract)
    return form_view(
        request, forms.HandOverForm, act, title=_("Hand the contract over into work"),
        submit=_("Hand over"), said=_("The contract waits for acceptance."),
        initial={"lawyer": known.responsible_id if known else None}, version=contract.version, back=back,
        fresh_url=back, office_id=contract.office_id,
    )  # fmt: skip


@page(right=ACCEPT, methods=FORM)
def accept(request: PageRequest, *, pk: int) -> HttpResponse:
    """Accept into work."""
    execution = reached(request, Execution, pk, ACCEPT)

    def act(form: Any, version: int | None) -> None:
        lawyer = form.cleaned_data["lawyer"]
        commands.accept_execution(request.actor, execution_id=pk, lawyer_id=lawyer.pk, version=version)

    lawyer = execution.responsible_id or request.policy.placement.employee_id
    return about_execution(
        request, execution, forms.LawyerForm, act, title=_("Accept the contract into work"),
        submit=_("Accept"), said=_("The contract is in work."), initial={"lawyer": lawyer},
        office_id=execution.office_id,
    )  # fmt: skip


@page(right=ACCEPT, methods=FORM)
def give_back(request: PageRequest, *, pk: int) -> HttpResponse:
    """Return to sales with a reason."""
    execution = reached(request, Execution, pk, ACCEPT)
    if request.method == "GET":
        require_way(request.actor, execution, TYPE, RETURNED)

    def act(form: Any, version: int | None) -> None:
        values = form.cleaned_data
        commands.return_execution(
            request.actor,
            execution_id=pk,
            reason_id=values["reason"].pk,
            text=values["text"],
            version=version,
        )

    return about_execution(
        request, execution, forms.ReturnForm, act, title=_("Return the contract to sales"),
        submit=_("Return"), said=_("The manager is told what to put right."),
    )  # fmt: skip


@page(right="execution.assign", methods=FORM)
def reassign(request: PageRequest, *, pk: int) -> HttpResponse:
    """Give to another lawyer."""
    execution = reached(request, Execution, pk, "execution.assign")

    def act(form: Any, version: int | None) -> None:
        lawyer = form.cleaned_data["lawyer"].pk
        commands.reassign_execution(request.actor, execution_id=pk, lawyer_id=lawyer, version=version)

    return about_execution(
        request, execution, forms.LawyerForm, act, title=_("Give to another lawyer"), submit=_("Give"),
        said=_("Another lawyer leads the work."), initial={"lawyer": execution.responsible_id},
        office_id=execution.office_id,
    )  # fmt: skip


@page(right="execution.terminate", methods=FORM)
def terminate(request: PageRequest, *, pk: int) -> HttpResponse:
    """End before its time."""
    execution = reached(request, Execution, pk, "execution.terminate")
    if request.method == "GET":
        require_way(request.actor, execution, TYPE, TERMINATED)

    def act(form: Any, version: int | None) -> None:
        commands.terminate_execution(
            request.actor, execution_id=pk, reason=form.cleaned_data["reason"], version=version
        )

    return about_execution(
        request, execution, forms.ReasonForm, act, title=_("Terminate the work on the contract"),
        submit=_("Terminate"), said=_("The work is terminated."),
    )  # fmt: skip
