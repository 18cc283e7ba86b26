"""What a new firm's execution starts with: the pipeline, reasons of return, types of actions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from femida.platform.commands.core import command
from femida.platform.core.actor import Actor
from femida.platform.pipelines.design import load_design
from femida.practice.execution.commands import add_action_type
from femida.practice.execution.models import ActionType, ReturnReason
from femida.practice.execution.pipeline import DESIGN

REASONS = (
    _("Documents of the client are missing"),
    _("The matter is described poorly"),
    _("What was promised cannot be done"),
    _("Wrong service or amount"),
    _("Not for this office"),
    _("Another reason"),
)

# name, what the client is told, whether she is told it
TYPES = (
    (_("Consultation"), "", False),
    (_("Documents received"), _("We have received your documents and are studying them."), True),
    (_("Document prepared"), _("We have prepared a document on your matter."), True),
    (_("Filed with the court"), _("We have filed documents with the court."), True),
    (_("Court hearing"), _("There was a court hearing on your matter."), True),
    (_("Request sent"), _("We have sent a request on your matter."), True),
    (_("Answer received"), _("We have received an answer to our request."), True),
    (_("Decision received"), _("There is a decision on your matter."), True),
    (_("Study of the matter"), "", False),
)


@command(right="pipelines.change")
def load_execution_preset(actor: Actor) -> None:
    """Load the ready pipeline, reasons and types in the language now active; what exists is left alone."""
    load_design(DESIGN)
    for order, name in enumerate(REASONS, start=1):
        ReturnReason.objects.get_or_create(name=str(name), defaults={"order": order * 10})
    if ActionType.objects.exists():
        return
    for order, (name, text, is_public) in enumerate(TYPES, start=1):
        add_action_type(actor, name=str(name), notice_text=str(text), is_public=is_public, order=order * 10)
