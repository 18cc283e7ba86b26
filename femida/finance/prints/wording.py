"""How sums, days and signatures stand on printed pages. Documents are Russian, whoever prints them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Final

from femida.kernel.money import format_ru
from femida.kernel.words import long_date, sum_in_words
from femida.platform.texts.layouts import typeset

_LAYOUTS: Final = Path(__file__).parent / "layouts"
WITHOUT_VAT: Final = "Без НДС"


def layout(name: str, values: dict[str, object]) -> bytes:
    """The PDF of a layout of this room."""
    return typeset(_LAYOUTS / f"{name}.typ", values)


def money(amount: Decimal) -> str:
    """12 500,00, without the sign: the head of the column says the currency."""
    return _spaced(format_ru(amount, sign=""))


def with_sign(amount: Decimal) -> str:
    """12 500,00 ₽."""
    return _spaced(format_ru(amount))


def _spaced(text: str) -> str:
    """With whole spaces between thousands: the narrow ones of the screen are lost on paper."""
    return text.replace("\u202f", "\u00a0")


def quantity(number: Decimal) -> str:
    """2, 0,5 or 1,25."""
    text = f"{number.normalize():f}"
    return text.replace(".", ",")


def words(amount: Decimal) -> str:
    """The sum in words, with a capital: «Двенадцать тысяч пятьсот рублей 00 копеек»."""
    text = sum_in_words(amount)
    return text[:1].upper() + text[1:]


def day(value: date) -> str:
    """22.11.2026."""
    return f"{value:%d.%m.%Y}"


def long_day(value: date) -> str:
    """22 ноября 2026 г."""
    return long_date(value).removesuffix("года") + "г."


def moment(value: datetime | None) -> str:
    """22.11.2026, 14:05, in the zone that the moment carries; nothing for None."""
    return f"{value:%d.%m.%Y, %H:%M}" if value is not None else ""


def rate(percent: int | None) -> str:
    """The rate of VAT as documents say it; «Без НДС» is not the zero rate (article 168, clause 5, НК РФ)."""
    return WITHOUT_VAT if percent is None else f"{percent} %"


def joined(parts: Iterable[str], between: str = ", ") -> str:
    """The parts that say something."""
    return between.join(part for part in parts if part)


def short_name(name: str) -> str:
    """«Образцова В. П.» of a full name, for the place of a signature."""
    family, *rest = name.split()[:3] or [""]
    initials = " ".join(f"{word[0].upper()}." for word in rest)
    return joined([family, initials], "\u00a0")
