"""The card of an object: head, panels, time-line; parts of it are drawn again when the object changes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from django.db.models import Model
from django.http import HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from femida.platform.access.queries import visible
from femida.platform.core.actor import Actor
from femida.platform.core.errors import NotFound
from femida.platform.journal.access_log import Kind, log_access
from femida.platform.objects.types import ObjectType
from femida.platform.pipelines.models import Staged
from femida.platform.screens.cards import about, head
from femida.platform.screens.cards.composer import draw_composer
from femida.platform.screens.cards.narrowing import read_asked
from femida.platform.screens.cards.story import read_story
from femida.platform.screens.cards.story_drawing import MORE, REGION, draw_further, draw_story
from femida.platform.screens.lists.bar import live_trigger
from femida.platform.screens.ports import PanelContext
from femida.platform.screens.requests import PageRequest
from femida.platform.ui.components import inner_tabs
from femida.platform.ui.pages import render_page, wanted_target

# Ids of the elements that ask for parts of the card: only the changed parts after news from elsewhere, these
# and an emptied composer after one's own act, the next page of the time-line, the card beside a list.
FRESH: Final = "card-fresh"
AGAIN: Final = "card-again"
SPLIT: Final = "split"
_PARTS: Final = {
    FRESH: "screens/card_parts.html",
    AGAIN: "screens/card_parts.html",
    SPLIT: "screens/card_split.html",
}


def card_page(request: PageRequest, object_type: ObjectType, object_id: int) -> HttpResponse:
    """Answer with the card or a part of it. A foreign row is not found, just as a missing one."""
    row = _row(request.actor, object_type.model, object_id)
    context = PanelContext(request, request.actor, request.policy, object_type, row)
    target = wanted_target(request)
    if target in (MORE, REGION):
        return _story(context, further=target == MORE)
    if target not in (FRESH, AGAIN):
        # Drawing an open card again is not another opening.
        address = request.META.get("REMOTE_ADDR") or ""
        log_access(
            request.actor, Kind.OPENED, object_type=object_type.key, object_id=object_id, address=address
        )
    parts = _parts(context, with_composer=target not in (FRESH, SPLIT), with_bar=target != SPLIT)
    return render_page(request, "screens/card.html", parts, fragments=_PARTS)


def _parts(context: PanelContext, *, with_composer: bool, with_bar: bool) -> dict[str, Any]:
    title, values = about.read_values(context)
    asked = read_asked(context.request.GET)
    object_type = context.object_type
    kinds = [f"{object_type.key}:{context.object_id}"]
    kinds += [key for panel in about.panels_of(context) for key in panel.live]
    tab = "story" if asked.is_narrowed else "about"
    return {
        "object_type": object_type,
        "row": context.row,
        "title": title,
        "contact": head.contact(context, values),
        "responsible": head.responsible(context, values),
        "stages": head.stages(context),
        "actions": head.actions(context),
        "panels": about.draw_panels(context, values),
        "side_panels": about.draw_panels(context, values, "story"),
        "composer": draw_composer(context) if with_composer else "",
        "timeline": draw_story(context, asked, read_story(context, asked), with_bar=with_bar),
        "tab": tab,
        "columns": _columns(tab),
        "card_url": context.request.path,
        "live_trigger": live_trigger(kinds),
    }


def _story(context: PanelContext, *, further: bool) -> HttpResponse:
    """The time-line alone, narrowed in another way, or its next page; the address keeps the narrowing."""
    asked = read_asked(context.request.GET)
    if further and asked.before is None:
        raise NotFound
    asked = asked if further else replace(asked, before=None)
    drawn = (draw_further if further else draw_story)(context, asked, read_story(context, asked))
    answer = HttpResponse(drawn)
    answer.headers["Cache-Control"] = "private, no-store"
    if not further:
        answer.headers["HX-Replace-Url"] = asked.address(context.request.path)
    return answer


def _row(actor: Actor, model: type[Model], object_id: int) -> Model:
    """The card's row; one in a pipeline comes with its stage, which effects and panels ask about."""
    rows = visible(actor, model)
    if issubclass(model, Staged):
        rows = rows.select_related("stage")
    row = rows.filter(pk=object_id).first()
    if row is None:
        raise NotFound
    return row


def _columns(tab: str) -> SafeString:
    """The tabs that choose between the columns on a phone."""
    names = (("about", _("About")), ("story", _("Time-line")))
    shown = [(label, key == tab, {"data_show_column": key}) for key, label in names]
    return inner_tabs(shown, label=_("Parts of the card"), css="f-only-phone")
