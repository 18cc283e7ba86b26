"""Pages of deals beyond the common screens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from femida.platform.access.queries import get_visible
from femida.platform.core.errors import Text
from femida.platform.pipelines.moving import require_way
from femida.platform.screens.forms import form_view
from femida.platform.screens.pages import page
from femida.platform.screens.requests import PageRequest
from femida.sales.deals import commands
from femida.sales.deals.forms import DeferForm, ReassignForm, RefuseForm
from femida.sales.deals.models import Deal
from femida.sales.deals.pipeline import DEFERRED, LOST

FORM = ("GET", "POST")


def _form(
    request: PageRequest,
    pk: int,
    right: str,
    make: type[BaseForm],
    act: Callable[[Any, int | None], None],
    *,
    to: str = "",
    title: Text,
    submit: Text,
    said: Text,
    **given: Any,
) -> HttpResponse:
    """A form about a deal that the actor sees and the right reaches; `to` names the stage it leads to."""
    get_visible(request.actor, Deal, pk)
    deal = get_visible(request.actor, Deal, pk, right)
    if to and request.method == "GET":
        require_way(request.actor, deal, commands.TYPE, to)
    card = reverse("deals:card", args=[pk])
    if make is ReassignForm:
        given |= {"office_id": deal.office_id, "initial": {"employee": deal.responsible_id}}
    return form_view(
        request, make, act, title=title, submit=submit, said=said, version=deal.version, back=card,
        fresh_url=card, **given,
    )  # fmt: skip


@page(right="deals.refuse", methods=FORM)
def refuse(request: PageRequest, *, pk: int) -> HttpResponse:
    """Refuse with a reason."""

    def act(form: Any, version: int | None) -> None:
        values = form.cleaned_data
        commands.refuse_deal(
            request.actor,
            deal_id=pk,
            reason_id=values["reason"].pk,
            return_on=values["return_on"],
            version=version,
        )

    return _form(
        request, pk, "deals.refuse", RefuseForm, act, to=LOST, title=_("Refuse the deal"),
        submit=_("Refuse"), said=_("The deal is closed."),
    )  # fmt: skip


@page(right="deals.move", methods=FORM)
def defer(request: PageRequest, *, pk: int) -> HttpResponse:
    """Put aside until a day."""

    def act(form: Any, version: int | None) -> None:
        commands.defer_deal(request.actor, deal_id=pk, until=form.cleaned_data["until"], version=version)

    return _form(
        request, pk, "deals.move", DeferForm, act, to=DEFERRED, title=_("Put the deal aside"),
        submit=_("Put aside"), said=_("The deal will come back by itself."),
    )  # fmt: skip


@page(right="deals.reassign", methods=FORM)
def reassign(request: PageRequest, *, pk: int) -> HttpResponse:
    """Give to another person."""

    def act(form: Any, version: int | None) -> None:
        commands.reassign_deal(
            request.actor, deal_id=pk, employee_id=form.cleaned_data["employee"].pk, version=version
        )

    return _form(
        request, pk, "deals.reassign", ReassignForm, act, title=_("Give the deal to"), submit=_("Give"),
        said=_("The deal is given."),
    )  # fmt: skip
