"""Exact sums, dividing, showing."""

from __future__ import annotations

import random
from decimal import ROUND_DOWN, Decimal, localcontext
from typing import Any

import pytest

from femida.kernel.money import (
    LIMIT,
    InvalidMoney,
    format_ru,
    percent,
    roubles,
    round_half_up,
    split_by_weights,
    split_evenly,
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (5, "5.00"),
        (Decimal("12.5"), "12.50"),
        (Decimal("1E+3"), "1000.00"),
        (Decimal("1.500"), "1.50"),
        ("12 500,00", "12500.00"),
        ("12\u202f500,00\u00a0₽", "12500.00"),
        ("1000 руб.", "1000.00"),
        ("−5,5 р.", "-5.50"),
        ("-0.00", "0.00"),
        (Decimal("-0"), "0.00"),
        (LIMIT, "999999999999.99"),
        (-LIMIT, "-999999999999.99"),
    ],
)
def test_roubles(value: Decimal | int | str, expected: str) -> None:
    assert str(roubles(value)) == expected


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (1.5, "float"),
        (float("nan"), "float"),
        (Decimal("NaN"), "not_a_number"),
        (Decimal("sNaN"), "not_a_number"),
        (Decimal("Infinity"), "not_a_number"),
        (True, "not_a_number"),
        (None, "not_a_number"),
        ([], "not_a_number"),
        ("", "not_a_number"),
        ("NaN", "not_a_number"),
        ("1e5", "not_a_number"),
        ("1.000,00", "not_a_number"),
        ("1,2,3", "not_a_number"),
        ("١٢", "not_a_number"),
        ("0x10", "not_a_number"),
        pytest.param("9" * 1_000_000, "not_a_number", id="long"),
        ("=1+1", "not_a_number"),
        (Decimal("1.001"), "too_precise"),
        ("0,999", "too_precise"),
        (Decimal("1E-50"), "too_precise"),
        (Decimal("0.99" + "0" * 90 + "1"), "too_precise"),
        (LIMIT + Decimal("0.01"), "too_large"),
        pytest.param(10**5000, "too_large", id="huge"),
        (Decimal("1E+999999"), "too_large"),
    ],
)
def test_refusals(value: Any, code: str) -> None:
    with pytest.raises(InvalidMoney) as refused:
        roubles(value)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0.005", "0.01"),
        ("0.015", "0.02"),
        ("0.025", "0.03"),
        ("-0.005", "-0.01"),
        ("2.675", "2.68"),
        ("0.00499999999", "0.00"),
        ("-0.001", "0.00"),
    ],
)
def test_half_goes_up(value: str, expected: str) -> None:
    assert str(round_half_up(Decimal(value))) == expected


@pytest.mark.parametrize(
    ("total", "rate", "expected"),
    [
        ("100.00", 20, "20.00"),
        ("0.05", 10, "0.01"),
        ("99.99", Decimal("33.3333"), "33.33"),
        ("-100.10", 5, "-5.01"),
        ("999999999999.99", 100, "999999999999.99"),
        ("12345.67", 22, "2716.05"),
    ],
)
def test_percent(total: str, rate: Decimal | int, expected: str) -> None:
    assert str(percent(Decimal(total), rate)) == expected


def test_percent_over_the_limit_is_refused() -> None:
    with pytest.raises(InvalidMoney):
        percent(LIMIT, 101)
    with pytest.raises(InvalidMoney):
        percent(LIMIT, Decimal("1E+999999"))


def test_split_evenly_examples() -> None:
    assert [str(part) for part in split_evenly(Decimal(100), 3)] == ["33.34", "33.33", "33.33"]
    assert [str(part) for part in split_evenly(Decimal("-0.02"), 3)] == ["-0.01", "-0.01", "0.00"]
    assert split_evenly(Decimal("0.01"), 2) == [Decimal("0.01"), Decimal("0.00")]


