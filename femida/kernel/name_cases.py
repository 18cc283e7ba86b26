"""Grammatical cases of single parts of names.

The table of endings is the one that the `petrovich` package carries. It is read here by the table's own
rules, because the package's code passes over its endings of both genders ("Никита", "Шульга") when a gender
is given. What the table gets wrong is put right by the short lists below.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from femida.kernel.text import fold


class Case(StrEnum):
    """The six cases of Russian grammar."""

    NOMINATIVE = "nominative"
    GENITIVE = "genitive"
    DATIVE = "dative"
    ACCUSATIVE = "accusative"
    INSTRUMENTAL = "instrumental"
    PREPOSITIONAL = "prepositional"


class Gender(StrEnum):
    """Grammatical gender of a person's name."""

    MALE = "male"
    FEMALE = "female"


class Part(StrEnum):
    """Parts of a full name; the values are the sections of the table."""

    SURNAME = "lastname"
    GIVEN = "firstname"
    PATRONYMIC = "middlename"


Corrections = Mapping[tuple[str, Case], str]
"""Remembered forms: (word in the nominative, case) to the form; case of letters and ё do not matter."""

_OBLIQUE: Final = tuple(Case)[1:]
_CYRILLIC_WORD: Final = re.compile(r"[А-Яа-яЁё'’]{2,}")

# Of the genitive, dative, accusative, instrumental, prepositional: how many letters to cut, what to add.
_Forms = tuple[tuple[int, str], ...]


def _cutting(cut: int, *endings: str) -> _Forms:
    return tuple((cut, ending) for ending in endings)


_UNCHANGED: Final = _cutting(0, "", "", "", "", "")

_MALE_SURNAMES: Final[dict[str, _Forms]] = {
    "соловей": _cutting(2, "ья", "ью", "ья", "ьем", "ье"),
    "муравей": _cutting(2, "ья", "ью", "ья", "ьем", "ье"),
    "заяц": _cutting(2, "йца", "йцу", "йца", "йцем", "йце"),
    "орёл": _cutting(2, "ла", "лу", "ла", "лом", "ле"),
    "орел": _cutting(2, "ла", "лу", "ла", "лом", "ле"),
    "лев": _cutting(2, "ьва", "ьву", "ьва", "ьвом", "ьве"),
    "ковач": _cutting(0, "а", "у", "а", "ем", "е"),
    # Surnames from other languages have -ом where Russian ones have -ым.
    **dict.fromkeys(("дарвин", "чаплин", "грин", "кронин"), _cutting(0, "а", "у", "а", "ом", "е")),
}
_STRESSED_ENDING: Final[_Forms] = _cutting(0, "а", "у", "а", "ом", "е")
_SOFT: Final[_Forms] = _cutting(1, "я", "ю", "я", "ем", "е")
_AFTER_HISSING: Final[_Forms] = _cutting(1, "а", "у", "а", "ем", "е")
_FLEETING_AFTER_L: Final[_Forms] = _cutting(2, "ьца", "ьцу", "ьца", "ьцом", "ьце")
_FRANZ: Final[_Forms] = _cutting(0, "а", "у", "а", "ем", "е")
_BY_ENDING: Final[tuple[tuple[tuple[str, ...], _Forms], ...]] = (
    (("ач",), _STRESSED_ENDING),
    (("шь", "жь", "чь", "щь"), _AFTER_HISSING),
    (("лец",), _FLEETING_AFTER_L),
    (("эй", "мень"), _SOFT),
)
# Only Russian surnames of these endings have -ым; others on a consonant have -ом: "Штерном".
_WITH_YM: Final = ("ов", "ев", "ёв", "ин", "ын")
_TAILS_OF_PATRONYMICS: Final = ("-оглы", "-оглу", "-кызы", "-гызы", "-улы", "-уулу")
_INDECLINABLE_SURNAMES: Final = frozenset({"золя", "дюма", "петипа", "тома", "талья"})
_STRESSED_PATRONYMICS: Final = ("ильич", "кузьмич", "лукич", "фомич")
_SOFT_HISSING: Final[_Forms] = _cutting(1, "и", "е", "у", "ей", "е")
_FIRST_WORDS_UNCHANGED: Final = frozenset({"кара", "бонч", "сан", "сен", "мак", "аль", "эль", "ибн", "бен"})


