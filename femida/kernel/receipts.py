"""Receipts: short references that a visitor gets for an enquiry and can read out over the telephone."""

from __future__ import annotations

import re
import secrets
from typing import Final

from femida.kernel.errors import KernelError

# Crockford's base 32: no I, L, O (they are read as 1, 1, 0) and no U (accidental words).
_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS: Final = str.maketrans("ILOilo", "110110")
_BITS: Final = 80
_LENGTH: Final = _BITS // 5
_GROUP: Final = 4
_SHAPE: Final = re.compile(rf"[{_ALPHABET}]{{{_LENGTH}}}")
_LONGEST_INPUT: Final = 60


class InvalidReceipt(KernelError):
    """The text is not a receipt."""

    MESSAGES = {"shape": "A receipt has sixteen letters and digits."}


def new_receipt() -> str:
    """A new random receipt, such as "7K3M-9QXA-0ZTV-5HCW".

    80 bits from the system's source: it cannot be guessed, and of a thousand million receipts two are the
    same with a probability under one in a million.
    """
    number = secrets.randbits(_BITS)
    letters = "".join(_ALPHABET[number >> shift & 31] for shift in range(_BITS - 5, -1, -5))
    return "-".join(letters[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))


def parse_receipt(text: str) -> str:
    """A receipt as a person typed it, in its standard spelling; raises `InvalidReceipt`.

    Case, spaces and dashes do not matter, and I, L, O are read as 1, 1, 0.
    """
    if len(text) > _LONGEST_INPUT:
        raise InvalidReceipt("shape")
    letters = re.sub(r"[\s\-\u2010-\u2015]", "", text).translate(_READ_AS).upper()
    if not _SHAPE.fullmatch(letters):
        raise InvalidReceipt("shape")
    return "-".join(letters[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))
