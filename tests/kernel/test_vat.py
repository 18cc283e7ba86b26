"""VAT inside a sum: to the kopeck, and the document's tax is the sum of its positions'."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from femida.kernel.money import InvalidMoney
from femida.kernel.vat import included_vat


@pytest.mark.parametrize(
    ("amount", "percent", "vat"),
    [
        ("122.00", 22, "22.00"),
        ("120.00", 20, "20.00"),
        ("110.00", 10, "10.00"),
        ("1000.00", 22, "180.33"),  # 180.3278…
        ("333.33", 22, "60.11"),  # 60.1086…
        ("0.01", 22, "0.00"),
        ("0.03", 22, "0.01"),  # 0.0054…
        ("3.05", 22, "0.55"),  # exactly 0.55
        ("0.33", 10, "0.03"),  # exactly 0.03
        ("0.055", 10, None),
        ("5000.00", 0, "0.00"),
        ("5000.00", None, "0.00"),
        ("999999999999.99", 22, "180327868852.46"),
    ],
)
def test_the_tax_of_a_sum(amount: str, percent: int | None, vat: str | None) -> None:
    if vat is None:
        with pytest.raises(InvalidMoney):
            included_vat(Decimal(amount), percent)
        return
    assert included_vat(Decimal(amount), percent) == Decimal(vat)


def test_a_half_kopeck_goes_up() -> None:
    """0.03 × 20 / 120 is 0.005 exactly, 0.09 × 20 / 120 is 0.015."""
    assert included_vat(Decimal("0.03"), 20) == Decimal("0.01")
    assert included_vat(Decimal("0.09"), 20) == Decimal("0.02")


def test_the_sum_of_the_positions_tax_may_differ_from_the_tax_of_the_sum() -> None:
    """Why the rule must be one: ten positions of 0.03 carry 10 kopecks, their sum alone would carry 5."""
    tens = [included_vat(Decimal("0.03"), 22)] * 10
    assert sum(tens) == Decimal("0.10")
    assert included_vat(Decimal("0.30"), 22) == Decimal("0.05")


def test_the_tax_never_passes_the_rate_by_more_than_half_a_kopeck() -> None:
    source = random.Random(164)
    for _ in range(2000):
        amount = Decimal(source.randrange(1, 10**9)) / 100
        percent = source.choice((10, 18, 20, 22))
        exact = amount * percent / (100 + percent)
        assert abs(included_vat(amount, percent) - exact) <= Decimal("0.005")
