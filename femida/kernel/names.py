"""Names of people: their parts, short forms, gender and grammatical cases. The public door of the topic."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from typing_extensions import override

from femida.kernel.name_cases import Case, Corrections, Gender, Part, decline_part
from femida.kernel.name_gender import (
    guess_gender,
    is_given_name,
    is_patronymic,
    is_rather_surname,
    is_surname_first,
)
from femida.kernel.text import clean_line

__all__ = ["Case", "Corrections", "FullName", "Gender", "decline", "gender_of", "parse_name"]

_LONGEST_NAME: Final = 300
_HYPHEN: Final = re.compile(r"\s*[-\u2010\u2011\u2012\u2013\u2014]\s*")
_PATRONYMIC_TAILS: Final = frozenset({"оглы", "оглу", "кызы", "гызы", "улы", "уулу"})


@dataclass(frozen=True, slots=True)
class FullName:
    """The parts of a person's name as written in documents; parts that a person has not are empty."""

    surname: str = ""
    given: str = ""
    patronymic: str = ""

    @override
    def __str__(self) -> str:
        """The whole name, surname first: "Иванов Иван Иванович"."""
        return " ".join(part for part in (self.surname, self.given, self.patronymic) if part)

    def initials(self) -> str:
        """The initials of the given name and patronymic: "И. И.", of a double name "А.-М."."""
        return " ".join(_initial(part) for part in (self.given, self.patronymic) if part)

    def short(self) -> str:
        """The surname and initials: "Иванов И. И."; without a surname, the name as it is."""
        return f"{self.surname} {self.initials()}".strip() if self.surname else str(self)

    def signature(self) -> str:
        """Initials first, as beside a signature: "И. И. Иванов"."""
        return f"{self.initials()} {self.surname}".strip() if self.surname else str(self)

    def address(self) -> str:
        """How one speaks to the person: "Иван Иванович", or what is known of it."""
        return " ".join(part for part in (self.given, self.patronymic) if part) or self.surname


def parse_name(text: str) -> FullName:
    """A name typed in one line, split into its parts.

    Both usual orders are understood (surname first or last) by the patronymic, or by the dictionary of
    given names when there is none; when nothing tells, the first word is the surname. The words themselves
    are kept as typed, except for spaces. Raises `TooLong` over 300 characters.
    """
    words = _HYPHEN.sub("-", clean_line(text, _LONGEST_NAME)).replace(",", " ").split()
    if len(words) > 1 and words[-1].lower() in _PATRONYMIC_TAILS:
        words[-2:] = [f"{words[-2]} {words[-1]}"]
    places = [place for place, word in enumerate(words) if place > 0 and is_patronymic(word)]
    if len(words) == 2:
        return _of_two(*words)
    if len(words) == 3 and places == [1]:
        return FullName(words[2], words[0], words[1])
    if len(words) > 2 and places and places[-1] == len(words) - 1:
        return FullName(words[0], " ".join(words[1:-1]), words[-1])
    if len(words) == 1 and is_given_name(words[0]):
        return FullName("", words[0])
    return FullName(words[0], " ".join(words[1:])) if words else FullName()


def gender_of(name: FullName) -> Gender | None:
    """The gender that a name shows, or `None`: the patronymic tells first, then given name and surname."""
    return guess_gender(surname=name.surname, given=name.given, patronymic=name.patronymic)


def decline(
    name: FullName, case: Case, *, gender: Gender | None = None, corrections: Corrections | None = None
) -> FullName:
    """The name in a grammatical case.

    Without `gender` it is guessed; when it cannot be, only corrections apply and the rest stays as it is, as
    do words that do not decline and words not in Cyrillic. `corrections` are the firm's remembered forms and
    are stronger than every rule: (nominative word, case) to the form.
    """
    known = gender or gender_of(name)
    return FullName(
        decline_part(name.surname, Part.SURNAME, case, known, corrections),
        decline_part(name.given, Part.GIVEN, case, known, corrections),
        decline_part(name.patronymic, Part.PATRONYMIC, case, known, corrections),
    )


def _of_two(first: str, second: str) -> FullName:
    if is_patronymic(second) and not is_rather_surname(second):
        return FullName("", first, second)
    return FullName(first, second) if is_surname_first(first, second) else FullName(second, first)


def _initial(part: str) -> str:
    first_word = part.split(maxsplit=1)[0]
    return "-".join(f"{piece[0].upper()}." for piece in first_word.split("-") if piece)
