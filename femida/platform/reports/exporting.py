"""A report as a file: a workbook or separated values. Nothing in it is ever a formula or a link."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

import xlsxwriter

from femida.platform.reports.sheets import Sheet, SheetCell

PIECE: Final = 64 * 1024
SEPARATORS: Final = {"csv": ";", "csv-comma": ","}
_BOM: Final = b"\xef\xbb\xbf"
# What a spreadsheet takes for the beginning of a formula, also in full width.
_STARTS: Final = "=+\\-@＝＋－＠"
_BEGINS_FORMULA: Final = re.compile(rf"^[\s\u200b-\u200f\u2060\ufeff\"']*[{_STARTS}|%]")
_AFTER_SEPARATOR: Final = re.compile(rf"([;,|\"'])(?=[\s\u200b-\u200f\u2060\ufeff\"']*[{_STARTS}])")
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_FORMATS: Final = {
    "count": "# ##0",
    "money": "# ##0.00",
    "share": "0.0%",
    "seconds": "# ##0",
}
_FIRST_WIDTH: Final = 32
_WIDTH: Final = 16


def inert(words: str) -> str:
    """A text that no reader of separated values takes for a formula, whatever separator it goes by."""
    line = _CONTROLS.sub(" ", words)
    line = _AFTER_SEPARATOR.sub(r"\1'", line)
    return f"'{line}" if _BEGINS_FORMULA.match(line) else line


def write_csv(sheet: Sheet, *, separator: str = ";") -> Iterator[bytes]:
    """The sheet as separated values in UTF-8 with a mark of it, line by line.

    Texts are quoted always; numbers have a comma with «;», as Russian spreadsheets read them, else a point.
    """
    yield _BOM + _line(separator, [_quoted(str(sheet.first)), *(_quoted(str(h.label)) for h in sheet.heads)])
    for line in sheet.lines:
        yield _line(separator, [_quoted(line.name), *(_figure(cell, separator) for cell in line.cells)])


def _line(separator: str, cells: list[str]) -> bytes:
    return (separator.join(cells) + "\r\n").encode()


def _quoted(words: str) -> str:
    return '"' + inert(words).replace('"', '""') + '"'


def _figure(cell: SheetCell, separator: str) -> str:
    """A figure: digits, a sign and the mark of decimals, so it needs no quotes."""
    if cell.value is None:
        return ""
    written = _plain(cell.value, cell.unit)
    return written.replace(".", ",") if separator == ";" else written


def _plain(value: Decimal, unit: str) -> str:
    if unit == "share":
        return f"{value:.4f}"
    return f"{value:.2f}" if unit == "money" else f"{value:f}"


def write_xlsx(sheet: Sheet, *, title: str, about: str) -> Iterator[bytes]:
    """The sheet as a workbook, written in constant memory and read out piece by piece."""
    with tempfile.TemporaryFile() as file:
        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        with xlsxwriter.Workbook(file, options) as book:
            _fill(book, sheet, title, about)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def _fill(book: xlsxwriter.Workbook, sheet: Sheet, title: str, about: str) -> None:
    page = book.add_worksheet()
    page.set_column(0, 0, _FIRST_WIDTH)
    page.set_column(1, max(len(sheet.heads), 1), _WIDTH)
    strong = book.add_format({"bold": True})
    head = book.add_format({"bold": True, "text_wrap": True, "bottom": 1})
    formats = {unit: book.add_format({"num_format": form}) for unit, form in _FORMATS.items()}
    bold = {unit: book.add_format({"num_format": form, "bold": True}) for unit, form in _FORMATS.items()}
    page.write_string(0, 0, _printable(title), strong)
    page.write_string(1, 0, _printable(about))
    page.write_string(3, 0, _printable(str(sheet.first)), head)
    for place, one in enumerate(sheet.heads, start=1):
        page.write_string(3, place, _printable(str(one.label)), head)
    page.freeze_panes(4, 1)
    for row, line in enumerate(sheet.lines, start=4):
        is_total = line.kind == "total"
        page.write_string(row, 0, _printable(line.name), strong if is_total else None)
        for place, cell in enumerate(line.cells, start=1):
            if cell.value is not None:
                looks = (bold if is_total else formats)[cell.unit]
                page.write_number(row, place, float(cell.value), looks)


def _printable(words: str) -> str:
    """Without what XML forbids; a text cell is never read as a formula, so nothing else changes."""
    return _CONTROLS.sub(" ", words)[:32_000]
