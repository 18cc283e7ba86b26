"""Pages of receivables beyond the common screens."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from femida.finance.receivables.commands import plan_receipt
from femida.finance.receivables.forms import PlanForm
from femida.finance.receivables.models import Receivable
from femida.platform.access.queries import get_visible
from femida.platform.screens.forms import form_view
from femida.platform.screens.pages import page
from femida.platform.screens.requests import PageRequest


@page(right="receivables.plan", methods=("GET", "POST"))
def plan(request: PageRequest, *, pk: int) -> HttpResponse:
    """Say when a payment will come."""
    get_visible(request.actor, Receivable, pk)
    row = get_visible(request.actor, Receivable, pk, "receivables.plan")
    card = reverse("receivables:card", args=[pk])

    def act(form: Any, version: int | None) -> None:
        plan_receipt(request.actor, receivable_id=pk, version=version, **form.cleaned_data)

    return form_view(
        request,
        PlanForm,
        act,
        title=_("When the payment will come"),
        initial={"expected_on": row.expected_on, "comment": row.comment},
        version=row.version,
        back=card,
        fresh_url=card,
        said=_("The plan is written down."),
    )
