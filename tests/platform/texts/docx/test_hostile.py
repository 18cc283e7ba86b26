"""Guarantees 20 and 22 for documents: templates cannot run code, cost little time and little memory."""

from __future__ import annotations

import re
import time
import tracemalloc

import pytest

from femida.platform.texts.docx import UnableToUseTemplate, fill, inspect
from femida.platform.texts.docx.places import PLACE
from tests.platform.texts.docx.building import docx, paragraph, row, table
from tests.platform.texts.docx.test_filling import words
from tests.platform.texts.hostile import PAYLOADS

# what no XML can hold cannot be in a template
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
MANY = [{"б": "я"}] * 1_000


def test_hostile_templates_come_out_as_text() -> None:
    assert len(set(PAYLOADS)) >= 300
    plain = [NOT_XML.sub("\ufffd", payload) for payload in PAYLOADS]
    out = words(fill(docx("".join(paragraph(f"a{payload}z", ".") for payload in plain)), {}, {}).data)
    # a place of the language itself, such as {config}, is empty: nobody gave it a value
    expected = [re.sub(r"\{[A-Za-z]+\}", "", f"a{payload}z.") for payload in plain]
    assert out == "\n".join(expected)


def test_hostile_values_come_out_as_text() -> None:
    items = [{"имя": f"{payload}{{имя}}"} for payload in PAYLOADS]
    out = words(fill(docx(table(row("a{п.имя}z"))), {"имя": "нет"}, {"п": items}).data)
    cleaned = [NOT_XML.sub("", payload).replace("\u202e", "").replace("\n", "/") for payload in PAYLOADS]
    assert out == "\n".join(f"a{value}{{имя}}z" for value in cleaned)


@pytest.mark.parametrize(
    "payload", ["{party.delete}", "{имя.__class__}", "{0.а}", "{settings.SECRET_KEY}", "{а.б.в}"]
)
def test_no_attribute_is_ever_read_in_a_row_either(payload: str) -> None:
    class Item(dict):
        secret = delete = "leaked"
        SECRET_KEY = "leaked"

    item = Item(имя="я")
    rows = {"party": [item], "settings": [item], "имя": [item]}
    out = words(fill(docx(table(row(f"a{payload}z"))), item, rows).data)
    assert out in ("az", f"a{payload}z")


@pytest.mark.parametrize("unit", ["{", "}", "{имя", "{имя}", "{а ", "{" + "а" * 39, "{а.", "{а.б}"])
@pytest.mark.parametrize("split", [1, 7])
def test_time_grows_with_length_and_no_faster(unit: str, split: int) -> None:
    def seconds(size: int) -> float:
        whole = (unit * size)[:size]
        pieces = [whole] if split == 1 else [whole[place : place + split] for place in range(0, size, split)]
        data = docx(table(row(paragraph(*pieces))))
        best = float("inf")
        for _round in range(2):
            start = time.process_time()
            fill(data, {"имя": "я"}, {})
            best = min(best, time.process_time() - start)
        return best

    small, large = seconds(4_000), seconds(32_000)
    # eight times as long: linear work takes eight times, quadratic sixty-four
    assert large < max(small, 0.005) * 24


@pytest.mark.parametrize("unit", ["{", "{имя", "{{имя}}"])
def test_sixty_four_kilobytes_of_braces(unit: str) -> None:
    data = docx(paragraph((unit * 65_536)[:65_536]))
    tracemalloc.start()
    start = time.process_time()
    inspect(data)
    fill(data, {"имя": "я"}, {})
    seconds = time.process_time() - start
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert seconds < 2  # with the memory being counted, which costs most of it
    assert peak < 64 * 1024 * 1024


@pytest.mark.parametrize(
    ("body", "values", "rows"),
    [
        (paragraph("{а}" * 1_000), {"а": "я" * 100_000}, {}),
        (paragraph("{а}"), {"а": "\n" * 1_000_000}, {}),
        (table(row("{а.б}" + "я" * 50_000)), {}, {"а": MANY}),
    ],
)
def test_a_growing_document_is_stopped_before_it_fills_the_memory(body: str, values, rows) -> None:
    data = docx(body)
    tracemalloc.start()
    with pytest.raises(UnableToUseTemplate) as told:
        fill(data, values, rows)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert told.value.reason == "too_large"
    assert peak < 64 * 1024 * 1024


def test_many_rows_without_items_cost_little() -> None:
    data = docx(table(*(row("{а.б}") for _row in range(2_000))))
    start = time.process_time()
    out = fill(data, {}, {"а": ()})
    assert time.process_time() - start < 2
    assert out.missing == ()
    assert PLACE.search(words(out.data)) is None
