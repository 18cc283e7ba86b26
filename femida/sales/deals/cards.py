"""What deals hang into the common screens."""

from __future__ import annotations

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from femida.platform.access.queries import visible
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Invalid
from femida.platform.screens.ports import Panel, PanelContext, add_panel, board_moves, stage_sources
from femida.platform.screens.stages import PipelineStages
from femida.platform.ui import components as ui
from femida.platform.ui import formats
from femida.sales.deals.commands import TYPE, move_deal
from femida.sales.deals.models import Deal
from femida.sales.deals.pipeline import KEY

stage_sources.register(TYPE, PipelineStages(KEY))


def _move(actor: Actor, deal_id: int, to: str, version: int | None) -> None:
    if not to.isdecimal():
        raise Invalid({"stage": gettext_lazy("Choose a stage of this pipeline.")})
    move_deal(actor, deal_id=deal_id, stage_id=int(to), version=version)


board_moves.register(TYPE, _move)


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
