"""Exported files hold figures and texts, and nothing that a spreadsheet runs."""

from __future__ import annotations

import csv
import io
import itertools
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from femida.platform.reports import exporting
from femida.platform.reports.exporting import write_csv, write_xlsx
from femida.platform.reports.sheets import Sheet, SheetCell, SheetHead, SheetLine

FORMULAS = (
    "=1+1", "+1+1", "-1+1", "@SUM(1)", "=cmd|' /C calc'!A0", "=HYPERLINK(\"http://evil.example\")",
    "＝1+1", "＋1", "－1", "＠SUM(1)", "=IMPORTXML(1)", "|calc", "%0A=1",
)  # fmt: skip
LEADING = ("", " ", "\t", "\r", "\n", "\u00a0", "\u200b", "\ufeff", "'", '"', "\x00", "\x1f")
INSIDE = ("Иванов;{}", "Иванов,{}", 'Иванов";{}', "Иванов\t{}", "Иванов\r\n{}", "a|{}", '";"{}', "',{}")
PAYLOADS = [
    *(lead + formula for formula, lead in itertools.product(FORMULAS, LEADING)),
    *(form.format(formula) for form, formula in itertools.product(INSIDE, FORMULAS[:6])),
]
DANGEROUS = "=+-@＝＋－＠|%\t\r\n"


def sheet_of(names: list[str]) -> Sheet:
    cells = (SheetCell(Decimal("-12.50"), "money"), SheetCell(None), SheetCell(Decimal("0.125"), "share"))
    heads = (SheetHead(names[0], "money"), SheetHead("Пусто"), SheetHead(names[-1], "share"))
    return Sheet(names[1], heads, tuple(SheetLine(name, cells) for name in names))


def is_dangerous(cell: str) -> bool:
    return cell.strip(' \u00a0\u200b\ufeff"').startswith(tuple(DANGEROUS)) and not _is_number(cell)


def _is_number(cell: str) -> bool:
    try:
        Decimal(cell.replace(",", "."))
    except ArithmeticError:
        return False
    return True


def cells_of_csv(separator: str, reader: str) -> list[str]:
    """All cells of the file of one separator as a reader of another sees them."""
    text = b"".join(write_csv(sheet_of(PAYLOADS), separator=separator)).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=reader))
    naive = [cell for line in text.split("\r\n") for cell in line.split(reader)]
    return [cell for row in rows for cell in row] + naive


def test_there_are_two_hundred_payloads():
    assert len(set(PAYLOADS)) >= 200


@pytest.mark.parametrize(("separator", "reader"), [*itertools.product(";,", ";,")])
def test_no_cell_of_separated_values_is_a_formula_whatever_separator_it_is_read_by(separator, reader):
    assert [cell for cell in cells_of_csv(separator, reader) if is_dangerous(cell)] == []


def test_twin_without_the_guard_the_same_reading_finds_formulas(monkeypatch):
    monkeypatch.setattr(exporting, "inert", lambda words: words)
    assert len([cell for cell in cells_of_csv(";", ",") if is_dangerous(cell)]) > 100


@pytest.mark.parametrize(("separator", "money"), [(";", "-12,50"), (",", "-12.50")])
def test_separated_values_open_with_a_mark_of_utf8_and_the_decimals_of_their_readers(separator, money):
    written = b"".join(write_csv(sheet_of(["Москва", "Офис", "Доля"]), separator=separator))
    assert written.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(written.decode("utf-8-sig")), delimiter=separator))
    assert rows[0] == ["Офис", "Москва", "Пусто", "Доля"]
    assert rows[1][:3] == ["Москва", money, ""]
    assert len(rows) == 4


def test_a_workbook_holds_texts_as_texts_and_figures_as_figures():
    file = b"".join(write_xlsx(sheet_of(PAYLOADS), title=PAYLOADS[0], about=PAYLOADS[3]))
    book = CalamineWorkbook.from_filelike(io.BytesIO(file))
    rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    body = rows[4:]
    assert len(body) == len(PAYLOADS)
    for payload, row in zip(PAYLOADS, body, strict=True):
        assert isinstance(row[0], str)
        assert row[0] == exporting._CONTROLS.sub(" ", payload)
        assert row[1:] == [-12.5, "", 0.125]
    assert rows[0][0] == "=1+1"


def test_a_workbook_has_no_formula_and_no_link_inside():
    import zipfile

    file = b"".join(
        write_xlsx(sheet_of([*PAYLOADS, "http://evil.example", "mailto:a@b.ru"]), title="x", about="y")
    )
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        inside = {name: parts.read(name).decode("utf-8", "replace") for name in parts.namelist()}
    for name, text in inside.items():
        assert "<f>" not in text, name
        assert "<hyperlink" not in text, name
        assert "hyperlink" not in text or "relationships/hyperlink" not in text, name
