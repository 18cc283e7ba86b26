"""Descriptions of business objects: written once, used by every list, card, filter, search and report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from django.db.models import Model

from femida.platform.core.errors import Text
from femida.platform.core.ports import Port


class FieldType(StrEnum):
    """What a field holds; decides its renderer, its conditions and its editor."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    MOMENT = "moment"
    YES_NO = "yes_no"
    CHOICE = "choice"
    REFERENCE = "reference"
    PERSON = "person"
    STAGE = "stage"
    CONTACT = "contact"


# (value, label) pairs of a choice field, asked when needed.
Choices = Callable[[], Sequence[tuple[str, Text]]]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an object type. What Django's model already says is not said again.

    `column` is the ORM path of the value (`stage_id`), `text` the path of what is shown for a reference
    (`party__name`), `to` the object type a reference leads to. `sensitivity` names who sees the value:
    "" everybody who sees the row, "contact" masked until revealed, a right («deals.see_amount») whoever has
    it. `sortable` fields must stand first in an index of the model.
    """

    name: str
    label: Text
    type: FieldType
    column: str = ""
    text: str = ""
    to: str = ""
    sensitivity: str = ""
    filterable: bool = True
    sortable: bool = False
    groupable: bool = False
    editable: bool = False
    choices: Choices | None = None
    numeric: bool = False

    @property
    def value_path(self) -> str:
        """ORM path of the stored value."""
        return self.column or self.name

    @property
    def text_path(self) -> str:
        """ORM path of what a person reads."""
        return self.text or self.value_path


@dataclass(frozen=True, slots=True)
class QuickFilter:
    """A chip above the list: a named condition (in the condition language)."""

    key: str
    label: Text
    condition: dict[str, object]


@dataclass(frozen=True)
class ObjectType:
    """A business object type.

    `slug` is its part of the address (`/leads/`), `title` the ORM path of its name, `search` the
    columns it is searched by, the name first (ORM paths along keys; `platform.search` keeps their words in
    entries), `hint` the field that stands beside the name where objects of all types are found together,
    `everywhere` that they are found there at all, `order` the default order (indexed; ends with the
    key), `board` the field a board has columns by, `create_right` the right that shows the «new» button;
    `keys` the shortcut to its list («g l»), `on_phone` puts it into the bar at the thumb; `landing` is the
    quick filter that the navigation opens the list with, `nav_order` its place there: small for daily work;
    `untitled` is what a row without a name is called («Draft contract»), `totals` are fields of money that a
    list adds up over its rows.
    """

    key: str
    model: type[Model]
    label: Text
    plural: Text
    icon: str
    slug: str
    view_right: str
    title: str
    fields: tuple[Field, ...]
    columns: tuple[str, ...]
    order: tuple[str, ...] = ("-created_at", "-id")
    search: tuple[str, ...] = ()
    hint: str = ""
    everywhere: bool = True
    board: str = ""
    board_lines: tuple[str, ...] = ()
    create_right: str = ""
    create_url: str = ""
    quick_filters: tuple[QuickFilter, ...] = ()
    department: Text = ""
    keys: str = ""
    on_phone: bool = False
    landing: str = ""
    nav_order: int = 500
    untitled: Text = ""
    totals: tuple[str, ...] = ()

    @cached_property
    def by_name(self) -> dict[str, Field]:
        """Fields by name."""
        return {f.name: f for f in self.fields}

    def name_of(self, title: str | None, object_id: int) -> str:
        """What a row is called where its name stands alone."""
        return title or str(self.untitled) or f"{self.label} {object_id}"

    def field(self, name: str) -> Field:
        """A field by name. Raises KeyError when the description has none."""
        return self.by_name[name]


object_types: Port[ObjectType] = Port("object type")


def describe(object_type: ObjectType) -> ObjectType:
    """Register a description (called in a room's `objects.py`)."""
    names = [f.name for f in object_type.fields]
    if len(set(names)) != len(names):
        raise ValueError(f"{object_type.key}: a field is described twice")
    used = {*object_type.columns, *object_type.board_lines, *object_type.totals}
    unknown = (used | {object_type.board or names[0], object_type.hint or names[0]}) - set(names)
    if unknown:
        raise ValueError(f"{object_type.key}: not described: {sorted(unknown)}")
    return object_types.register(object_type.key, object_type)
