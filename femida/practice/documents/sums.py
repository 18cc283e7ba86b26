"""Sums and VAT as documents write them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from femida.kernel.money import format_ru, round_half_up
from femida.practice.documents.facts import Sold
from femida.practice.services.models import VatKind

NO_VAT = "НДС не облагается"


def figures(amount: Decimal) -> str:
    """A sum in roubles without the sign: «12 500,00»."""
    return format_ru(amount, sign="")


def plain_number(value: Decimal) -> str:
    """A quantity without needless zeros: «2», «1,5»."""
    text = f"{value:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def included_vat(amount: Decimal, percent: int) -> Decimal:
    """The tax inside of a sum: prices include it (clause 4 of article 164 of the Tax Code)."""
    return round_half_up(amount * percent / (100 + percent))


def vat_of_line(line: Sold) -> str:
    """What a row of a table says of VAT."""
    if line.vat_kind == VatKind.NONE:
        return "без НДС"
    return f"{line.vat_percent}\N{NO-BREAK SPACE}%"


def vat_phrase(lines: Sequence[Sold]) -> str:
    """What a contract says of VAT under its sum; empty without lines or when the sums are hidden."""
    if not lines or any(line.amount is None for line in lines):
        return ""
    sums: dict[int, Decimal] = defaultdict(Decimal)
    has_exempt = False
    for line in lines:
        if line.vat_kind == VatKind.NONE or line.vat_percent is None:
            has_exempt = True
        else:
            sums[line.vat_percent] += line.amount or Decimal(0)
    if not sums:
        return NO_VAT
    parts = [
        f"НДС {percent}\N{NO-BREAK SPACE}% — {format_ru(included_vat(amount, percent), sign='руб.')}"
        for percent, amount in sorted(sums.items(), reverse=True)
    ]
    phrase = f"в том числе {', '.join(parts)}"
    return f"{phrase}; в остальной части НДС не облагается" if has_exempt else phrase
