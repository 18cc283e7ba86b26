"""Cleaning, folding, layouts and plurals."""

from __future__ import annotations

import random
import unicodedata

import pytest

from femida.kernel.text import TooLong, clean_line, clean_text, fold, name_key, plural_ru, switch_layout

BAD = "\x00\x07\x1b\u202a\u202e\u2066\u2069\u200b\u200e\ufeff\u00ad\ud800\U000e0041"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Ёлкин\u00a0  Пётр\t", "елкин петр"),
        ("е\u0308лка", "елка"),
        ("ＩＶＡＮ", "ivan"),
        ("Straße", "strasse"),
        ("№ 5", "no 5"),
        ("Ива\u200bнов", "иванов"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_fold_keeps_short_i() -> None:
    assert fold("Андре\u0438\u0306") == "андрей"


def test_name_key_ignores_punctuation_and_sorts_yo_with_ye() -> None:
    assert name_key("Ёлкин-Ковалёв  Пётр") == name_key("елкин ковалев «петр»") == "елкин ковалев петр"
    names = ["Яковлев", "Ёжиков", "Жуков", "егоров", "Еремин"]
    assert sorted(names, key=name_key) == ["егоров", "Ёжиков", "Еремин", "Жуков", "Яковлев"]


def test_clean_line_makes_one_safe_line() -> None:
    assert clean_line(" Пе\x00тр\r\n\u202eИва\u2028нов \t", 50) == "Петр Ива нов"
    assert clean_line("и\u0306", 1) == "й"
    assert clean_line("👩\u200d⚖️", 10) == "👩\u200d⚖️"
    assert clean_line(BAD, 0) == ""


def test_clean_text_keeps_lines() -> None:
    assert clean_text("\n\r\nраз \r\nдва\rтри\u2028\n\n\n\n\nпять\x00 \n", 100) == "раз\nдва\nтри\n\n\nпять"


def test_limit_counts_the_cleaned_text() -> None:
    assert clean_line("  абв  ", 3) == "абв"
    with pytest.raises(TooLong) as refused:
        clean_line("абвг", 3)
    assert (refused.value.code, refused.value.limit, refused.value.length) == ("too_long", 3, 4)
    with pytest.raises(TooLong):
        clean_text("а\nб", 2)


def test_random_texts_come_out_safe_and_stable() -> None:
    dice = random.Random(7)
    alphabet = "аЁёй \t\r\n\u0306\u0308\u00a0ﬁ①\u1e9b\u0323" + BAD
    for _ in range(3000):
        text = "".join(dice.choice(alphabet) for _ in range(dice.randrange(30)))
        line, whole, folded = clean_line(text, 100), clean_text(text, 100), fold(text)
        assert clean_line(line, 100) == line
        assert clean_text(whole, 100) == whole
        assert fold(folded) == folded
        assert name_key(name_key(text)) == name_key(text)
        assert not set(line + whole) & set(BAD)
        assert "\n" not in line
        assert unicodedata.is_normalized("NFC", line)
        assert unicodedata.is_normalized("NFC", whole)
        assert "ё" not in folded


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ghbdtn", "привет"),
        ("Bdfyjd", "Иванов"),
        ("`krby", "ёлкин"),
        ("руддщ", "hello"),
        (",jhbc", "борис"),
        ("Rjdfk`d 12", "Ковалёв 12"),
        ("123", "123"),
    ],
)
def test_switch_layout(typed: str, meant: str) -> None:
    assert switch_layout(typed) == meant


def test_switch_layout_goes_back() -> None:
    dice = random.Random(3)
    for _ in range(300):
        word = "".join(dice.choice("абвгдежзийклмнопрстуфхцчшщъыьэюяё") for _ in range(9))
        latin = switch_layout(word)
        if sum(character.isalpha() for character in latin) > 0:
            assert switch_layout(latin) == word


@pytest.mark.parametrize(
    ("number", "form"),
    [
        *((number, "день") for number in (1, 21, 101, -1)),
        *((number, "дня") for number in (2, 4, 22, 1_000_003)),
        *((number, "дней") for number in (0, 5, 11, 12, 14, 100, 111, 112, -13)),
    ],
)
def test_plural_ru(number: int, form: str) -> None:
    assert plural_ru(number, "день", "дня", "дней") == form
