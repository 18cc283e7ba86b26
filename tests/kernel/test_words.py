"""Numbers, sums and dates in words."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

import pytest

from femida.kernel.money import InvalidMoney
from femida.kernel.words import (
    KOPECK,
    ROUBLE,
    Case,
    InvalidNumber,
    Kopecks,
    Noun,
    WordGender,
    cardinal,
    counted,
    date_in_words,
    long_date,
    ordinal,
    ordinal_digits,
    sum_for_contract,
    sum_in_words,
)

N, G, D, A, I, P = Case  # noqa: E741 - the usual order of the cases


@pytest.mark.parametrize(
    ("number", "case", "words"),
    [
        (0, N, "ноль рублей"),
        (1, N, "один рубль"),
        (2, N, "два рубля"),
        (5, N, "пять рублей"),
        (11, N, "одиннадцать рублей"),
        (12, N, "двенадцать рублей"),
        (21, N, "двадцать один рубль"),
        (111, N, "сто одиннадцать рублей"),
        (1000, N, "одна тысяча рублей"),
        (12500, N, "двенадцать тысяч пятьсот рублей"),
        (342561, N, "триста сорок две тысячи пятьсот шестьдесят один рубль"),
        (1_000_000, N, "один миллион рублей"),
        (21_000_002, N, "двадцать один миллион два рубля"),
        (999_999_999_999, N, "девятьсот девяносто девять миллиардов девятьсот девяносто девять миллионов "
         "девятьсот девяносто девять тысяч девятьсот девяносто девять рублей"),
        (1, G, "одного рубля"),
        (2, G, "двух рублей"),
        (40, G, "сорока рублей"),
        (500, G, "пятисот рублей"),
        (12500, G, "двенадцати тысяч пятисот рублей"),
        (2_000_000, G, "двух миллионов рублей"),
        (1, D, "одному рублю"),
        (3, D, "трём рублям"),
        (2000, D, "двум тысячам рублей"),
        (2003, D, "двум тысячам трём рублям"),
        (1, A, "один рубль"),
        (1000, A, "одну тысячу рублей"),
        (1003, A, "одну тысячу три рубля"),
        (1, I, "одним рублём"),
        (50, I, "пятьюдесятью рублями"),
        (1001, I, "одной тысячей одним рублём"),
        (200, P, "двухстах рублях"),
        (1_000_001, P, "одном миллионе одном рубле"),
    ],
)  # fmt: skip
def test_counted_roubles(number: int, case: Case, words: str) -> None:
    assert counted(number, ROUBLE, case) == words


@pytest.mark.parametrize(
    ("number", "case", "words"),
    [
        (0, N, "ноль копеек"),
        (1, N, "одна копейка"),
        (22, N, "двадцать две копейки"),
        (12, N, "двенадцать копеек"),
        (1, A, "одну копейку"),
        (21, G, "двадцати одной копейки"),
        (2, I, "двумя копейками"),
        (1_000_001, N, "один миллион одна копейка"),
        (1_000_000, A, "один миллион копеек"),
        (2_000_002, N, "два миллиона две копейки"),
    ],
)
def test_counted_kopecks(number: int, case: Case, words: str) -> None:
    assert counted(number, KOPECK, case) == words


def test_counted_with_another_noun() -> None:
    month = Noun(
        WordGender.MASCULINE,
        ("месяц", "месяца", "месяцу", "месяц", "месяцем", "месяце"),
        ("месяцы", "месяцев", "месяцам", "месяцы", "месяцами", "месяцах"),
    )
    assert [counted(3, month, case) for case in Case] == [
        "три месяца", "трёх месяцев", "трём месяцам", "три месяца", "тремя месяцами", "трёх месяцах"
    ]  # fmt: skip


def test_negative_and_neuter_cardinals() -> None:
    assert cardinal(-5) == "минус пять"
    assert cardinal(21, N, WordGender.NEUTER) == "двадцать одно"
    assert cardinal(1_000_001, A, WordGender.NEUTER) == "один миллион одно"


@pytest.mark.parametrize("number", [10**15, -(10**15), 10**400])
def test_too_large_for_words(number: int) -> None:
    with pytest.raises(InvalidNumber):
        cardinal(number)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("12500", "двенадцать тысяч пятьсот рублей 00 копеек"),
        ("0.01", "ноль рублей 01 копейка"),
        ("1.02", "один рубль 02 копейки"),
        ("1021.11", "одна тысяча двадцать один рубль 11 копеек"),
        ("-3.50", "минус три рубля 50 копеек"),
    ],
)
def test_sum_in_words(amount: str, words: str) -> None:
    assert sum_in_words(Decimal(amount)) == words


def test_sum_in_words_in_other_forms() -> None:
    amount = Decimal("12501.21")
    assert sum_in_words(amount, G) == "двенадцати тысяч пятисот одного рубля 21 копейки"
    assert sum_in_words(amount, D, Kopecks.WORDS) == (
        "двенадцати тысячам пятистам одному рублю двадцати одной копейке"
    )
    assert sum_in_words(Decimal(100), N, Kopecks.NONE) == "сто рублей"
    assert sum_in_words(Decimal(100), N, Kopecks.WORDS) == "сто рублей ноль копеек"
    with pytest.raises(InvalidNumber):
        sum_in_words(amount, N, Kopecks.NONE)
    with pytest.raises(InvalidMoney):
        sum_in_words(Decimal("NaN"))


def test_sum_for_contract() -> None:
    assert sum_for_contract(Decimal(12500)) == "12\u202f500 (двенадцать тысяч пятьсот) рублей 00 копеек"
    assert sum_for_contract(Decimal("1.01"), G) == "1 (одного) рубля 01 копейки"
    assert sum_for_contract(Decimal("-2.5")) == "−2 (минус два) рубля 50 копеек"


@pytest.mark.parametrize(
    ("number", "case", "gender", "words", "digits"),
    [
        (1, N, WordGender.MASCULINE, "первый", "1-й"),
        (2, N, WordGender.FEMININE, "вторая", "2-я"),
        (3, N, WordGender.NEUTER, "третье", "3-е"),
        (3, A, WordGender.FEMININE, "третью", "3-ю"),
        (3, G, WordGender.MASCULINE, "третьего", "3-го"),
        (22, D, WordGender.MASCULINE, "двадцать второму", "22-му"),
        (40, I, WordGender.MASCULINE, "сороковым", "40-м"),
        (100, P, WordGender.FEMININE, "сотой", "100-й"),
        (2000, N, WordGender.MASCULINE, "двухтысячный", "2000-й"),
        (21000, N, WordGender.MASCULINE, "двадцатиоднотысячный", "21000-й"),
        (90000, G, WordGender.NEUTER, "девяностотысячного", "90000-го"),
    ],
)
def test_ordinals(number: int, case: Case, gender: WordGender, words: str, digits: str) -> None:
    assert (ordinal(number, case, gender), ordinal_digits(number, case, gender)) == (words, digits)


@pytest.mark.parametrize("number", [0, -1, 10**6])
def test_ordinals_out_of_range(number: int) -> None:
    with pytest.raises(InvalidNumber):
        ordinal(number)


@pytest.mark.parametrize(
    ("day", "case", "words"),
    [
        ("2026-11-22", N, "двадцать второе ноября две тысячи двадцать шестого года"),
        ("2026-11-22", G, "двадцать второго ноября две тысячи двадцать шестого года"),
        ("2000-01-01", N, "первое января двухтысячного года"),
        ("1999-12-31", I, "тридцать первым декабря тысяча девятьсот девяносто девятого года"),
        ("2010-03-03", P, "третьем марта две тысячи десятого года"),
        ("2024-02-29", D, "двадцать девятому февраля две тысячи двадцать четвёртого года"),
    ],
)
def test_date_in_words(day: str, case: Case, words: str) -> None:
    assert date_in_words(date.fromisoformat(day), case) == words


def test_long_date() -> None:
    assert long_date(date(2026, 11, 22)).split("\u00a0") == ["22", "ноября", "2026", "года"]
    assert long_date(date(2026, 5, 3), is_quoted=True) == "«03»\u00a0мая\u00a02026\u00a0г."


def test_every_sum_has_words_of_one_form() -> None:
    dice = random.Random(15)
    for _ in range(500):
        amount = Decimal(dice.randrange(10 ** dice.randrange(1, 14))).scaleb(-2)
        for case in Case:
            words = sum_in_words(amount, case, Kopecks.WORDS)
            assert words == " ".join(words.split())
            assert words.islower()
            assert " рубл" in words
            assert " копе" in words
