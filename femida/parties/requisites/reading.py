"""Reading requisites that people type: one normalised value each, or a sentence at the field."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Final

from django.utils.translation import gettext_lazy as _

from femida.kernel import identifiers
from femida.kernel.identifiers import InvalidIdentifier
from femida.parties.registry.reading import plain_line, safe_line
from femida.parties.requisites.models import IdentityDocument
from femida.platform.core import clock
from femida.platform.core.errors import Invalid, Text

PASSPORT_AGE: Final = 14
"""From this age a passport is given: clause 2 of Decree of the President No. 232 of 13.03.1997."""
FIRST_ISSUE: Final = date(1997, 10, 1)
"""Passports of the present form have been given since this day: Government decree No. 828 of 08.07.1997."""
OLDEST: Final = 130
SHOWN: Final = 4
LEAP_MONTH: Final = 2

_SENTENCES: Final[dict[str, Text]] = {
    "empty": _("Please fill this in."),
    "characters": _("There are characters here that this number cannot have."),
    "length": _("The number of digits is wrong."),
    "shape": _("Numbers of this kind do not look so."),
    "check_digit": _("The check digit does not fit: there is a typing mistake."),
}
_ACCOUNT_SENTENCE: Final = _(
    "The check digit does not fit the bank: check the account and the BIC for typing mistakes."
)
_LONG_DIGITS: Final = re.compile(r"\d(?:[\s\-–—№]*\d){4,}")
_BLANK: Final = "•••"


def identifier(field: str, validate: Callable[[str], str], text: str, *, required: bool = False) -> str:
    """A normalised identifier, or "" for nothing. Raises Invalid at `field`."""
    if not required and not text.strip():
        return ""
    try:
        return validate(text)
    except InvalidIdentifier as error:
        code, kind = error.code, error.kind
    # outside of the handler: the refused number stands in the frames of the first error
    is_account = kind in ("account", "corr_account") and code == "check_digit"
    raise Invalid({field: _ACCOUNT_SENTENCE if is_account else _SENTENCES[code]})


def organisation_inn(text: str) -> str:
    """The INN of an organisation. Raises InvalidIdentifier, for one of a person by its length."""
    inn = identifiers.validate_inn(text)
    if identifiers.is_inn_of_person(inn):
        raise InvalidIdentifier("length", "inn")
    return inn


def person_inn(text: str) -> str:
    """The INN of a person. Raises InvalidIdentifier, for one of an organisation by its length."""
    inn = identifiers.validate_inn(text)
    if not identifiers.is_inn_of_person(inn):
        raise InvalidIdentifier("length", "inn")
    return inn


DOCUMENTS: Final[dict[str, Callable[[str], str]]] = {
    IdentityDocument.Kind.PASSPORT: identifiers.validate_passport,
    IdentityDocument.Kind.SNILS: identifiers.validate_snils,
    IdentityDocument.Kind.INN: person_inn,
}


def display(kind: str, value: str) -> str:
    """A normalised number of a document for reading."""
    if kind == IdentityDocument.Kind.PASSPORT:
        return identifiers.format_passport(value)
    return identifiers.format_snils(value) if kind == IdentityDocument.Kind.SNILS else value


def mask(value: str) -> str:
    """What is shown instead of a number: its last four characters; of none, what is alike for all."""
    return f"{_BLANK} {value[-SHOWN:]}" if value else f"{_BLANK} ••••"


def line(field: str, text: str, *, longest: int, required: bool = False, digits: bool = True) -> str:
    """One clean line. Raises Invalid at `field`: too long, empty but required, or with a long number.

    With `digits=False` five digits in a row are refused: the number of a document has a field of its own,
    where it is sealed.
    """
    cleaned = plain_line(text, longest, field=field)
    if required and not cleaned:
        raise Invalid({field: _SENTENCES["empty"]})
    if not digits and _LONG_DIGITS.search(cleaned):
        raise Invalid({field: _("A long number does not belong here: it has a field of its own.")})
    return cleaned


def reason_line(text: str, longest: int) -> str:
    """Why a number is needed, with blanks in place of numbers and addresses. Raises Invalid at `reason`."""
    cleaned = _LONG_DIGITS.sub(_BLANK, safe_line(text, longest, field="reason"))
    if not cleaned:
        raise Invalid({"reason": _("Say what you need the number for.")})
    return cleaned


def check_birth(born: date | None) -> None:
    """Raise Invalid at `birth_date` for a day in the future or too long ago."""
    if born is None:
        return
    today = clock.now().date()
    if born > today:
        raise Invalid({"birth_date": _("This day has not come yet.")})
    if born.year < today.year - OLDEST:
        raise Invalid({"birth_date": _("Nobody lives that long: check the year.")})


def check_issue(issued: date | None, born: date | None, *, field: str = "issued_on") -> None:
    """Raise Invalid at `field` unless a passport could be issued on this day to a person born on that."""
    if issued is None:
        raise Invalid({field: _SENTENCES["empty"]})
    if issued > clock.now().date():
        raise Invalid({field: _("This day has not come yet.")})
    if issued < FIRST_ISSUE:
        raise Invalid({field: _("Such passports were not issued yet on this day.")})
    if born is not None and issued < birthday(born, PASSPORT_AGE):
        raise Invalid({field: _("Passports are issued from the 14th birthday on: check both dates.")})


def birthday(born: date, age: int) -> date:
    """The day on which a person reaches an age; who was born on 29 February has it on 1 March otherwise."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, LEAP_MONTH + 1, 1)
