"""What stands over a list and a board alike: views, search, filters, the one main act."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from femida.platform.objects.types import ObjectType
from femida.platform.screens.lists import filters
from femida.platform.screens.lists.asking import Asking
from femida.platform.screens.lists.chips import active_chips, quick_chips
from femida.platform.screens.ports import right_lets
from femida.platform.screens.requests import PageRequest
from femida.platform.ui.components import button, safe
from femida.platform.ui.pages import render_page, wanted_target


def bar_context(
    request: PageRequest, object_type: ObjectType, asking: Asking, *, region: str, view: str
) -> dict[str, Any]:
    """The variables of listing_title.html and listing_bar.html."""
    return {
        "object_type": object_type,
        "asking": asking,
        "region": region,
        "filters_region": filters.REGION if filters.filter_fields(object_type) else "",
        "live_trigger": live_trigger([object_type.key]),
        "acts": new_button(request, object_type),
        "views": view_switch(object_type, asking, current=view),
        "quick_chips": quick_chips(object_type, asking),
        "active_chips": active_chips(request.policy, object_type, asking),
        "here": f"{request.path}{asking.here}",
        "kept": kept_params(asking),
    }


def answer(
    request: PageRequest, asking: Asking, context: dict[str, Any], *, whole: str, part: str
) -> HttpResponse:
    """The page, or the region alone for htmx."""
    region = str(context["region"])
    drawn = render_page(request, whole, context, fragments={region: part})
    if wanted_target(request) == region and "" in request.GET.values():
        # A form sends its empty fields too; the address goes without them.
        drawn.headers["HX-Push-Url"] = f"{request.path}{asking.here}"
    return drawn


def filters_answer(
    request: PageRequest, object_type: ObjectType, asking: Asking, region: str
) -> HttpResponse:
    """The form of filters alone; the rows are not read."""
    shown = {field.name for field in filters.filter_fields(object_type)}
    context = {
        "filters": filters.draw_filters(request.policy, object_type, asking),
        "region": region,
        "other_kept": [pair for pair in kept_params(asking, but=()) if pair[0] not in shown],
    }
    return HttpResponse(render_to_string("screens/list_filters.html", context, request=request))


def live_trigger(keys: Sequence[str]) -> str:
    """The htmx trigger that draws a region again when objects of these types change."""
    names = [f"live:{key} from:body" for key in dict.fromkeys(keys)]
    return ", ".join([*names, "live:resync from:body"])


def new_button(request: PageRequest, object_type: ObjectType) -> SafeString | str:
    """The one main act of a list: to make a new object, for those who may."""
    if not object_type.create_url or not right_lets(request.policy, object_type.create_right):
        return ""
    return button(
        pgettext("act", "New"),
        url=object_type.create_url,
        tone="primary",
        icon_name="plus",
        data_key="n",
        data_key_label=f"{pgettext('act', 'New')}: {object_type.label}",
        hx_get=object_type.create_url,
        hx_target="#dialog-body",
    )


def view_switch(object_type: ObjectType, asking: Asking, *, current: str) -> SafeString | str:
    """The buttons between the list and the board of a type that has one."""
    if not object_type.board:
        return ""
    drawn = [
        button(
            label,
            url=asking.address(view=value),
            only_icon=True,
            icon_name=picture,
            small=True,
            aria_current="page" if key == current else None,
        )
        for key, value, label, picture in (
            ("list", "", _("As a list"), "list"),
            ("board", "board", _("As a board"), "layout-kanban"),
        )
    ]
    return safe(f'<span class="f-btns-joined">{"".join(drawn)}</span>')


def kept_params(asking: Asking, but: tuple[str, ...] = ("q",)) -> list[tuple[str, str]]:
    """The parameters that stay while others change; the place is given up."""
    dropped = {"after", "before", *but}
    return [
        (name, value)
        for name in asking.params
        if name not in dropped
        for value in asking.params.getlist(name)
    ]