def decline_part(
    text: str, part: Part, case: Case, gender: Gender | None, corrections: Corrections | None = None
) -> str:
    """One part of a name in a case; words and halves of double words each by themselves."""
    if case is Case.NOMINATIVE or not text:
        return text
    remembered = _remembered(corrections)
    corrected = remembered.get((fold(text), case))
    if corrected is not None:
        return corrected
    if part is Part.PATRONYMIC and text.lower().endswith(_TAILS_OF_PATRONYMICS):
        return text
    return " ".join(_decline_double(word, part, case, gender, remembered) for word in text.split(" "))


def _remembered(corrections: Corrections | None) -> dict[tuple[str, Case], str]:
    return {(fold(word), case): form for (word, case), form in (corrections or {}).items()}


def _decline_double(
    text: str, part: Part, case: Case, gender: Gender | None, remembered: Mapping[tuple[str, Case], str]
) -> str:
    pieces = text.split("-")
    declined = []
    for place, piece in enumerate(pieces):
        form = remembered.get((fold(piece), case))
        if form is None and gender is not None:
            is_first_of_double = len(pieces) > 1 and place == 0
            form = _decline_word(piece, part, case, gender, is_first_of_double=is_first_of_double)
        declined.append(piece if form is None else form)
    return "-".join(declined)


def _decline_word(word: str, part: Part, case: Case, gender: Gender, *, is_first_of_double: bool) -> str:
    # Initials ("И.") and words of other alphabets have no cases.
    if not _CYRILLIC_WORD.fullmatch(word):
        return word
    lower = word.lower()
    if is_first_of_double and lower in _FIRST_WORDS_UNCHANGED:
        return word
    forms = _own_forms(lower, part, gender) or _table_forms(
        lower, part, gender, is_first_of_double=is_first_of_double
    )
    cut, ending = forms[_OBLIQUE.index(case)]
    return word[: len(word) - cut] + (ending.upper() if word.isupper() else ending)


def _own_forms(lower: str, part: Part, gender: Gender) -> _Forms | None:
    """The forms of a word that the table gets wrong."""
    if part is Part.SURNAME:
        return _own_forms_of_surname(lower, gender)
    if gender is Gender.FEMALE:
        return None
    if part is Part.PATRONYMIC:
        return _STRESSED_ENDING if lower in _STRESSED_PATRONYMICS else None
    if lower == "франц":
        return _FRANZ
    if lower.endswith("ий"):
        return _cutting(1, "я", "ю", "я", "ем", "и")
    return _SOFT_HISSING if lower.endswith(("ша", "жа", "ча", "ща")) else None


def _own_forms_of_surname(lower: str, gender: Gender) -> _Forms | None:
    if lower in _INDECLINABLE_SURNAMES:
        return _UNCHANGED
    if gender is Gender.FEMALE:
        # Women's surnames decline only by the endings of women's words.
        return None if lower.endswith(("а", "я")) else _UNCHANGED
    known = _MALE_SURNAMES.get(lower)
    if known is not None:
        return known
    if lower in _STRESSED_PATRONYMICS:
        return _STRESSED_ENDING
    if lower.endswith("н") and not lower.endswith(_WITH_YM):
        return _STRESSED_ENDING
    return next((forms for endings, forms in _BY_ENDING if lower.endswith(endings)), None)


@lru_cache(maxsize=8192)
def _table_forms(lower: str, part: Part, gender: Gender, *, is_first_of_double: bool) -> _Forms:
    section = _table()[part.value]
    for rule in section.get("exceptions", ()):
        if _fits(rule, gender, is_first_of_double=is_first_of_double) and lower in rule["test"]:
            return _forms(rule["mods"])
    for rule in section["suffixes"]:
        if _fits(rule, gender, is_first_of_double=is_first_of_double) and lower.endswith(tuple(rule["test"])):
            return _forms(rule["mods"])
    return _UNCHANGED


def _fits(rule: Mapping[str, Any], gender: Gender, *, is_first_of_double: bool) -> bool:
    if rule["gender"] not in ("androgynous", gender.value):
        return False
    return is_first_of_double or "first_word" not in rule.get("tags", ())


def _forms(mods: list[str]) -> _Forms:
    """The table writes "--ем" for "cut two letters and add ем", "." for no change."""
    return tuple((0, "") if mod == "." else (mod.count("-"), mod.lstrip("-")) for mod in mods)


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    text = (files("petrovich") / "rules" / "rules.json").read_text(encoding="utf-8")
    table: dict[str, Any] = json.loads(text)
    return table
