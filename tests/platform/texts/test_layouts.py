"""Printed pages: values are data, never markup; a missing one is an error; same values, same bytes."""

import io

import pypdf
import pytest

from femida.platform.texts.layouts import typeset

LAYOUT = """#import "/common.typ": *
#page-of-the-house(title: "Проба")[
= #values.title
#facts(values.facts)
#ruled(("Что", "Сумма"), values.rows, right: (1,))
]
"""
VALUES = {
    "title": "#panic(1) *не жирно* $x$",
    "facts": [["Клиент", "Ёлкина Мария"], ["Пусто", ""]],
    "rows": [["Услуга «А»", "12 500,00 ₽"]],
}


@pytest.fixture
def layout(tmp_path):
    path = tmp_path / "proba.typ"
    path.write_text(LAYOUT, encoding="utf-8")
    return path


def _words(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def test_values_are_data_and_not_markup(layout):
    words = _words(typeset(layout, VALUES))
    assert "#panic(1) *не жирно* $x$" in words
    assert "Ёлкина Мария" in words
    assert "12 500,00 ₽" in words
    assert "Пусто" not in words


def test_a_missing_value_is_an_error(layout):
    with pytest.raises(KeyError, match="rows"):
        typeset(layout, {key: value for key, value in VALUES.items() if key != "rows"})


def test_the_same_values_give_the_same_bytes(layout):
    assert typeset(layout, VALUES) == typeset(layout, VALUES)
