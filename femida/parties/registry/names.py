"""Names of parties: composing the one that is shown, and reading its parts from one line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.utils import translation
from django.utils.translation import pgettext

from femida.kernel.names import parse_name
from femida.kernel.text import name_key

_ORGANISATION: Final = re.compile(
    r"(?:ООО|ОАО|ЗАО|ПАО|НАО|АО|АНО|НКО|ТСЖ|ТСН|СНТ|ГСК|ЖСК|ГУП|МУП|ФГУП|ФГБУ|ГБУ|МБУ|КФХ|банк)\b"
    r"|общество\s+с\s+ограниченной|акционерное\s+общество|.*\b(?:ltd|llc|gmbh|inc)\.?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class NameParts:
    """The parts of a name: of a person, or `legal_name` alone of an organisation."""

    surname: str = ""
    given_name: str = ""
    patronymic: str = ""
    legal_name: str = ""

    @property
    def is_known(self) -> bool:
        """Whether anything is known of the name."""
        return bool(self.surname or self.given_name or self.patronymic or self.legal_name)


def compose(parts: NameParts) -> str:
    """The name to show: «Фамилия Имя Отчество», the organisation's name, or the words for «no name»."""
    whole = " ".join(filter(None, (parts.surname, parts.given_name, parts.patronymic)))
    return parts.legal_name or whole or no_name()


def no_name() -> str:
    """What stands for an unknown name; stored, so in the language of the firm, not of a reader."""
    with translation.override(settings.LANGUAGE_CODE):
        return pgettext("party", "No name")


def read_name(line: str) -> NameParts:
    """The parts of a clean name typed into one field, in any usual order.

    A guess, made only where the person who knows is not asked: a form on a website.
    """
    if _ORGANISATION.match(line):
        return NameParts(legal_name=line)
    name = parse_name(line)
    return NameParts(name.surname, name.given, name.patronymic)


def likeness(given: str, present: str) -> int:
    """How far two names agree: 2 the same words, 1 one has all the words of the other, 0 neither."""
    words, others = set(name_key(given).split()), set(name_key(present).split())
    if not words or not others:
        return 0
    if words == others:
        return 2
    return 1 if words <= others or others <= words else 0
