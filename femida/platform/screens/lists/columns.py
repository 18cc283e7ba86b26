"""How values look in cells: one Python function per field type, escaping by default, without SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from django.urls import NoReverseMatch, get_urlconf, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from femida.platform.access.policy import Policy
from femida.platform.objects.types import Field, FieldType, ObjectType, object_types
from femida.platform.screens.ports import (
    Cell,
    ColumnRenderer,
    column_renderers,
    contact_masks,
    stage_sources,
)
from femida.platform.ui import formats
from femida.platform.ui.components import EMPTY_CELL, cell, icon, person, safe, stage, text

LONG: Final = 120
"""Characters of a long text that a cell shows."""

# Prepares a renderer for one page: may ask the database once for all rows.
Prepare = Callable[[Policy, ObjectType, Field, Sequence[Any]], ColumnRenderer]


@dataclass(frozen=True, slots=True)
class Column:
    """A field as it stands in a list, with what draws it."""

    field: Field
    draw: ColumnRenderer

    @property
    def is_numeric(self) -> bool:
        """Whether its values stand at the right."""
        return self.field.numeric or self.field.type in (FieldType.NUMBER, FieldType.MONEY)


def prepare_columns(
    policy: Policy, object_type: ObjectType, fields: Iterable[Field], rows: Sequence[Sequence[Cell]]
) -> list[Column]:
    """The columns of a page; `rows` hold the cells in the order of the fields.

    Contacts cost one query for the page, stages at most one; all other columns none.
    """
    columns = []
    for index, field in enumerate(fields):
        if is_hidden(policy, field):
            columns.append(Column(field, _hidden))
            continue
        own = column_renderers.get(f"{object_type.key}:{field.name}")
        values = [row[index].value for row in rows]
        columns.append(Column(field, own or _PREPARE[field.type](policy, object_type, field, values)))
    return columns


def is_hidden(policy: Policy, field: Field) -> bool:
    """Whether the reader lacks the right that the field's sensitivity names."""
    return "." in field.sensitivity and not policy.may(field.sensitivity)


def _hidden(_one: Cell) -> SafeString:
    return icon("eye-off", label=_("hidden from you"), size="sm")


def _plain(draw: ColumnRenderer) -> Prepare:
    def prepare(_policy: Policy, _type: ObjectType, _field: Field, _values: Sequence[Any]) -> ColumnRenderer:
        return draw

    return prepare


def _text(one: Cell) -> SafeString:
    return cell(one.text)


def _long_text(one: Cell) -> SafeString:
    if not one.text:
        return EMPTY_CELL
    words = " ".join(str(one.text).split())
    if len(words) <= LONG:
        return cell(words)
    return safe(f'<span title="{text(words)}">{text(words[:LONG].rstrip())}…</span>')


def _number(one: Cell) -> SafeString:
    return EMPTY_CELL if one.value is None else cell(formats.number(one.value))


def _money(one: Cell) -> SafeString:
    return EMPTY_CELL if one.value is None else cell(formats.money(one.value))


def _time(one: Cell) -> SafeString:
    return formats.when(one.value)


def _yes_no(one: Cell) -> SafeString:
    if one.value is None:
        return EMPTY_CELL
    return cell(_("yes") if one.value else _("no"))


def _person(one: Cell) -> SafeString:
    return person(str(one.text or ""))


def _choice(_policy: Policy, _type: ObjectType, field: Field, _values: Sequence[Any]) -> ColumnRenderer:
    labels = {str(key): str(label) for key, label in field.choices()} if field.choices else {}

    def draw(one: Cell) -> SafeString:
        return cell(labels.get(str(one.value), one.text))

    return draw


def _reference(policy: Policy, _type: ObjectType, field: Field, _values: Sequence[Any]) -> ColumnRenderer:
    target = object_types.get(field.to) if field.to else None
    prefix = card_prefix(target) if target is not None and policy.may(target.view_right) else ""

    def draw(one: Cell) -> SafeString:
        if one.value is None or one.text in (None, ""):
            return EMPTY_CELL
        if not prefix:
            return cell(one.text)
        return safe(f'<a href="{prefix}{int(one.value)}/">{text(one.text)}</a>')

    return draw


def _stage(policy: Policy, object_type: ObjectType, _field: Field, _values: Sequence[Any]) -> ColumnRenderer:
    source = stage_sources.get(object_type.key)
    colours = {step.value: step.colour for step in source.columns(policy.actor)} if source else {}

    def draw(one: Cell) -> SafeString:
        if one.text in (None, ""):
            return EMPTY_CELL
        return stage(one.text, colours.get(str(one.value), "slate"))

    return draw


def _contact(policy: Policy, _type: ObjectType, _field: Field, values: Sequence[Any]) -> ColumnRenderer:
    parties = list(dict.fromkeys(value for value in values if value is not None))
    masks = masks_of(policy, parties)

    def draw(one: Cell) -> SafeString:
        mask = masks.get(one.value)
        return safe(f'<span class="f-num">{text(mask)}</span>') if mask else EMPTY_CELL

    return draw


def masks_of(policy: Policy, party_ids: Sequence[int]) -> Mapping[int, str]:
    """The masked main contacts of parties; nothing while no room knows contacts."""
    source = contact_masks.get("parties")
    return source(policy.actor, party_ids) if source is not None and party_ids else {}


def card_prefix(object_type: ObjectType) -> str:
    """The address of a type's cards without the key, "" when it has no pages."""
    return _prefix(object_type.slug, get_urlconf())


@cache
def _prefix(slug: str, _urlconf: str | None) -> str:
    # addresses are fixed while the process lives, and a page asks for thirty
    try:
        return reverse(f"{slug}:list")
    except NoReverseMatch:
        return ""


_PREPARE: Final[dict[FieldType, Prepare]] = {
    FieldType.TEXT: _plain(_text),
    FieldType.LONG_TEXT: _plain(_long_text),
    FieldType.NUMBER: _plain(_number),
    FieldType.MONEY: _plain(_money),
    FieldType.DATE: _plain(_time),
    FieldType.MOMENT: _plain(_time),
    FieldType.YES_NO: _plain(_yes_no),
    FieldType.PERSON: _plain(_person),
    FieldType.CHOICE: _choice,
    FieldType.REFERENCE: _reference,
    FieldType.STAGE: _stage,
    FieldType.CONTACT: _contact,
}
