"""What leads hang into the common screens: stages, moves, main effects, panels, the start page."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from femida.comms.telephony.queries import completed_calls_since
from femida.platform.access.queries import get_visible, visible
from femida.platform.conditions.gates import GateField, add_gate_field
from femida.platform.core.actor import Actor
from femida.platform.pipelines.models import Stage
from femida.platform.pipelines.timers import timed_moves
from femida.platform.screens.ports import (
    Action,
    Panel,
    PanelContext,
    add_action,
    add_panel,
    board_moves,
    due_composers,
    nav_counters,
    stage_sources,
)
from femida.platform.screens.stages import PipelineStages
from femida.platform.ui import components as ui
from femida.platform.ui import formats
from femida.sales.leads.commands import move_lead, return_lead
from femida.sales.leads.models import Enquiry, Lead
from femida.sales.leads.opening import TYPE
from femida.sales.leads.pipeline import CALL_AGAIN, DEFERRED, KEY, NEW, QUALIFIED, REFUSED
from femida.sales.sources.models import Source

FORMS = {QUALIFIED: "leads:qualify", REFUSED: "leads:refuse", DEFERRED: "leads:defer"}

add_gate_field(
    GateField(
        "calls.completed_since",
        gettext_lazy("Completed calls since the lead entered its stage"),
        TYPE,
        lambda lead: completed_calls_since(lead.party_id, lead.stage_since),
    )
)


def _return_by_timer(actor: Actor, lead_id: int, to: Stage) -> None:
    return_lead(actor, lead_id=lead_id, stage_id=to.pk)


timed_moves.register(TYPE, _return_by_timer)


STAGES = PipelineStages(KEY, FORMS, aside=(CALL_AGAIN, DEFERRED))
stage_sources.register(TYPE, STAGES)


def _move_on_board(actor: Actor, lead_id: int, to: str, version: int | None) -> None:
    """A drop on a column: a closing stage asks for its form first, after the gate has been looked at."""
    lead = get_visible(actor, Lead, lead_id)
    move_lead(actor, lead_id=lead_id, stage_id=STAGES.asked(actor, lead, TYPE, to).pk, version=version)


board_moves.register(TYPE, _move_on_board)


# Before the call there is nothing to do but call.
due_composers.register(TYPE, lambda lead: "call" if lead.stage.key in (NEW, CALL_AGAIN) else "")


def _is_open(lead: Lead) -> bool:
    return lead.closed_at is None


def _is_waiting(lead: Lead) -> bool:
    return lead.closed_at is None and lead.responsible_id is None


def _address(name: str) -> Any:
    return lambda lead: reverse(f"leads:{name}", args=[lead.pk])


add_action(
    Action(
        "leads.take",
        (TYPE,),
        gettext_lazy("Take"),
        _address("take"),
        method="post",
        style="primary",
        icon="user-check",
        needs_right="leads.take",
        visible=_is_waiting,
        order=5,
    )
)
add_action(
    Action(
        "leads.qualify",
        (TYPE,),
        gettext_lazy("Qualify"),
        _address("qualify"),
        style="primary",
        icon="check",
        needs_right="leads.qualify",
        visible=_is_open,
        dialog=True,
        order=10,
    )
)
add_action(
    Action(
        "leads.defer",
        (TYPE,),
        gettext_lazy("Put aside"),
        _address("defer"),
        icon="clock",
        needs_right="leads.move",
        visible=_is_open,
        dialog=True,
        order=20,
    )
)
add_action(
    Action(
        "leads.refuse",
        (TYPE,),
        gettext_lazy("Refuse"),
        _address("refuse"),
        icon="x",
        needs_right="leads.refuse",
        visible=_is_open,
        dialog=True,
        order=30,
    )
)
add_action(
    Action(
        "leads.reassign",
        (TYPE,),
        gettext_lazy("Give to another"),
        _address("reassign"),
        icon="user",
        style="quiet",
        needs_right="leads.reassign",
        visible=_is_open,
        dialog=True,
        order=40,
    )
)


def _enquiries(context: PanelContext) -> SafeString | None:
    """What the client wrote, the newest first."""
    rows = (
        visible(context.actor, Enquiry)
        .filter(lead_id=context.object_id)
        .order_by("-received_at")
        .values_list("received_at", "source__name", "subject", "text")[:10]
    )
    drawn = [
        ui.event(
            source,
            when=formats.when(at),
            body="\n".join(part for part in (subject, text) if part),
            icon_name="message",
            quote=True,
        )
        for at, source, subject, text in rows
    ]
    return ui.timeline(drawn) if drawn else None


add_panel(Panel("leads.enquiries", (TYPE,), gettext_lazy("Enquiries"), 10, _enquiries))


def _source_hint(context: PanelContext) -> SafeString | None:
    """What the firm wants said to clients of this source."""
    information = Source.objects.values_list("information", flat=True).get(pk=context.row.source_id)
    return ui.note(information) if information else None


add_panel(Panel("leads.source", (TYPE,), gettext_lazy("About the source"), 60, _source_hint))


def _leads_of_party(context: PanelContext) -> SafeString | None:
    rows = (
        visible(context.actor, Lead)
        .filter(party_id=context.object_id)
        .order_by("-created_at")
        .values_list("pk", "subject", "stage__name", "created_at")[:20]
    )
    lines = [
        (
            ui.link(subject or _("Lead"), reverse("leads:card", args=[pk])),
            ui.join([stage, " · ", formats.day(at)]),
        )
        for pk, subject, stage, at in rows
    ]
    return ui.facts(lines) if lines else None


add_panel(
    Panel(
        "leads.of_party",
        ("parties.party",),
        gettext_lazy("Leads"),
        30,
        _leads_of_party,
        needs_right="leads.view",
        live=(TYPE,),
    )
)


def _waiting(actor: Actor) -> QuerySet[Lead]:
    """One's own leads that wait for the first or the next call."""
    return visible(actor, Lead).filter(closed_at=None, stage__key__in=("new", "call_again"))


nav_counters.register(TYPE, _waiting)
