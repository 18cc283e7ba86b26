"""What deals say on the start page: the ones that a person leads."""

from __future__ import annotations

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from femida.platform.access.queries import visible
from femida.platform.access.rights import Scope
from femida.platform.pipelines.models import Stage
from femida.platform.screens.ports import HomeWidget, home_widgets
from femida.platform.screens.requests import PageRequest
from femida.platform.screens.stages import colour_name
from femida.platform.ui import components as ui
from femida.platform.ui import formats
from femida.sales.deals.commands import TYPE
from femida.sales.deals.models import Deal

SHOWN = 10


def who_and_what(name: str, what: str, url: str) -> SafeString:
    """The beginning of a line: who, and under it what about; both on one line each."""
    second = f'<div class="f-clip f-caption">{ui.text(what)}</div>' if what else ""
    return ui.safe(f'<div class="f-grow"><div class="f-clip">{ui.link(name, url)}</div>{second}</div>')


def stage_mark(name: str, colour: int) -> SafeString:
    """The stage in a line; a phone has no room for it."""
    return ui.safe(f'<span class="f-col-mid">{ui.stage(name, colour_name(colour))}</span>')


def _mine(request: PageRequest) -> SafeString | None:
    """One's own deals in work, those that have stood longest first; those put aside are left out."""
    policy = request.policy
    rows = (
        visible(request.actor, Deal)
        .filter(closed_at=None, responsible=policy.placement.employee_id)
        .exclude(stage__kind=Stage.Kind.WAITING)
        .order_by("stage_since", "pk")
        .values_list("pk", "party__name", "title", "stage__name", "stage__colour", "stage_since")[:SHOWN]
    )
    drawn = []
    for pk, name, title, stage, colour, since in rows:
        who = who_and_what(name, title, reverse("deals:card", args=[pk]))
        ago = ui.safe(f'<span class="f-num f-muted">{formats.when_ago(since)}</span>')
        drawn.append(f"<li>{ui.join([who, stage_mark(stage, colour), ago])}</li>")
    if drawn:
        return ui.safe(f'<ul class="f-items">{"".join(drawn)}</ul>')
    if policy.scope("deals.view") > Scope.OWN:
        return None
    return ui.state(_("No deals in work"), icon_name="check", small=True)


home_widgets.register(
    "deals.mine",
    HomeWidget(
        "deals.mine",
        gettext_lazy("My deals"),
        30,
        _mine,
        needs_right="deals.view",
        live=(TYPE,),
        flush=True,
    ),
)
