"""Search in the folded columns of one object type: bounded candidates, words in any order.

A search over a million rows must not walk them in the order of the list, so it first gathers at most
`CANDIDATES` matching keys: whole-name beginnings first, then words and fragments anywhere. Only those are
sorted and shown.
"""

from __future__ import annotations

from functools import reduce
from operator import and_, or_
from typing import Any, Final

from django.db.models import Q, QuerySet

from femida.kernel.text import name_key, switch_layout
from femida.platform.objects.types import ObjectType

CANDIDATES: Final = 1001
"""One more than a count shows, so that «1 000+» is still seen."""

SHORTEST_FRAGMENT: Final = 3
"""Shorter pieces are looked for at the beginnings of words only: no index finds them elsewhere."""

MOST_WORDS: Final = 6
LONGEST: Final = 100


def search_words(text: str) -> list[str]:
    """What a person typed, as the folded words that are looked for."""
    return name_key(text[:LONGEST]).split()[:MOST_WORDS]


def matches(object_type: ObjectType, words: list[str]) -> Q:
    """Every word stands in one of the search columns: as a fragment, or at a word's beginning if short."""
    return reduce(and_, (_word(object_type, word) for word in words))


def beginnings(object_type: ObjectType, words: list[str]) -> Q:
    """One of the search columns begins with the words as they were typed."""
    whole = " ".join(words)
    return reduce(or_, (Q(**{f"{column}__startswith": whole}) for column in object_type.search))


def _word(object_type: ObjectType, word: str) -> Q:
    return reduce(or_, (_word_in(column, word) for column in object_type.search))


def _word_in(column: str, word: str) -> Q:
    if len(word) < SHORTEST_FRAGMENT:
        return Q(**{f"{column}__startswith": word}) | Q(**{f"{column}__contains": f" {word}"})
    return Q(**{f"{column}__contains": word})


def search_rows(rows: QuerySet[Any], object_type: ObjectType, text: str) -> QuerySet[Any]:
    """The rows that match what was typed; nothing when the type has no search columns or no word is left.

    `rows` are already those the actor may see, so hidden rows neither match nor push others out.
    """
    words = search_words(text)
    if not words or not object_type.search:
        return rows.none()
    bare = rows.order_by()
    first = bare.filter(beginnings(object_type, words)).values("pk")[:CANDIDATES]
    others = bare.filter(matches(object_type, words)).values("pk")[:CANDIDATES]
    return object_type.model._default_manager.filter(pk__in=first.union(others, all=True))


def other_layout(text: str) -> str:
    """The same keys on the other keyboard layout, or "" when that makes no other words."""
    switched = switch_layout(text)
    return switched if search_words(switched) not in ([], search_words(text)) else ""
