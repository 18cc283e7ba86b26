"""The cards of a board: three lines at most, drawn from the description."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from femida.platform.access.policy import Policy
from femida.platform.objects.types import Field, FieldType, ObjectType
from femida.platform.screens.cards.head import move_url
from femida.platform.screens.lists.columns import Column, card_prefix, is_hidden, prepare_columns
from femida.platform.screens.lists.listing import Row, rows_by_id
from femida.platform.screens.ports import Cell, StageStep, board_moves
from femida.platform.screens.requests import PageRequest
from femida.platform.ui.components import Place, avatar, board_card, safe, text

VERSION = Field("version", "", FieldType.NUMBER)


@dataclass(frozen=True, slots=True)
class BoardFields:
    """The fields a board reads: its lines, the column it stands in, the version for the move."""

    lines: tuple[Field, ...]
    board: Field
    version: tuple[Field, ...]

    @property
    def all(self) -> tuple[Field, ...]:
        """In the order of a row's cells."""
        return (*self.lines, self.board, *self.version)


def board_fields(policy: Policy, object_type: ObjectType) -> BoardFields:
    """What to read for the cards of this type: a sum hidden from the reader is not even added up."""
    columns = {column.name for column in object_type.model._meta.concrete_fields}
    lines = [object_type.field(name) for name in object_type.board_lines]
    return BoardFields(
        tuple(field for field in lines if not is_hidden(policy, field)),
        object_type.field(object_type.board),
        (VERSION,) if "version" in columns else (),
    )


class CardPen:
    """Draws the cards of one board: what is the same for all of them is found once."""

    def __init__(
        self,
        policy: Policy,
        object_type: ObjectType,
        fields: BoardFields,
        rows: Sequence[Row],
        steps: Sequence[StageStep],
    ) -> None:
        lines = [row.cells[: len(fields.lines)] for row in rows]
        self.columns = prepare_columns(policy, object_type, fields.lines, lines)
        self.fields = fields
        self.prefix = card_prefix(object_type)
        self.movable = object_type.key in board_moves
        self.slug = object_type.slug
        self.steps = steps
        self.object_type = object_type

    def draw(self, row: Row) -> SafeString:
        """One card. The first line with words stands beside the sum, the others below with the person."""
        what: list[str] = []
        amount: object = ""
        who: object = ""
        for column, one in zip(self.columns, row.cells, strict=False):
            if one.text in (None, "", row.title) and one.value is not False:
                continue
            if column.field.type is FieldType.PERSON:
                who = _person(one)
            elif column.field.type is FieldType.MONEY:
                amount = column.draw(one)
            else:
                what.append(_line(column, one))
        return board_card(
            self.object_type.name_of(row.title, row.id),
            url=f"{self.prefix}{row.id}/",
            key=row.id,
            move_url=move_url(self.slug, row.id) if self.movable else "",
            version=row.cells[-1].value if self.fields.version else "",
            places=[Place(key=step.value, label=str(step.label)) for step in self.steps],
            what=safe(what[0]) if what else "",
            amount=amount,
            burns=safe(" ".join(what[1:])),
            who=who,
        )


def _line(column: Column, one: Cell) -> str:
    return f'<span title="{text(column.field.label)}">{column.draw(one)}</span>'


def _person(one: Cell) -> SafeString:
    name = text(str(one.text or ""))
    if not name:
        return safe("")
    return safe(
        f'<span class="f-end" title="{name}">{avatar(str(one.text))}<span class="f-sr">{name}</span></span>'
    )


def draw_one(
    request: PageRequest, object_type: ObjectType, object_id: int, steps: Sequence[StageStep]
) -> SafeString | str:
    """The card of one row after a move, "" when the actor may no longer see it."""
    fields = board_fields(request.policy, object_type)
    rows = rows_by_id(request.policy, object_type, fields.all, [object_id])
    return CardPen(request.policy, object_type, fields, rows, steps).draw(rows[0]) if rows else ""
