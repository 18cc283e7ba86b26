"""Receipts of enquiries."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from femida.kernel.receipts import InvalidReceipt, new_receipt, parse_receipt


def test_shape_and_difference() -> None:
    receipts = [new_receipt() for _ in range(5000)]
    assert len(set(receipts)) == len(receipts)
    assert all(
        re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", receipt) for receipt in receipts
    )
    assert all(parse_receipt(receipt) == receipt for receipt in receipts)


def test_every_place_takes_every_letter() -> None:
    letters = [receipt.replace("-", "") for receipt in (new_receipt() for _ in range(5000))]
    for place in range(16):
        counts = Counter(text[place] for text in letters)
        assert len(counts) == 32
        assert max(counts.values()) < 2.5 * min(counts.values())


@pytest.mark.parametrize("typed", ["7k3m9qxa0ztv5hcw", " 7K3M 9QXA–OZTV-5HCW ", "7K3M-9QXA-oztv-5HCW"])
def test_reading_what_people_type(typed: str) -> None:
    assert parse_receipt(typed) == "7K3M-9QXA-0ZTV-5HCW"
    assert parse_receipt("il1O" * 4) == "1110-1110-1110-1110"


@pytest.mark.parametrize(
    "typed", ["", "7K3M", "7K3M-9QXA-0ZTV-5HCU", "7K3M-9QXA-0ZTV-5HCWW", "ж" * 16, "1" * 9999]
)
def test_refusals(typed: str) -> None:
    with pytest.raises(InvalidReceipt):
        parse_receipt(typed)
