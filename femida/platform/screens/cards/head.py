"""The head of a card: name, contact, who is responsible, the way of stages, the main effects."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString

from femida.platform.objects.types import FieldType
from femida.platform.screens.lists.columns import masks_of
from femida.platform.screens.ports import (
    Action,
    Cell,
    PanelContext,
    StageStep,
    board_moves,
    card_actions,
    right_lets,
    stage_sources,
)
from femida.platform.ui.components import Step, button, chevrons, icon, join, person, safe, text


def contact(context: PanelContext, values: Mapping[str, Cell]) -> SafeString | str:
    """The masked main contact of the card's party, if the type has a contact and the room shows one."""
    for field in context.object_type.fields:
        if field.type is FieldType.CONTACT and values[field.name].value is not None:
            party = values[field.name].value
            mask = masks_of(context.policy, [party]).get(party)
            if mask:
                return safe(
                    f'<span class="f-contact">{icon("phone", size="sm")}<span>{text(mask)}</span></span>'
                )
    return ""


def responsible(context: PanelContext, values: Mapping[str, Cell]) -> SafeString | str:
    """The person who answers for the object."""
    field = context.object_type.by_name.get("responsible")
    if field is None or field.type is not FieldType.PERSON or not values["responsible"].text:
        return ""
    return person(str(values["responsible"].text), title=str(field.label))


def stages(context: PanelContext) -> SafeString | str:
    """The chevrons, pressable where the actor may move the row."""
    source = stage_sources.get(context.object_type.key)
    if source is None:
        return ""
    steps, current = source.steps(context.actor, context.row)
    if not steps:
        return ""
    url = (
        move_url(context.object_type.slug, context.object_id)
        if context.object_type.key in board_moves
        else ""
    )
    return chevrons([_step(one, url, context.row) for one in steps], current)


def move_url(slug: str, object_id: int) -> str:
    """Where a move to another stage is posted, "" for a type without pages."""
    try:
        return reverse(f"{slug}:move", args=[object_id])
    except NoReverseMatch:
        return ""


def _step(one: StageStep, url: str, row: Any) -> Step:
    attrs: dict[str, object] = {}
    if one.allowed and one.dialog:
        attrs = {"hx_get": one.dialog, "hx_target": "#dialog-body"}
    elif one.allowed and url:
        values = {"to": one.value, "version": getattr(row, "version", "")}
        attrs = {"hx_post": url, "hx_vals": json.dumps(values), "hx_swap": "none", "hx_disabled_elt": "this"}
    return Step(
        key=one.value,
        label=str(one.label),
        colour=one.colour,
        note=one.note,
        late=one.late,
        skipped=one.aside,
        attrs=attrs,
    )


def actions(context: PanelContext) -> SafeString:
    """The buttons of the head; at most one of them is primary."""
    fitting = sorted(
        (one for one in card_actions if context.object_type.key in one.object_types),
        key=lambda one: one.order,
    )
    shown = [
        one for one in fitting if right_lets(context.policy, one.needs_right) and one.visible(context.row)
    ]
    return join(_buttons(shown, context.row))


def _buttons(shown: Sequence[Action], row: Any) -> list[SafeString]:
    drawn = []
    has_primary = False
    for action in shown:
        tone = "" if action.style == "primary" and has_primary else action.style
        has_primary = has_primary or tone == "primary"
        drawn.append(_button(action, tone, action.url(row)))
    return drawn


def _button(action: Action, tone: Any, url: str) -> SafeString:
    attrs: dict[str, Any] = {"data_key": action.shortcut or None}
    link = ""
    if action.dialog:
        attrs |= {"hx_get": url, "hx_target": "#dialog-body"}
    elif action.method == "post":
        attrs |= {"hx_post": url, "hx_swap": "none", "hx_disabled_elt": "this"}
        attrs["hx_confirm"] = action.confirm or None
    else:
        link = url
    return button(action.label, tone=tone, icon_name=action.icon, url=link, **attrs)
