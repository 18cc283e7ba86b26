"""What the address of a list asks for: search, filters, order, place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from femida.platform.conditions.language import Condition, Op, UnableToReadCondition
from femida.platform.objects.types import Field, FieldType, ObjectType

LONGEST_SEARCH: Final = 100
LONGEST_CONDITION: Final = 4000

# Values of `?field=` that are comparisons of their own.
_WORDS: Final[Mapping[str, Op]] = {
    "me": Op.ME,
    "my_team": Op.MY_TEAM,
    "my_office": Op.MY_OFFICE,
    "my_department": Op.MY_DEPARTMENT,
    "-": Op.IS_EMPTY,
}
_WITH_WORDS: Final = (FieldType.PERSON, FieldType.REFERENCE, FieldType.STAGE, FieldType.CHOICE)


@dataclass(frozen=True, slots=True)
class Asking:
    """An address of a list, taken apart; `conditions` hold one entry per chip, under its parameter."""

    object_type: ObjectType
    params: QueryDict
    search: str
    sort: str
    quick: str
    conditions: Mapping[str, Condition]
    after: str
    before: str

    @property
    def condition(self) -> Condition:
        """All filters together."""
        return {"all": list(self.conditions.values())} if self.conditions else {}

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the reader's rights leaves rows out."""
        return bool(self.search or self.conditions)

    @property
    def here(self) -> str:
        """The query string of this very page."""
        written = self.params.urlencode()
        return f"?{written}" if written else ""

    def address(self, **changes: str | None) -> str:
        """The query string with some parameters changed (None removes one); the place is given up."""
        params = self.params.copy()
        for name in ("after", "before"):
            params.pop(name, None)
        for name, value in changes.items():
            if value is None or value == "":
                params.pop(name, None)
            else:
                params[name] = value
        written = params.urlencode()
        return f"?{written}" if written else "?"


def read_asking(object_type: ObjectType, params: QueryDict) -> Asking:
    """Take the parameters of an address apart. Raises UnableToReadCondition for a filter nobody can read."""
    params = _filled(params)
    conditions: dict[str, Condition] = {}
    quick = params.get("quick", "")
    for chip in object_type.quick_filters:
        if chip.key == quick:
            conditions["quick"] = chip.condition
    for name in params:
        field = object_type.by_name.get(name)
        values = [value for value in params.getlist(name) if value != ""]
        if field is not None and values:
            conditions[name] = _simple(field, values)
    written = params.get("f", "")
    if written:
        conditions["f"] = _written(written)
    return Asking(
        object_type=object_type,
        params=params,
        search=params.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH],
        sort=params.get("sort", ""),
        quick=quick if "quick" in conditions else "",
        conditions=conditions,
        after=params.get("after", ""),
        before=params.get("before", ""),
    )


def _filled(params: QueryDict) -> QueryDict:
    """The parameters without the empty ones: a form sends all of its fields."""
    filled = params.copy()
    for name in params:
        values = [value for value in params.getlist(name) if value != ""]
        if values:
            filled.setlist(name, values)
        else:
            filled.pop(name)
    return filled


def _simple(field: Field, values: list[str]) -> Condition:
    if len(values) > 1:
        return {"field": field.name, "op": Op.IN.value, "value": [_typed(field, one) for one in values]}
    word = _WORDS.get(values[0]) if field.type in _WITH_WORDS else None
    if word is not None:
        return {"field": field.name, "op": word.value}
    if field.type in (FieldType.DATE, FieldType.MOMENT) and ".." in values[0]:
        return _range(field, values[0])
    op = Op.CONTAINS if field.type in (FieldType.TEXT, FieldType.LONG_TEXT) else Op.IS
    return {"field": field.name, "op": op.value, "value": _typed(field, values[0])}


def _range(field: Field, value: str) -> Condition:
    """`2026-11-01..2026-11-22`, either side may be left out."""
    first, _dots, last = value.partition("..")
    parts: list[Condition] = []
    if first:
        parts.append({"not": {"field": field.name, "op": Op.BEFORE.value, "value": first}})
    if last:
        parts.append({"not": {"field": field.name, "op": Op.AFTER.value, "value": last}})
    parts.append({"field": field.name, "op": Op.IS_SET.value})
    return {"all": parts}


def _typed(field: Field, value: str) -> Any:
    if field.type is FieldType.YES_NO:
        return value in ("1", "true", "yes")
    return value


def _written(text: str) -> Condition:
    try:
        read = json.loads(text) if len(text) <= LONGEST_CONDITION else None
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, dict):
        raise UnableToReadCondition(_("The filter in the address cannot be read."))
    return read
