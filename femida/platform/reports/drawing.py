"""The table of a report as HTML: figures lead to their rows, heads say what they count."""

from __future__ import annotations

from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from femida.platform.reports.sheets import Sheet, SheetCell, SheetHead, SheetLine
from femida.platform.ui import formats
from femida.platform.ui.components import EMPTY_CELL, Head, column_class, facts, icon, safe, table, text

_NUMBER = column_class(Head(label="", numeric=True))


def written(cell: SheetCell) -> str:
    """A figure as people read it."""
    if cell.value is None:
        return formats.DASH
    return written_value(cell.value, cell.unit)


def written_value(value: Decimal, unit: str) -> str:
    """A value with its unit; money in whole roubles, the exact sum is shown on hover."""
    if unit == "money" and not value:
        return formats.number(value)
    if unit == "money":
        return formats.money(value, kopecks=False)
    if unit == "share":
        return formats.percent(value, 1)
    if unit == "seconds":
        return formats.duration(int(value))
    return formats.number(value)


def draw_sheet(sheet: Sheet, *, label: str) -> SafeString:
    """The table; an empty one says so."""
    heads = [Head(label=sheet.first, pinned=True), *(_head(one) for one in sheet.heads)]
    return table(heads, [_line(one) for one in sheet.lines], label=label, empty=_("No rows in this period."))


def _head(head: SheetHead) -> Head:
    if not head.explains:
        return Head(label=head.label, numeric=True)
    words = f'<abbr class="f-explained" title="{text(head.explains)}">{text(head.label)}</abbr>'
    return Head(label=safe(words), numeric=True)


def _line(line: SheetLine) -> SafeString:
    css = {"line": "", "total": ' class="f-strong"', "before": ' class="f-muted"'}[line.kind]
    cells = "".join(f'<td class="{_NUMBER}">{_cell(one)}</td>' for one in line.cells)
    return safe(f'<tr{css}><th scope="row" class="f-pin">{text(line.name)}</th>{cells}</tr>')


def _cell(cell: SheetCell) -> SafeString:
    if cell.value is None:
        return EMPTY_CELL
    if not cell.value:
        return safe(f'<span class="f-muted">{text(written(cell))}</span>')
    words, record = text(written(cell)), _("record")
    exact = text(formats.money(cell.value)) if cell.unit == "money" else ""
    if cell.address:
        hint = f' title="{exact}"' if exact else ""
        drawn = f'<a href="{text(cell.address)}"{hint}>{words}</a>'
    else:
        drawn = f'<span title="{exact}">{words}</span>' if exact else words
    if cell.is_record:
        drawn = f"{icon('star', label=record)} {drawn}"
    return safe(drawn)


def draw_explanations(sheet: Sheet) -> SafeString:
    """What each figure counts, in words: for those who have no hover, and for paper."""
    pairs = {str(head.label): str(head.explains) for head in sheet.heads if head.explains}
    return facts(pairs.items()) if pairs else safe("")
