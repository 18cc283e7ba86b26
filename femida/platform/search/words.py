"""What a person typed, as words to look for: folded, in their stems, on the other keyboard."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from femida.kernel.stems import stem_ru
from femida.kernel.text import name_key, switch_layout

SHORTEST_FRAGMENT: Final = 3
"""Shorter pieces are looked for at the beginnings of words only: no index finds them elsewhere."""

MOST_WORDS: Final = 6
LONGEST: Final = 100
HEAD: Final = 100
"""How many letters of an entry are kept in order."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What is asked of the text of an entry. Folded words hold letters and digits only, so none of them is
    a sign of a pattern.
    """

    sql: str
    values: tuple[str, ...]


def search_words(text: str) -> list[str]:
    """What a person typed, as the folded words that are looked for."""
    return name_key(text[:LONGEST]).split()[:MOST_WORDS]


def stems_of(words: list[str]) -> list[str]:
    """The words without their endings."""
    return [_stem(word) for word in words]


def _stem(word: str) -> str:
    """A stem of three letters or more: a shorter one («ан» of «анной») would find half of the firm."""
    stem = stem_ru(word)
    return stem if len(stem) >= SHORTEST_FRAGMENT else word[:SHORTEST_FRAGMENT]


def begins(words: list[str]) -> Condition:
    """The text of an entry begins with the words as they were typed (by its indexed beginning)."""
    return Condition(f"left(text, {HEAD}) LIKE %s", (f"{' '.join(words)[:HEAD]}%",))


def has_beginnings(words: list[str]) -> Condition:
    """Each word begins a word of the entry, in any order."""
    return _all(_at_beginning(word) for word in words)


def has_parts(words: list[str]) -> Condition:
    """Each word stands somewhere in the entry; short ones at the beginning of a word."""
    return _all(
        _at_beginning(word) if len(word) < SHORTEST_FRAGMENT else Condition("text LIKE %s", (f"%{word}%",))
        for word in words
    )


def either(one: Condition, other: Condition) -> Condition:
    """Any of two conditions."""
    return Condition(f"(({one.sql}) OR ({other.sql}))", (*one.values, *other.values))


def other_layout(text: str) -> str:
    """The same keys on the other keyboard layout, or "" when that makes no other words."""
    switched = switch_layout(text)
    return switched if search_words(switched) not in ([], search_words(text)) else ""


def _at_beginning(word: str) -> Condition:
    return Condition("(text LIKE %s OR text LIKE %s)", (f"{word}%", f"% {word}%"))


def _all(conditions: Iterable[Condition]) -> Condition:
    ones = list(conditions)
    return Condition(" AND ".join(one.sql for one in ones), tuple(v for one in ones for v in one.values))
