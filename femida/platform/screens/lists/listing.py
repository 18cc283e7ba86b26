"""The rows of a list: one statement through the policy, plain tuples, no objects."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from django.db.models import Count, QuerySet, Sum

from femida.platform.access.policy import Policy
from femida.platform.access.prepared import prepared
from femida.platform.access.queries import visible
from femida.platform.conditions.compiling import compile_condition, is_timeless
from femida.platform.core.statements import Hole, Statement, counts_of, write
from femida.platform.objects.types import Field, ObjectType
from femida.platform.screens.lists.asking import Asking
from femida.platform.screens.lists.keyset import beyond, order_steps, place_of
from femida.platform.screens.lists.names import name_of
from femida.platform.screens.ports import Cell
from femida.platform.search.finding import found_keys

PAGE: Final = 50
COUNTED: Final = 1001
ADDED_UP: Final = 10_000
"""Sums are shown over so many rows at most: a sum of a part would be a wrong number."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its key, its title and a cell per asked field."""

    id: int
    title: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a list, with the places from which it goes on in both directions ("" where it ends)."""

    rows: tuple[Row, ...]
    older: str
    newer: str


class Matching:
    """The rows that an address asks for, without order, and how many they are where that is known already.

    `key` names them where they follow from the policy and the address alone: their statements are then
    written once.
    """

    def __init__(
        self,
        policy: Policy,
        build: Callable[[], QuerySet[Any]],
        *,
        key: Hashable | None = None,
        known_count: int | None = None,
    ) -> None:
        self._policy = policy
        self._build = build
        self._key = key
        self.known_count = known_count

    @cached_property
    def rows(self) -> QuerySet[Any]:
        """The rows."""
        return self._build()

    def count(self) -> int:
        """How many rows there are, counted no further than a page says («1 000+»)."""
        if self.known_count is not None:
            return self.known_count
        (count,) = counts_of([self.statement("count", lambda: self.rows.values_list("pk")[:COUNTED])])
        return count

    def statement(self, what: Hashable, build: Callable[[], QuerySet[Any]]) -> Statement:
        """The statement of something made of these rows; `what` tells it from their other statements."""
        if self._key is None:
            return write(build())
        return prepared(self._policy, (self._key, what), build)


def matching(policy: Policy, object_type: ObjectType, asking: Asking) -> Matching:
    """The visible rows that the filters and the search leave.

    A search is run once, here, whatever is then asked of its rows: the page, their number, the columns of a
    board.
    """

    def build() -> QuerySet[Any]:
        rows = visible(policy.actor, object_type.model).order_by()
        if asking.conditions:
            rows = rows.filter(compile_condition(policy, object_type, asking.condition))
        return rows

    if not asking.search:
        written = json.dumps(asking.condition, sort_keys=True)
        key = (object_type.key, written) if is_timeless(object_type, asking.condition) else None
        return Matching(policy, build, key=key)
    found = found_keys(policy, build(), object_type, asking.search)
    return Matching(
        policy,
        lambda: object_type.model._default_manager.filter(pk__in=sorted(found)),
        known_count=min(len(found), COUNTED),
    )


def totals_of(matched: Matching, fields: Sequence[Field]) -> list[Decimal] | None:
    """The sums of fields of money over all rows that fit: one statement; None for too many rows."""
    paths = [field.value_path for field in fields]
    rows = matched.rows.values("pk", *paths)[: ADDED_UP + 1]
    sums = {f"sum_{place}": Sum(path) for place, path in enumerate(paths)}
    found = rows.aggregate(count=Count("pk"), **sums)
    if found["count"] > ADDED_UP:
        return None
    return [found[name] or Decimal("0.00") for name in sums]


def rows_by_id(
    policy: Policy, object_type: ObjectType, fields: Sequence[Field], ids: Sequence[int]
) -> list[Row]:
    """Those of the rows with these keys that the reader sees, in no order: one statement."""
    shape = Shape(object_type, fields, ())

    def build() -> QuerySet[Any]:
        return shape.read(visible(policy.actor, object_type.model).filter(pk__among=Hole("ids")).order_by())

    statement = prepared(policy, ("rows", object_type.key, *shape.paths), build)
    return [shape.row(one) for one in statement.rows(ids=list(ids))]


def listing(object_type: ObjectType, asking: Asking, fields: Sequence[Field], matched: Matching) -> Listing:
    """The page that an address asks for: one statement."""
    steps = order_steps(object_type.model, order_of(object_type, asking.sort))
    backwards = bool(asking.before) and not asking.after
    if backwards:
        steps = [step.reversed() for step in steps]
    place = asking.before if backwards else asking.after
    start = beyond(object_type.model, steps, place) if place else None
    shape = Shape(object_type, fields, [step.path for step in steps])
    terms = [step.term for step in steps]

    def build() -> QuerySet[Any]:
        rows = matched.rows if start is None else matched.rows.filter(start)
        return shape.read(rows).order_by(*terms)[: PAGE + 1]

    # the place of a further page stands in its statement, so that one is written each time
    statement = matched.statement((*terms, *shape.paths), build) if start is None else write(build())
    found = statement.rows()
    goes_on, found = len(found) > PAGE, found[:PAGE]
    if backwards:
        found.reverse()
    has_newer = goes_on if backwards else start is not None
    has_older = start is not None if backwards else goes_on
    return Listing(
        rows=tuple(shape.row(one) for one in found),
        older=shape.place(found[-1]) if found and has_older else "",
        newer=shape.place(found[0]) if found and has_newer else "",
    )


def order_of(object_type: ObjectType, sort: str) -> Sequence[str]:
    """The order an address asks for, or the type's own when it names no sortable field."""
    field = object_type.by_name.get(sort.removeprefix("-"))
    if field is None or not field.sortable:
        return object_type.order
    sign = "-" if sort.startswith("-") else ""
    return (f"{sign}{field.value_path}", f"{sign}pk")


class Shape:
    """Which ORM paths are selected and where each value then stands in a tuple."""

    def __init__(self, object_type: ObjectType, fields: Sequence[Field], order: Sequence[str]) -> None:
        self._model = object_type.model
        self._ordered = frozenset(order)
        wanted = ["pk", object_type.title]
        for field in fields:
            wanted += [field.value_path, field.text_path]
        wanted += order
        self.paths = list(dict.fromkeys("pk" if path == "id" else path for path in wanted))
        self._at = {path: index for index, path in enumerate(self.paths)}
        self._at["id"] = 0
        self._title = self._at[object_type.title]
        self._cells = [(self._at[field.value_path], self._at[field.text_path]) for field in fields]
        self._order = [self._at[path] for path in order]

    def read(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The rows as tuples; names of related objects are looked up, not joined, unless they order rows."""
        columns = [
            path if path in self._ordered or "__" not in path else name_of(self._model, path)
            for path in self.paths
        ]
        tuples: QuerySet[Any] = rows.values_list(*columns)
        return tuples

    def row(self, values: Sequence[Any]) -> Row:
        """A row of the page."""
        cells = tuple(Cell(values[value], values[text], values[0]) for value, text in self._cells)
        return Row(values[0], str(values[self._title] or ""), cells)

    def place(self, values: Sequence[Any]) -> str:
        """Where the list goes on after a row."""
        return place_of([values[index] for index in self._order])
