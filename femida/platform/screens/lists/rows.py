"""The rows of a table: drawn in Python, what is the same for all rows found once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Literal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from femida.platform.screens.lists.columns import Column
from femida.platform.screens.lists.listing import Row
from femida.platform.screens.ports import ExtraColumn
from femida.platform.ui.components import Head, column_class, safe, text

# A column of a room above with its values for the rows of this page.
Extra = tuple[ExtraColumn, Mapping[int, Any]]

_ON_PHONES: Final = 2
_ON_NARROW: Final = 5


def place_width(index: int) -> Literal["", "mid", "wide"]:
    """Where a column is dropped: phones show the first two, narrow windows the first five."""
    if index < _ON_PHONES:
        return ""
    return "mid" if index < _ON_NARROW else "wide"


class RowPen:
    """Draws the rows of one page of a list whose cards stand under `path`."""

    def __init__(
        self, path: str, columns: Sequence[Column], extras: Sequence[Extra], untitled: str = ""
    ) -> None:
        self.path = text(path)
        self.extras = extras
        self.nameless = untitled or _("No name")
        self.draw_first = columns[0].draw
        self.first_class = _class_of(0, columns[0])
        self.rest = [(column.draw, _td(index, column)) for index, column in enumerate(columns) if index]

    def rows(self, rows: Iterable[Row]) -> list[SafeString]:
        """All rows of the page."""
        return [self.row(row) for row in rows]

    def row(self, row: Row) -> SafeString:
        """One row; a click or Enter on it opens its card, its first cell is the link to it."""
        url = f"{self.path}{row.id}/"
        cells = row.cells
        first = _without_link(self.draw_first(cells[0]), row.title or self.nameless)
        parts = [
            f'<tr id="row-{row.id}" data-row="{row.id}" data-href="{url}" data-split="{url}" tabindex="-1">'
            f'<th scope="row" class="{self.first_class}"><a href="{url}">{first}</a></th>'
        ]
        for (draw, opening), one in zip(self.rest, cells[1:], strict=True):
            parts.append(f"{opening}{text(draw(one))}</td>")
        for extra, values in self.extras:
            value = values.get(row.id)
            parts.append(f"<td>{text(extra.render(value)) if value is not None else ''}</td>")
        parts.append("</tr>")
        return safe("".join(parts))


def _td(index: int, column: Column) -> str:
    css = _class_of(index, column)
    return f'<td class="{css}">' if css else "<td>"


def _class_of(index: int, column: Column) -> str:
    head = Head(label="", numeric=column.is_numeric, pinned=index == 0, width=place_width(index))
    return column_class(head)


def _without_link(drawn: SafeString, title: str) -> str:
    """The first cell is the link to the card, so it holds no link of its own."""
    return str(drawn) if "<a " not in drawn and "f-empty-cell" not in drawn else text(title)
