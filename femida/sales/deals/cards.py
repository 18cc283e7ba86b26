"""What deals hang into the common screens."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from femida.platform.access.queries import get_visible, visible
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
    stage_sources,
)
from femida.platform.screens.stages import PipelineStages
from femida.platform.ui import components as ui
from femida.platform.ui import formats
from femida.sales.deals.commands import TYPE, move_deal, return_deal
from femida.sales.deals.models import Deal
from femida.sales.deals.pipeline import CONTACT_AGAIN, DEFERRED, KEY, LOST

FORMS = {LOST: "deals:refuse", DEFERRED: "deals:defer"}
STAGES = PipelineStages(KEY, FORMS, aside=(CONTACT_AGAIN, DEFERRED))
stage_sources.register(TYPE, STAGES)


def _move(actor: Actor, deal_id: int, to: str, version: int | None) -> None:
    """A drop on a column: refusing and putting aside ask for their forms first."""
    deal = get_visible(actor, Deal, deal_id)
    move_deal(actor, deal_id=deal_id, stage_id=STAGES.asked(actor, deal, TYPE, to).pk, version=version)


board_moves.register(TYPE, _move)


def _return_by_timer(actor: Actor, deal_id: int, to: Stage) -> None:
    return_deal(actor, deal_id=deal_id, stage_id=to.pk)


timed_moves.register(TYPE, _return_by_timer)


def _is_open(deal: Deal) -> bool:
    return deal.closed_at is None


def _is_in_work(deal: Deal) -> bool:
    return deal.closed_at is None and deal.stage.kind != Stage.Kind.WAITING


def _address(name: str) -> Callable[[Deal], str]:
    return lambda deal: reverse(f"deals:{name}", args=[deal.pk])


add_action(
    Action(
        "deals.defer", (TYPE,), gettext_lazy("Put aside"), _address("defer"), icon="clock",
        needs_right="deals.move", visible=_is_in_work, dialog=True, order=30,
    )
)  # fmt: skip
add_action(
    Action(
        "deals.refuse", (TYPE,), gettext_lazy("Refuse"), _address("refuse"), icon="x",
        needs_right="deals.refuse", visible=_is_open, dialog=True, order=40,
    )
)  # fmt: skip
add_action(
    Action(
        "deals.reassign", (TYPE,), gettext_lazy("Give to another"), _address("reassign"), icon="user",
        style="quiet", needs_right="deals.reassign", visible=_is_open, dialog=True, order=50,
    )
)  # fmt: skip


def _deals_of_party(context: PanelContext) -> SafeString | None:
    rows = (
        visible(context.actor, Deal)
        .filter(party_id=context.object_id)
        .order_by("-created_at")
        .values_list("pk", "title", "stage__name", "created_at")[:20]
    )
    lines = [
        (ui.link(title, reverse("deals:card", args=[pk])), ui.join([stage, " · ", formats.day(at)]))
        for pk, title, stage, at in rows
    ]
    return ui.facts(lines) if lines else None


add_panel(
    Panel(
        "deals.of_party",
        ("parties.party",),
        gettext_lazy("Deals"),
        35,
        _deals_of_party,
        needs_right="deals.view",
        live=(TYPE,),
    )
)
