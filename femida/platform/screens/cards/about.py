"""The left side of a card: the panels, the first of them drawn from the description itself."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from femida.platform.conditions.fields import column_at
from femida.platform.core.errors import NotFound
from femida.platform.objects.types import Field, FieldType, ObjectType
from femida.platform.screens.lists.columns import prepare_columns
from femida.platform.screens.lists.listing import rows_by_id
from femida.platform.screens.ports import Cell, Panel, PanelContext, panels, right_lets
from femida.platform.ui.components import facts, join, panel


def read_values(context: PanelContext) -> tuple[str, dict[str, Cell]]:
    """The title and all described fields of the card's row: one statement. Raises NotFound."""
    object_type = context.object_type
    fields = single_fields(object_type)
    found = rows_by_id(context.policy, object_type, fields, [context.object_id])
    if not found:
        raise NotFound
    row = found[0]
    cells = {field.name: one for field, one in zip(fields, row.cells, strict=True)}
    return object_type.name_of(row.title, context.object_id), cells


def single_fields(object_type: ObjectType) -> list[Field]:
    """The fields with one value per row; several are for conditions and for panels of their own."""
    return [one for one in object_type.fields if not column_at(object_type.model, one.value_path)[1]]


def draw_panels(context: PanelContext, values: Mapping[str, Cell], side: str = "about") -> SafeString:
    """The panels of one side in their order; those with nothing to say are left out."""
    drawn: list[SafeString] = []
    if side == "about":
        drawn.append(_described(context, values))
    for one in panels_of(context, side):
        inside = one.render(context)
        if inside is not None:
            act = one.act(context) if one.act is not None else None
            drawn.append(
                panel(inside, title=one.title, acts=act or "", flush=one.flush, id=f"panel-{one.key}")
            )
    return join(drawn)


def panels_of(context: PanelContext, side: str | None = None) -> list[Panel]:
    """The panels that rooms have hung in for this type and this reader."""
    fitting = (
        one
        for one in panels
        if context.object_type.key in one.object_types
        and (side is None or one.side == side)
        and right_lets(context.policy, one.needs_right)
    )
    return sorted(fitting, key=lambda one: one.order)


def _described(context: PanelContext, values: Mapping[str, Cell]) -> SafeString:
    shown = [
        field
        for field in context.object_type.fields
        if field.name in values and field.type is not FieldType.CONTACT
    ]
    cells = [values[field.name] for field in shown]
    columns = prepare_columns(context.policy, context.object_type, shown, [cells])
    pairs = [(column.field.label, column.draw(one)) for column, one in zip(columns, cells, strict=True)]
    return panel(facts(pairs), title=_("About"), id="panel-about")
