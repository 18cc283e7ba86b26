"""Sums of money: exact roubles, dividing without losing a kopeck, showing.

A sum is a plain `Decimal` of roubles with two places; these functions are the doors through which numbers
become sums. Nothing here rounds silently, except where the name of the function says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from typing import Final

from femida.kernel.errors import KernelError

KOPECK: Final = Decimal("0.01")
LIMIT: Final = Decimal("999999999999.99")
"""The greatest sum in either direction: what a NUMERIC(14, 2) column holds."""

_SUM: Final = re.compile(r"[+-]?\d{1,30}(?:[.,]\d{1,30})?", re.ASCII)
_SPACES: Final = re.compile(r"[\s_']+")
_SIGN: Final = re.compile(r"(?:₽|руб\.?|р\.?)$", re.IGNORECASE)
_LONGEST_INPUT: Final = 60
_MOST_PARTS: Final = 10_000
_EXACT: Final = Context(prec=60, rounding=ROUND_HALF_UP)
_THIN_SPACE: Final = "\u202f"
_NO_BREAK_SPACE: Final = "\u00a0"
_MINUS: Final = "\u2212"


class InvalidMoney(KernelError):
    """The value is not a sum of money, or cannot be divided as asked; `code` says why."""

    MESSAGES = {
        "float": "A binary fraction is never an exact sum.",
        "not_a_number": "The value is not a number.",
        "too_precise": "A sum has no more than two decimals.",
        "too_large": "The sum is over the limit.",
        "no_parts": "A sum is divided into one part or more, ten thousand at most.",
        "bad_weights": "Weights are finite, none is negative, and one at least is greater than zero.",
    }


def roubles(value: Decimal | int | str) -> Decimal:
    """The value as an exact sum in roubles with two places.

    Text may have spaces between thousands, a comma or a point, and "₽" or "руб." behind. Floats, NaN,
    infinities, more than two significant decimals and sums over `LIMIT` raise `InvalidMoney`.
    """
    return _checked(_number(value))


def round_half_up(value: Decimal | int) -> Decimal:
    """The sum rounded to kopecks, a half away from zero, as accountants do. Raises `InvalidMoney`."""
    return _checked(_within_limit(_number(value)).quantize(KOPECK, context=_EXACT))


def percent(total: Decimal, rate: Decimal | int) -> Decimal:
    """`rate` per cent of a sum, rounded half up to kopecks."""
    return round_half_up(
        _EXACT.divide(_EXACT.multiply(roubles(total), _within_limit(_number(rate))), Decimal(100))
    )


def split_evenly(total: Decimal, parts: int) -> list[Decimal]:
    """The sum in equal parts that add up to it; the kopecks left over go one by one to the first parts."""
    if isinstance(parts, bool) or not 1 <= parts <= _MOST_PARTS:
        raise InvalidMoney("no_parts")
    kopecks, sign = _kopecks(total)
    share, left = divmod(kopecks, parts)
    return [_from_kopecks(sign * (share + (index < left))) for index in range(parts)]


def split_by_weights(total: Decimal, weights: Sequence[Decimal | int]) -> list[Decimal]:
    """The sum in parts as the weights stand to each other; the parts add up to it.

    Every part is rounded down, the kopecks left over go to the parts that lost most by it, the earlier first.
    """
    if not 1 <= len(weights) <= _MOST_PARTS:
        raise InvalidMoney("no_parts")
    integers = _as_integers([_weight(weight) for weight in weights])
    whole = sum(integers)
    if whole == 0:
        raise InvalidMoney("bad_weights")
    kopecks, sign = _kopecks(total)
    shares = [divmod(kopecks * weight, whole) for weight in integers]
    parts = [share for share, _ in shares]
    by_loss = sorted(range(len(shares)), key=lambda index: -shares[index][1])
    for index in by_loss[: kopecks - sum(parts)]:
        parts[index] += 1
    return [_from_kopecks(sign * part) for part in parts]


def format_ru(value: Decimal, *, sign: str = "₽", with_kopecks: bool = True) -> str:
    """The sum for reading: "12 500,00 ₽" with narrow no-break spaces between thousands.

    With `with_kopecks=False` kopecks are left out when there are none; an empty `sign` hides the currency.
    """
    amount = roubles(value)
    whole, _, kopecks = str(amount.copy_abs()).partition(".")
    thousands = f"{int(whole):,}".replace(",", _THIN_SPACE)
    tail = f",{kopecks}" if with_kopecks or kopecks != "00" else ""
    minus = _MINUS if amount < 0 else ""
    return f"{minus}{thousands}{tail}{_NO_BREAK_SPACE}{sign}" if sign else f"{minus}{thousands}{tail}"


def _number(value: Decimal | int | str) -> Decimal:
    if isinstance(value, float):
        raise InvalidMoney("float")
    if isinstance(value, str):
        return _from_text(value)
    # bool is an int for Python, but no sum; other types come from untyped callers (JSON, spreadsheets).
    if isinstance(value, bool) or not isinstance(value, (Decimal, int)):
        raise InvalidMoney("not_a_number")
    if isinstance(value, int):
        if abs(value) > LIMIT:
            raise InvalidMoney("too_large")
        return Decimal(value)
    if not value.is_finite():
        raise InvalidMoney("not_a_number")
    return value


def _from_text(text: str) -> Decimal:
    if len(text) > _LONGEST_INPUT:
        raise InvalidMoney("not_a_number")
    bare = _SPACES.sub("", _SIGN.sub("", text.strip())).replace(_MINUS, "-")
    if not _SUM.fullmatch(bare):
        raise InvalidMoney("not_a_number")
    return Decimal(bare.replace(",", "."))


def _within_limit(number: Decimal) -> Decimal:
    if number.copy_abs() > LIMIT:
        raise InvalidMoney("too_large")
    return number


def _checked(number: Decimal) -> Decimal:
    try:
        exact = _within_limit(number).quantize(KOPECK, context=_EXACT)
    except InvalidOperation:
        raise InvalidMoney("too_precise") from None
    if exact != number:
        raise InvalidMoney("too_precise")
    # A minus before nothing would show as "-0.00".
    return exact.copy_abs() if exact == 0 else exact


def _kopecks(total: Decimal) -> tuple[int, int]:
    """A sum as whole kopecks without sign, and its sign (1 or -1)."""
    kopecks = int(_EXACT.scaleb(roubles(total), 2))
    return abs(kopecks), -1 if kopecks < 0 else 1


def _from_kopecks(kopecks: int) -> Decimal:
    return _EXACT.scaleb(Decimal(kopecks), -2)


def _weight(value: Decimal | int) -> Decimal:
    try:
        weight = _number(value)
    except InvalidMoney:
        raise InvalidMoney("bad_weights") from None
    exponent = weight.as_tuple().exponent
    if weight < 0 or weight > LIMIT or not isinstance(exponent, int) or exponent < -12:
        raise InvalidMoney("bad_weights")
    return weight


def _as_integers(weights: list[Decimal]) -> list[int]:
    return [int(_EXACT.scaleb(weight, 12)) for weight in weights]
