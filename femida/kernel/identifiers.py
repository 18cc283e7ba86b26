"""Numbers by which the state and banks know people and firms, checked by shape and check digits.

Each `validate_x` returns the normalised text (digits without separators, if not said otherwise) or raises
`InvalidIdentifier`. A right check digit tells a typing mistake from a number; it does not prove that the
number was ever given to anybody.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final, Literal

from femida.kernel.errors import KernelError

IdentifierKind = Literal[
    "inn",
    "kpp",
    "ogrn",
    "ogrnip",
    "snils",
    "bic",
    "account",
    "corr_account",
    "passport",
    "passport_unit",
    "okved",
]

_LONGEST_INPUT: Final = 60
_SEPARATORS: Final = re.compile(r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\-\u2010-\u2015\u2212]+")
_DIGITS: Final = re.compile(r"[0-9]+")

_INN_10: Final = (2, 4, 10, 3, 5, 9, 4, 6, 8)
_INN_11: Final = (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
_INN_12: Final = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
_ACCOUNT_WEIGHTS: Final = (7, 1, 3) * 7 + (7, 1)

_KPP: Final = re.compile(r"[0-9]{4}[0-9A-Z]{2}[0-9]{3}")
_BIC: Final = re.compile(r"0[0124][0-9]{7}")
_ACCOUNT: Final = re.compile(r"[0-9]{5}[0-9ABCEHKMPTX][0-9]{14}")
# Accounts in clearing currencies have a letter in the sixth place; letters stand for 0 to 9 in this order.
_ACCOUNT_LETTERS: Final = "ABCEHKMPTX"
_ACCOUNTS_OF_BANKS: Final = ("301", "40102")
_OKVED: Final = re.compile(r"(?!00)[0-9]{2}(?:\.[0-9]{1,2}(?:\.[0-9]{1,2})?)?")
# SNILS up to this number were given before check digits.
_LAST_UNCHECKED_SNILS: Final = 1_001_998


class InvalidIdentifier(KernelError):
    """The text is not an identifier of its kind; `code` says why, `kind` what was expected."""

    MESSAGES = {
        "empty": "The identifier is empty.",
        "characters": "The identifier has characters that it cannot have.",
        "length": "The identifier has a wrong number of characters.",
        "shape": "Identifiers of this kind do not look so.",
        "check_digit": "The check digit does not fit: there is a typing mistake.",
    }

    def __init__(self, code: str, kind: IdentifierKind) -> None:
        super().__init__(code)
        self.kind = kind


def validate_inn(text: str) -> str:
    """Taxpayer number: 10 digits of an organisation or 12 of a person (order of the FNS ММВ-7-6/435@)."""
    inn = _digits(text, "inn", 10, 12)
    if inn.startswith("00"):
        raise InvalidIdentifier("shape", "inn")
    weights = (_INN_10,) if len(inn) == 10 else (_INN_11, _INN_12)
    for row in weights:
        if _weighted(inn, row) % 11 % 10 != int(inn[len(row)]):
            raise InvalidIdentifier("check_digit", "inn")
    return inn


def is_inn_of_person(inn: str) -> bool:
    """Whether a normalised INN is of a person (a sole trader too) and not of an organisation."""
    return len(inn) == 12


def validate_kpp(text: str) -> str:
    """Code of the reason of tax registration: 9 characters, the fifth and sixth may be Latin capitals."""
    kpp = _bare(text, "kpp").upper()
    if len(kpp) != 9:
        raise InvalidIdentifier("length", "kpp")
    if not _KPP.fullmatch(kpp):
        raise InvalidIdentifier("characters", "kpp")
    if kpp.startswith("0000"):
        raise InvalidIdentifier("shape", "kpp")
    return kpp


def validate_ogrn(text: str) -> str:
    """Main state registration number of an organisation: 13 digits, the first is 1 or 5."""
    return _registration(text, "ogrn", length=13, first="15")


def validate_ogrnip(text: str) -> str:
    """Main state registration number of a sole trader: 15 digits, the first is 3."""
    return _registration(text, "ogrnip", length=15, first="3")


def validate_snils(text: str) -> str:
    """Insurance number of a personal account: 11 digits, two of them for checking."""
    snils = _digits(text, "snils", 11)
    number, check = int(snils[:9]), int(snils[9:])
    if number == 0:
        raise InvalidIdentifier("shape", "snils")
    if number > _LAST_UNCHECKED_SNILS and _weighted(snils, range(9, 0, -1)) % 101 % 100 != check:
        raise InvalidIdentifier("check_digit", "snils")
    return snils


def format_snils(snils: str) -> str:
    """A normalised SNILS as on paper: "112-233-445 95"."""
    return f"{snils[:3]}-{snils[3:6]}-{snils[6:9]} {snils[9:]}"


def validate_bic(text: str) -> str:
    """Bank identifier of the Bank of Russia: 9 digits, 04 in front, of treasuries and the like 00, 01, 02."""
    bic = _digits(text, "bic", 9)
    if not _BIC.fullmatch(bic):
        raise InvalidIdentifier("shape", "bic")
    return bic


def validate_account(text: str, bic: str) -> str:
    """A client's account in the bank with the given BIC: 20 characters with a check digit.

    The rule is the Bank of Russia's order of 08.09.1997 No. 515. Clients of the Bank of Russia itself have
    the check by the region's digits of the BIC instead of the bank's. Treasury accounts (they begin
    with 0; taxes are paid there) carry no check digit, so only their shape is checked.
    """
    bank = validate_bic(bic)
    in_central_bank = bank[6:] in ("000", "001", "002")
    return _account(text, "account", f"0{bank[4:6]}" if in_central_bank else bank[6:])


def validate_corr_account(text: str, bic: str) -> str:
    """The correspondent account of a bank (301…), or the single treasury account (40102…), by its BIC."""
    bank = validate_bic(bic)
    account = _account(text, "corr_account", f"0{bank[4:6]}")
    if not account.startswith(_ACCOUNTS_OF_BANKS):
        raise InvalidIdentifier("shape", "corr_account")
    return account


def validate_passport(text: str) -> str:
    """Series and number of a Russian internal passport: 4 and 6 digits; returned together, ten digits."""
    passport = _digits(text.replace("№", " ").replace("N", " "), "passport", 10)
    if passport.startswith("00") or passport.endswith("000000"):
        raise InvalidIdentifier("shape", "passport")
    return passport


def format_passport(passport: str) -> str:
    """A normalised passport as on paper: "45 08 123456"."""
    return f"{passport[:2]} {passport[2:4]} {passport[4:]}"


def validate_passport_unit(text: str) -> str:
    """Code of the unit that issued a passport, returned as "770-001"."""
    unit = _digits(text, "passport_unit", 6)
    if unit.startswith("00"):
        raise InvalidIdentifier("shape", "passport_unit")
    return f"{unit[:3]}-{unit[3:]}"


def validate_okved(text: str) -> str:
    """Code of economic activity (ОК 029-2014), from a class to a kind: "69", "69.1", "69.10", "01.11.11"."""
    okved = _bare(text, "okved").replace(",", ".").strip(".")
    if not re.fullmatch(r"[0-9.]+", okved):
        raise InvalidIdentifier("characters", "okved")
    if not _OKVED.fullmatch(okved):
        raise InvalidIdentifier("shape", "okved")
    return okved


def _bare(text: str, kind: IdentifierKind) -> str:
    if len(text) > _LONGEST_INPUT:
        raise InvalidIdentifier("length", kind)
    bare = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text))
    if not bare:
        raise InvalidIdentifier("empty", kind)
    return bare


def _digits(text: str, kind: IdentifierKind, *lengths: int) -> str:
    digits = _bare(text, kind)
    if not _DIGITS.fullmatch(digits):
        raise InvalidIdentifier("characters", kind)
    if len(digits) not in lengths:
        raise InvalidIdentifier("length", kind)
    return digits


def _weighted(digits: str, weights: Sequence[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def _registration(text: str, kind: Literal["ogrn", "ogrnip"], *, length: int, first: str) -> str:
    number = _digits(text, kind, length)
    if number[0] not in first:
        raise InvalidIdentifier("shape", kind)
    # The check digit is the last digit of the remainder of division by 11 for 13 digits, by 13 for 15.
    if int(number[:-1]) % (length - 2) % 10 != int(number[-1]):
        raise InvalidIdentifier("check_digit", kind)
    return number


def _account(text: str, kind: Literal["account", "corr_account"], bank_digits: str) -> str:
    account = _bare(text, kind).upper()
    if len(account) != 20:
        raise InvalidIdentifier("length", kind)
    if not _ACCOUNT.fullmatch(account):
        raise InvalidIdentifier("characters", kind)
    if account.startswith("00000"):
        raise InvalidIdentifier("shape", kind)
    if account.startswith("0"):
        return account
    sixth = account[5]
    known = sixth if sixth.isdigit() else str(_ACCOUNT_LETTERS.index(sixth))
    if _weighted(f"{bank_digits}{account[:5]}{known}{account[6:]}", _ACCOUNT_WEIGHTS) % 10 != 0:
        raise InvalidIdentifier("check_digit", kind)
    return account
