"""The administrator's pages of the inbox."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from femida.platform.access.queries import visible
from femida.platform.core.actor import Actor
from femida.platform.inbox.commands import retry_message
from femida.platform.inbox.models import Message
from femida.platform.screens.forms import done
from femida.platform.screens.pages import page
from femida.platform.screens.ports import Action, Panel, PanelContext, add_action, add_panel, nav_counters
from femida.platform.screens.requests import PageRequest
from femida.platform.ui import components as ui

TYPE = "inbox.message"


@page(right="intake.retry", methods=("POST",))
def retry(request: PageRequest, *, pk: int) -> HttpResponseBase:
    """Send a failed message to be handled again."""
    retry_message(request.actor, message_id=pk)
    return done(_("The message will be handled again."))


def _has_failed(message: Any) -> bool:
    return bool(message.state == Message.State.FAILED)


def _wrong_fields(context: PanelContext) -> SafeString | None:
    errors = context.row.errors
    return ui.facts(sorted(errors.items())) if errors else None


add_action(
    Action(
        "inbox.retry",
        (TYPE,),
        gettext_lazy("Try again"),
        lambda message: reverse("inbox:retry", args=[message.pk]),
        method="post",
        style="primary",
        icon="refresh",
        needs_right="intake.retry",
        visible=_has_failed,
    )
)
add_panel(Panel("inbox-errors", (TYPE,), gettext_lazy("Wrong fields"), 20, _wrong_fields))


def _failed(actor: Actor) -> QuerySet[Message]:
    """Messages that wait for a person."""
    return visible(actor, Message).filter(state=Message.State.FAILED)


nav_counters.register(TYPE, _failed)
