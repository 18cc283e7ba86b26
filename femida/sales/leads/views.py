"""Pages of leads beyond the common screens."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from femida.platform.access.queries import get_visible
from femida.platform.pipelines.moving import require_way
from femida.platform.screens.forms import done, form_view
from femida.platform.screens.pages import page
from femida.platform.screens.requests import PageRequest
from femida.sales.leads import commands
from femida.sales.leads.forms import (
    DeferForm,
    NewLeadForm,
    QualifyForm,
    ReassignForm,
    RefuseForm,
    SubjectForm,
)
from femida.sales.leads.models import Lead
from femida.sales.leads.opening import TYPE
from femida.sales.leads.pipeline import DEFERRED, QUALIFIED, REFUSED

FORM = ("GET", "POST")


def card_url(lead_id: int) -> str:
    """The address of a lead's card."""
    return reverse("leads:card", args=[lead_id])


def _lead(request: PageRequest, pk: int, right: str) -> Lead:
    """A lead that the right reaches, with its stage. Raises NotFound."""
    get_visible(request.actor, Lead, pk)
    lead = get_visible(request.actor, Lead, pk, right)
    return Lead.objects.select_related("stage").get(pk=lead.pk)


@page(right="leads.open", methods=FORM)
def new(request: PageRequest) -> HttpResponse:
    """Enter an enquiry by hand."""

    def run(form: Any, _version: int | None) -> str:
        values = form.cleaned_data
        done_with = commands.open_lead(
            request.actor,
            source_id=values["source"].pk,
            office_id=values["office"].pk,
            name=values["name"],
            phones=[values["phone"]] if values["phone"] else [],
            emails=[values["email"]] if values["email"] else [],
            subject=values["subject"],
            text=values["text"],
        )
        reachable = Lead.objects.filter(request.policy.rows(Lead), pk=done_with.lead_id).exists()
        return card_url(done_with.lead_id) if reachable else reverse("leads:joined")

    offices = sorted(request.policy.placement.offices)
    return form_view(
        request,
        NewLeadForm,
        run,
        title=_("New lead"),
        submit=_("Enter"),
        back=reverse("leads:list"),
        initial={"office": offices[0] if offices else None},
        policy=request.policy,
    )


@page(right="leads.open")
def joined(request: PageRequest) -> HttpResponse:
    """After an enquiry joined the lead of a colleague, which is not this person's to see."""
    from femida.platform.ui.pages import render_page

    return render_page(request, "leads/joined.html", {"title": _("The enquiry has been passed on")})


@page(right="leads.qualify", methods=FORM)
def qualify(request: PageRequest, pk: int) -> HttpResponse:
    """Qualify: ask what the deal is about, open it."""
    lead = _lead(request, pk, "leads.qualify")
    if request.method == "GET":
        require_way(request.actor, lead, TYPE, QUALIFIED)

    def run(form: Any, version: int | None) -> None:
        chosen = form.cleaned_data["responsible"]
        commands.qualify_lead(
            request.actor,
            lead_id=pk,
            title=form.cleaned_data["title"],
            responsible_id=chosen.pk if chosen else None,
            version=version,
        )

    return form_view(
        request,
        QualifyForm,
        run,
        title=_("Qualify the lead"),
        submit=_("Open a deal"),
        initial={"title": lead.subject},
        version=lead.version,
        back=card_url(pk),
        fresh_url=card_url(pk),
        said=_("The lead is qualified, the deal is open."),
        office_id=lead.office_id,
    )


@page(right="leads.refuse", methods=FORM)
def refuse(request: PageRequest, pk: int) -> HttpResponse:
    """Refuse with a reason."""
    lead = _lead(request, pk, "leads.refuse")
    if request.method == "GET":
        require_way(request.actor, lead, TYPE, REFUSED)

    def run(form: Any, version: int | None) -> None:
        commands.refuse_lead(
            request.actor,
            lead_id=pk,
            reason_id=form.cleaned_data["reason"].pk,
            return_on=form.cleaned_data["return_on"],
            version=version,
        )

    return form_view(
        request,
        RefuseForm,
        run,
        title=_("Refuse the lead"),
        submit=_("Refuse"),
        version=lead.version,
        back=card_url(pk),
        fresh_url=card_url(pk),
        said=_("The lead is closed."),
    )


@page(right="leads.move", methods=FORM)
def defer(request: PageRequest, pk: int) -> HttpResponse:
    """Put aside until a day."""
    lead = _lead(request, pk, "leads.move")
    if request.method == "GET":
        require_way(request.actor, lead, TYPE, DEFERRED)

    def run(form: Any, version: int | None) -> None:
        commands.defer_lead(request.actor, lead_id=pk, until=form.cleaned_data["until"], version=version)

    return form_view(
        request,
        DeferForm,
        run,
        title=_("Put the lead aside"),
        submit=_("Put aside"),
        version=lead.version,
        back=card_url(pk),
        fresh_url=card_url(pk),
        said=_("The lead will come back by itself."),
    )


@page(right="leads.edit", methods=FORM)
def subject(request: PageRequest, pk: int) -> HttpResponse:
    """Put into words what it is about."""
    lead = _lead(request, pk, "leads.edit")

    def run(form: Any, version: int | None) -> None:
        commands.edit_lead(request.actor, lead_id=pk, subject=form.cleaned_data["subject"], version=version)

    return form_view(
        request,
        SubjectForm,
        run,
        title=_("What about"),
        initial={"subject": lead.subject},
        version=lead.version,
        back=card_url(pk),
        fresh_url=card_url(pk),
    )


@page(right="leads.reassign", methods=FORM)
def reassign(request: PageRequest, pk: int) -> HttpResponse:
    """Give to another person."""
    lead = _lead(request, pk, "leads.reassign")

    def run(form: Any, version: int | None) -> None:
        chosen = form.cleaned_data["employee"]
        commands.reassign_lead(
            request.actor, lead_id=pk, employee_id=chosen.pk if chosen else None, version=version
        )

    return form_view(
        request,
        ReassignForm,
        run,
        title=_("Give the lead to"),
        submit=_("Give"),
        initial={"employee": lead.responsible_id},
        version=lead.version,
        back=card_url(pk),
        fresh_url=card_url(pk),
        office_id=lead.office_id,
    )


@page(right="leads.take", methods=("POST",))
def take_one(request: PageRequest, pk: int) -> HttpResponse:
    """Take a waiting lead."""
    commands.take_lead(request.actor, lead_id=pk)
    return done(_("The lead is yours."))


@page(right="leads.take", methods=("POST",))
def take_next(request: PageRequest) -> HttpResponseBase:
    """Take the lead that has waited longest and go to it."""
    from femida.platform.ui.answers import redirect_whole

    return redirect_whole(card_url(commands.take_next_lead(request.actor)))
