"""The columns of a board and the rows in them: two statements, however many columns there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any, Final

from django.db import connection
from django.db.models import F, QuerySet

from femida.platform.access.policy import Policy
from femida.platform.objects.types import FieldType, ObjectType
from femida.platform.screens.boards.cards import BoardFields
from femida.platform.screens.lists.asking import Asking
from femida.platform.screens.lists.keyset import order_steps
from femida.platform.screens.lists.listing import COUNTED, Matching, Row, Shape, order_of
from femida.platform.screens.ports import StageStep, stage_sources

CARDS: Final = 30
"""How many cards a column shows at first, and how many more it brings each time."""


def board_steps(policy: Policy, object_type: ObjectType) -> Sequence[StageStep]:
    """The columns: stages of the pipeline, or the values of a choice."""
    field = object_type.field(object_type.board)
    if field.type is FieldType.STAGE:
        source = stage_sources.get(object_type.key)
        return source.columns(policy.actor) if source is not None else ()
    return [StageStep(str(value), label) for value, label in (field.choices() if field.choices else ())]


def column_rows(
    matched: Matching,
    object_type: ObjectType,
    asking: Asking,
    fields: BoardFields,
    steps: Sequence[StageStep],
    *,
    offset: int = 0,
) -> dict[str, list[Row]]:
    """The first cards of each column in the list's order: one statement for all columns."""
    if not steps:
        return {}
    order = order_steps(object_type.model, order_of(object_type, asking.sort))
    shape = Shape(object_type, fields.all, [one.path for one in order])
    terms = [one.term for one in order]

    def build() -> QuerySet[Any]:
        parts = [
            shape.read(_inside(matched, fields, step)).order_by(*terms)[offset : offset + CARDS + 1]
            for step in steps
        ]
        return parts[0] if len(parts) == 1 else parts[0].union(*parts[1:], all=True)

    columns_asked = tuple(step.value for step in steps)
    found = matched.statement(("cards", columns_asked, offset, *terms, *shape.paths), build).rows()
    place = len(fields.lines)
    columns: dict[str, list[Row]] = {step.value: [] for step in steps}
    for values in found:
        row = shape.row(values)
        columns[str(row.cells[place].value)].append(row)
    return columns


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows a column holds, counted no further than it says, and their sum while all are counted."""

    count: int = 0
    total: Decimal | None = None


def column_tallies(matched: Matching, fields: BoardFields, steps: Sequence[StageStep]) -> dict[str, Tally]:
    """Count and sum of each column: one statement."""
    money = next((field.value_path for field in fields.lines if field.type is FieldType.MONEY), None)
    summed = "sum(amount)" if money else "NULL::numeric"
    parts: list[str] = []
    given: list[Any] = []
    for number, step in enumerate(steps):
        build = partial(_counted, matched, fields, step, money)
        statement = matched.statement(("tally", step.value, money), build)
        if statement:
            parts.append(f"SELECT {number}, count(*), {summed} FROM ({statement.sql}) AS part")  # noqa: S608 - Django's SQL
            given.extend(statement.values)
    tallies = {step.value: Tally() for step in steps}
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), given)
            for number, count, total in cursor.fetchall():
                tallies[steps[number].value] = Tally(count, total if count < COUNTED else None)
    return tallies


def _counted(matched: Matching, fields: BoardFields, step: StageStep, money: str | None) -> QuerySet[Any]:
    rows = _inside(matched, fields, step).values("pk")
    return (rows.values("pk", amount=F(money)) if money else rows)[:COUNTED]


def _inside(matched: Matching, fields: BoardFields, step: StageStep) -> QuerySet[Any]:
    return matched.rows.filter(**{fields.board.value_path: step.value})
