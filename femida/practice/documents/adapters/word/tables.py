"""Tables: widths, borders, merged cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from xml.etree.ElementTree import Element

from femida.practice.documents.adapters.word.styles import Styles
from femida.practice.documents.adapters.word.xml import (
    attribute,
    child,
    children,
    is_on,
    local,
    points,
    value,
)

_EIGHTH: Final = 8.0
_SIDES: Final = ("top", "bottom", "left", "right")
_NARROWEST: Final = 4.0
_ALIGNS: Final = {"center": "center", "right": "right", "end": "right"}


@dataclass(slots=True)
class _Cell:
    element: Element
    column: int
    span: int
    merge: str
    rows: int = 1


Blocks = Callable[[Element, float], list[dict[str, Any]]]


def read_table(table: Element, styles: Styles, blocks: Blocks, width: float) -> dict[str, Any]:
    """A table as a block for the layout; `width` is the room it has, in points."""
    properties = child(table, "tblPr")
    named = styles.table_properties(value(properties, "tblStyle"))
    borders = [one for one in (child(part, "tblBorders") for part in (properties, *named)) if one is not None]
    margins = [one for one in (child(part, "tblCellMar") for part in (properties, *named)) if one is not None]
    rows = [_cells(row) for row in _rows(table)]
    _join(rows)
    count = max((cell.column + cell.span for row in rows for cell in row), default=1)
    widths = _widths(table, rows, count, width)
    header_rows = 0
    for row in _rows(table):
        if not is_on(child(child(row, "trPr"), "tblHeader")):
            break
        header_rows += 1
    drawn = [
        [
            _drawn(cell, place, len(rows), count, borders, margins, blocks, widths)
            for cell in row
            if cell.merge != "continue"
        ]
        for place, row in enumerate(rows)
    ]
    return {
        "kind": "table",
        "columns": widths,
        "rows": drawn,
        "header": header_rows if header_rows < len(rows) else 0,
        "align": _ALIGNS.get(value(properties, "jc"), "left"),
    }


def _rows(table: Element) -> list[Element]:
    found = []
    for one in table:
        if local(one) == "tr":
            found.append(one)
        elif local(one) in ("sdt", "ins"):
            found += [row for row in one.iter() if local(row) == "tr"]
    return found


def _cells(row: Element) -> list[_Cell]:
    found: list[_Cell] = []
    before = value(child(row, "trPr"), "gridBefore", "0")
    column = int(before) if before.isdecimal() else 0
    for cell in children(row, "tc"):
        properties = child(cell, "tcPr")
        span = value(properties, "gridSpan", "1")
        merged = child(properties, "vMerge")
        width = max(1, int(span)) if span.isdecimal() else 1
        merge = "" if merged is None else attribute(merged, "val") or "continue"
        found.append(_Cell(cell, column, min(width, 63), merge))
        column += found[-1].span
    return found


def _join(rows: list[list[_Cell]]) -> None:
    """Count the rows of merged cells; one that goes on from nothing stands by itself."""
    open_cells: dict[int, _Cell] = {}
    for row in rows:
        for cell in row:
            above = open_cells.get(cell.column)
            if cell.merge == "continue" and above is not None and above.span == cell.span:
                above.rows += 1
                continue
            if cell.merge == "continue":
                cell.merge = ""
            open_cells[cell.column] = cell
            if not cell.merge:
                del open_cells[cell.column]


def _widths(table: Element, rows: list[list[_Cell]], count: int, width: float) -> list[float]:
    grid = [points(attribute(one, "w")) or 0.0 for one in children(child(table, "tblGrid"), "gridCol")]
    if len(grid) != count or not all(grid):
        grid = [0.0] * count
        for row in rows:
            for cell in row:
                given = points(attribute(child(child(cell.element, "tcPr"), "tcW"), "w")) or 0.0
                if cell.span == 1 and given:
                    grid[cell.column] = given
    if not all(grid):
        known = sum(grid)
        missing = sum(1 for one in grid if not one)
        share = max(_NARROWEST, (width - known) / missing)
        grid = [one or share for one in grid]
    whole = sum(grid)
    if whole > width:
        grid = [one * width / whole for one in grid]
    return [round(max(one, _NARROWEST), 2) for one in grid]


def _drawn(
    cell: _Cell,
    row: int,
    rows: int,
    columns: int,
    borders: list[Element],
    margins: list[Element],
    blocks: Blocks,
    widths: list[float],
) -> dict[str, Any]:
    properties = child(cell.element, "tcPr")
    own = child(properties, "tcBorders")
    outer = {
        "top": row == 0,
        "bottom": row + cell.rows == rows,
        "left": cell.column == 0,
        "right": cell.column + cell.span == columns,
    }
    stroke = {side: _border(side, own, borders, is_outer=outer[side]) for side in _SIDES}
    inset = {side: _margin(side, child(properties, "tcMar"), margins) for side in _SIDES}
    fill = attribute(child(properties, "shd"), "fill")
    room = sum(widths[cell.column : cell.column + cell.span]) - inset["left"] - inset["right"]
    return {
        "colspan": cell.span,
        "rowspan": cell.rows,
        "stroke": stroke,
        "inset": inset,
        "fill": fill if len(fill) == len("rrggbb") and fill.isalnum() else "",
        "valign": {"center": "horizon", "bottom": "bottom"}.get(value(properties, "vAlign"), "top"),
        "blocks": blocks(cell.element, max(room, _NARROWEST)),
    }


def _border(side: str, own: Element | None, borders: list[Element], *, is_outer: bool) -> float:
    """The width of a cell's border in points, 0 for none."""
    strict = {"left": "start", "right": "end"}
    inner = "insideH" if side in ("top", "bottom") else "insideV"
    for element, names in (
        (own, (side, strict.get(side, side))),
        *((one, (side, strict.get(side, side)) if is_outer else (inner,)) for one in borders),
    ):
        for name in names:
            found = child(element, name)
            if found is not None:
                kind = attribute(found, "val")
                return (
                    0.0 if kind in ("nil", "none", "") else (points(attribute(found, "sz"), _EIGHTH) or 0.5)
                )
    return 0.0


def _margin(side: str, own: Element | None, margins: list[Element]) -> float:
    strict = {"left": "start", "right": "end"}
    for element in (own, *margins):
        for name in (side, strict.get(side, side)):
            given = points(attribute(child(element, name), "w"))
            if given is not None:
                return given
    return 5.4 if side in ("left", "right") else 0.0
