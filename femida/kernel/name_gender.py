"""What a name tells of its bearer's gender, and which words are given names and patronymics."""

from __future__ import annotations

import re
import threading
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from femida.kernel.name_cases import Gender

if TYPE_CHECKING:
    from pymorphy3 import MorphAnalyzer

_loading = threading.Lock()

_MALE_PATRONYMIC: Final = re.compile(
    r".*[а-яё](?:[оеё]вич|ьич)|ильич|кузьмич|лукич|фомич|никитич|саввич|.+[ -](?:оглы|оглу|улы|уулу)"
)
_FEMALE_PATRONYMIC: Final = re.compile(r".*[а-яё](?:[оеё]вна|инична|ична)|.+[ -](?:кызы|гызы)")
_MALE_SURNAME: Final = re.compile(r".*(?:[оеё]в|[иы]н|[сцз]кий|[сц]кой|ный|ний|чий)")
_FEMALE_SURNAME: Final = re.compile(r".*(?:[оеё]ва|[иы]на|[сцз]кая|ная|няя|чая)")
_ANY_SURNAME: Final = re.compile(
    r".*(?:[оеё]ва?|[иы]на?|[сцз]к(?:ий|ая)|[сц]кой|енко|[чщ]ук|ян|янц|дзе|швили|оглу|заде)"
)
# Male names that end as female ones do, and names that both bear.
_MALE_NAMES_IN_A: Final = frozenset(
    {
        *(
            "никита",
            "илья",
            "кузьма",
            "лука",
            "фома",
            "савва",
            "фока",
            "сила",
            "данила",
            "гаврила",
            "добрыня",
        ),
        *("муса", "иса", "абдулла", "мустафа", "гия", "шота", "илия", "захария", "иона", "зосима"),
    }
)
_BOTH: Final = frozenset(("саша", "женя", "валя", "шура", "паша", "слава", "сима", "ким", "али"))
# Given names that are met as often as surnames.
_ALSO_SURNAMES: Final = frozenset(("ким", "ли", "пак", "хан", "роман", "герман", "мартин", "адам", "карп"))
_CYRILLIC: Final = re.compile(r"[а-яё]+")


def is_patronymic(word: str) -> bool:
    """Whether a word looks like a Russian patronymic, or one with "оглы" or "кызы"."""
    lower = word.lower()
    return bool(_MALE_PATRONYMIC.fullmatch(lower) or _FEMALE_PATRONYMIC.fullmatch(lower))


def is_surname_first(first: str, second: str) -> bool:
    """Of two words, a surname and a given name: whether the surname is the first, by the dictionary."""
    one, two = first.lower(), second.lower()
    is_given_one, is_given_two = is_given_name(one), is_given_name(two)
    if is_given_one and is_given_two:
        return one in _ALSO_SURNAMES or two not in _ALSO_SURNAMES
    if is_given_one or is_given_two:
        return is_given_two
    return not (_ANY_SURNAME.fullmatch(two) and not _ANY_SURNAME.fullmatch(one))


def is_given_name(word: str) -> bool:
    """Whether the dictionary knows a word as a given name."""
    return bool(_dictionary_genders(word.lower().partition("-")[0]))


def is_rather_surname(word: str) -> bool:
    """Whether a word with a patronymic's ending is known as a surname only ("Мицкевич")."""
    tags = [parse.tag for parse in dictionary().parse(word.lower()) if parse.is_known]
    return any("Surn" in tag for tag in tags) and not any("Patr" in tag for tag in tags)


def guess_gender(*, surname: str, given: str, patronymic: str) -> Gender | None:
    """The gender shown by the parts of a name: patronymic, then given name, then surname."""
    by_patronymic = _by_shape(patronymic, _MALE_PATRONYMIC, _FEMALE_PATRONYMIC)
    if by_patronymic is not None:
        return by_patronymic
    by_surname = _by_shape(surname.rpartition("-")[2], _MALE_SURNAME, _FEMALE_SURNAME)
    by_given = _by_given(given.lower().partition(" ")[0].partition("-")[0])
    return by_given if by_given is not None else by_surname


def _by_shape(word: str, male: re.Pattern[str], female: re.Pattern[str]) -> Gender | None:
    lower = word.lower()
    if male.fullmatch(lower):
        return Gender.MALE
    return Gender.FEMALE if female.fullmatch(lower) else None


def _by_given(lower: str) -> Gender | None:
    if lower in _MALE_NAMES_IN_A:
        return Gender.MALE
    if not lower or lower in _BOTH:
        return None
    genders = _dictionary_genders(lower)
    return next(iter(genders)) if len(genders) == 1 else None


@lru_cache(maxsize=8192)
def _dictionary_genders(lower: str) -> frozenset[Gender]:
    """Genders of the given names that a word is in the nominative; empty for other words."""
    if not _CYRILLIC.fullmatch(lower):
        return frozenset()
    genders = set()
    for parse in dictionary().parse(lower):
        tag = parse.tag
        if {"Name", "sing", "nomn"} in tag and parse.normal_form == lower and parse.is_known:
            genders.add(Gender.FEMALE if "femn" in tag else Gender.MALE)
    return frozenset(genders)


def dictionary() -> MorphAnalyzer:
    """The dictionary of Russian words, loaded at the first use; safe for threads."""
    # the cache alone would let several threads load it side by side at their first names
    with _loading:
        return _loaded()


@lru_cache(maxsize=1)
def _loaded() -> MorphAnalyzer:
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")