@pytest.mark.parametrize("parts", [0, -1, 10_001, True])
def test_split_into_a_wrong_number_of_parts(parts: int) -> None:
    with pytest.raises(InvalidMoney) as refused:
        split_evenly(Decimal(1), parts)
    assert refused.value.code == "no_parts"


def test_split_by_weights_examples() -> None:
    assert split_by_weights(Decimal("100.00"), [1, 1, 1]) == [
        Decimal("33.34"),
        Decimal("33.33"),
        Decimal("33.33"),
    ]
    assert split_by_weights(Decimal("1.00"), [2, 0, 1]) == [Decimal("0.67"), Decimal(0), Decimal("0.33")]
    assert split_by_weights(Decimal("-1.00"), [2, 1]) == [Decimal("-0.67"), Decimal("-0.33")]
    assert split_by_weights(Decimal("0.01"), [Decimal("0.001"), Decimal("0.002")]) == [
        Decimal(0),
        Decimal("0.01"),
    ]


@pytest.mark.parametrize(
    "weights",
    [
        [0, 0],
        [-1, 2],
        [Decimal("NaN"), 1],
        [Decimal("Infinity")],
        [0.5, 0.5],
        [Decimal("1E-13")],
        [Decimal("1E+99")],
    ],
)
def test_bad_weights(weights: list[Any]) -> None:
    with pytest.raises(InvalidMoney) as refused:
        split_by_weights(Decimal(1), weights)
    assert refused.value.code == "bad_weights"


def test_no_weights() -> None:
    with pytest.raises(InvalidMoney) as refused:
        split_by_weights(Decimal(1), [])
    assert refused.value.code == "no_parts"


def test_parts_add_up_to_the_kopeck() -> None:
    dice = random.Random(1)
    for _ in range(3000):
        total = Decimal(dice.randrange(-(10**14) + 1, 10 ** dice.randrange(1, 14))).scaleb(-2)
        count = dice.randrange(1, 40)
        even = split_evenly(total, count)
        assert sum(even) == total
        assert max(even) - min(even) <= Decimal("0.01")
        weights = [Decimal(dice.randrange(10**6)).scaleb(-dice.randrange(5)) for _ in range(count)] + [
            Decimal(1)
        ]
        parts = split_by_weights(total, weights)
        assert sum(parts) == total
        assert all(part.as_tuple().exponent == -2 for part in (*even, *parts))
        for part, weight in zip(parts, weights, strict=True):
            assert abs(part - total * weight / sum(weights)) < Decimal("0.0100001")


def test_a_strange_context_of_the_caller_changes_nothing() -> None:
    with localcontext(prec=3, rounding=ROUND_DOWN):
        assert str(roubles("123456789.01")) == "123456789.01"
        assert str(percent(Decimal("123456.78"), 7)) == "8641.97"
        assert sum(part.scaleb(2) for part in split_evenly(Decimal("0.07"), 2)) == 7
        assert [str(part) for part in split_evenly(Decimal("123456789.01"), 2)] == [
            "61728394.51",
            "61728394.50",
        ]
        assert split_by_weights(Decimal("123456789.01"), [Decimal("1.23456"), 0])[0] == Decimal(
            "123456789.01"
        )
        assert format_ru(Decimal("123456789.01"), sign="") == "123\u202f456\u202f789,01"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("12500", "12\u202f500,00\u00a0₽"),
        ("0", "0,00\u00a0₽"),
        ("-1234567.8", "−1\u202f234\u202f567,80\u00a0₽"),
        ("999.99", "999,99\u00a0₽"),
    ],
)
def test_format(value: str, shown: str) -> None:
    assert format_ru(Decimal(value)) == shown
    assert roubles(shown) == Decimal(value)


def test_format_without_kopecks_and_sign() -> None:
    assert format_ru(Decimal(1500), with_kopecks=False) == "1\u202f500\u00a0₽"
    assert format_ru(Decimal("1500.5"), with_kopecks=False, sign="") == "1\u202f500,50"
