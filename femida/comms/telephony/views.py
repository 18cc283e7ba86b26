"""Pages of calls beyond the common screens."""

from __future__ import annotations

from typing import Any

from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from femida.comms.telephony import commands
from femida.comms.telephony.forms import CommentForm, RecordForm
from femida.comms.telephony.models import Call
from femida.parties.registry.models import Party
from femida.platform.access.queries import get_visible
from femida.platform.core.errors import Invalid
from femida.platform.screens.forms import form_view
from femida.platform.screens.pages import page
from femida.platform.screens.requests import PageRequest

FORM = ("GET", "POST")


@page(right="calls.record", methods=FORM)
def record(request: PageRequest, *, party_id: int) -> HttpResponseBase:
    """Record a call with a party by hand."""
    get_visible(request.actor, Party, party_id)

    def run(form: Any, _version: int | None) -> None:
        values = form.cleaned_data
        try:
            commands.record_call(
                request.actor,
                party_id=party_id,
                direction=values["direction"],
                answered=values["answered"],
                # a client's call that nobody took is a missed one, whatever was pressed
                result="" if values["direction"] == Call.Direction.IN else values["result"],
                talk_seconds=values["talk_seconds"],
                comment=values["comment"],
            )
        except Invalid as refusal:
            renamed = {"talk_seconds": "talk"}
            raise Invalid({renamed.get(name, name): s for name, s in refusal.fields.items()}) from refusal

    return form_view(
        request,
        RecordForm,
        run,
        title=_("Record a call"),
        submit=_("Record"),
        said=_("The call is recorded."),
        back=reverse("parties:card", args=[party_id]),
    )


@page(right="calls.record", methods=FORM)
def comment(request: PageRequest, *, pk: int) -> HttpResponseBase:
    """Correct the comment of a call."""

    def run(form: Any, version: int | None) -> None:
        commands.change_call_comment(
            request.actor, call_id=pk, comment=form.cleaned_data["comment"], version=version
        )

    call = get_visible(request.actor, Call, pk)
    address = reverse("calls:card", args=[pk])
    return form_view(
        request,
        CommentForm,
        run,
        title=_("Correct the comment"),
        said=_("The comment is corrected."),
        initial={"comment": call.comment},
        version=call.version,
        back=address,
        fresh_url=address,
    )
