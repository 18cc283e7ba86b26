"""Looking into the entries: bounded candidates, the best first, always through the reader's policy.

A search over a million rows must not walk them in the order of a list, so it gathers few candidates, the
better ones first: texts that begin with what was typed, then words that begin so, then parts of words, then
other forms of the words. An entry counts only together with its row as the reader may see it, so what is
hidden neither matches nor pushes anything out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from femida.platform.access.policy import Policy
from femida.platform.access.queries import visible
from femida.platform.objects.types import ObjectType
from femida.platform.search.models import SearchEntry
from femida.platform.search.sources import OWN, search_texts
from femida.platform.search.words import (
    Condition,
    begins,
    either,
    has_beginnings,
    has_parts,
    search_words,
    stems_of,
)

_ENTRIES: Final = SearchEntry._meta.db_table
CANDIDATES: Final = 1001
"""One more than a count shows, so that «1 000+» is still seen."""

FEW: Final = 24
"""How many of each grade a quick search looks at."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A found object: how well it fits (0 is best) and the source of the text in which it was found."""

    object_type: str
    object_id: int
    grade: int
    source: str


@dataclass(frozen=True, slots=True)
class _Place:
    """The entries of a type under one right, and the rows that count, as a compiled statement."""

    object_type: str
    needs: str
    rows: str
    values: tuple[Any, ...]


def found_keys(policy: Policy, rows: QuerySet[Any], object_type: ObjectType, text: str) -> set[int]:
    """The keys of those `rows` that match what was typed, at most `CANDIDATES` of each grade: one statement.

    None when no word is left or the type is not searched. `rows` are those the actor may see.
    """
    words = search_words(text)
    if not words or not object_type.search:
        return set()
    grades = (begins(words), either(has_parts(words), has_beginnings(stems_of(words))))
    hits = _run(_places(policy, object_type, rows), grades, CANDIDATES)
    return {hit.object_id for hit in hits}


def quick_hits(policy: Policy, types: Sequence[ObjectType], text: str, enough: int) -> list[Hit]:
    """The best hits of each type, at most `FEW` of a grade: one statement, and one more for the types in
    which fewer than `enough` objects have words that begin as typed.
    """
    words = search_words(text)
    if not words:
        return []
    places = {one.key: _kept_places(policy, one) for one in types}
    hits = _run(chain(*places.values()), (begins(words), has_beginnings(words)), FEW)
    found = Counter(key for key, _pk in {(hit.object_type, hit.object_id) for hit in hits})
    poor = chain(*(ones for key, ones in places.items() if found[key] < enough))
    hits += _run(poor, (has_parts(words), has_beginnings(stems_of(words))), FEW, first=2)
    order = {one.key: place for place, one in enumerate(types)}
    return sorted(_best(hits), key=lambda hit: order[hit.object_type])


def hits_by_id(policy: Policy, types: Sequence[ObjectType], number: int) -> list[Hit]:
    """The visible objects of any of the types with this key: one small statement for each type."""
    return [
        Hit(one.key, number, 0, OWN)
        for one in types
        if visible(policy.actor, one.model).filter(pk=number).exists()
    ]


def _best(hits: list[Hit]) -> list[Hit]:
    """Each object once, where it fits best; of equals the newest first."""
    best: dict[tuple[str, int], Hit] = {}
    for hit in sorted(hits, key=lambda one: (one.grade, one.source != OWN, -one.object_id)):
        best.setdefault((hit.object_type, hit.object_id), hit)
    return list(best.values())


def _kept_places(policy: Policy, object_type: ObjectType) -> list[_Place]:
    """The places of all visible rows of a type: they follow from the policy, so they are written once."""
    key = ("search places", object_type.key)
    kept: list[_Place] | None = policy.memo.get(key)
    if kept is None:
        kept = policy.memo[key] = list(_places(policy, object_type, visible(policy.actor, object_type.model)))
    return kept


def _places(policy: Policy, object_type: ObjectType, rows: QuerySet[Any]) -> Iterator[_Place]:
    """The entries that the policy may look into: the open ones, and those of each right that it has."""
    for needs in ("", *sorted(_needed(object_type))):
        if needs and not policy.may(needs):
            continue
        reached = rows.filter(policy.rows(object_type.model, needs)) if needs else rows
        try:
            statement, values = reached.order_by().values("pk").query.sql_with_params()
        except EmptyResultSet:
            # the policy reaches nothing at all
            continue
        yield _Place(object_type.key, needs, statement, tuple(values))


def _needed(object_type: ObjectType) -> set[str]:
    own = {
        field.sensitivity
        for field in object_type.fields
        if field.sensitivity and {field.value_path, field.text_path} & set(object_type.search)
    }
    return own | {one.needs for one in search_texts if one.object_type == object_type.key and one.needs}


def _run(places: Iterable[_Place], grades: Sequence[Condition], most: int, first: int = 0) -> list[Hit]:
    """At most `most` hits of every grade at every place.

    From the entry to its row and not the other way round: a key finds at most one row, so PostgreSQL joins
    whichever side is smaller and stops as soon as it has enough. By hand, because Django would take longer to
    write the statement than PostgreSQL to run it.
    """
    arms: list[str] = []
    values: list[Any] = []
    for place in places:
        for number, grade in enumerate(grades, first):
            arms.append(
                f"(SELECT object_type, object_id, {number}, source FROM {_ENTRIES}"  # noqa: S608
                f" WHERE object_type = %s AND needs = %s AND {grade.sql} AND object_id IN ({place.rows})"
                f" LIMIT {most})"
            )
            values += [place.object_type, place.needs, *grade.values, *place.values]
    if not arms:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(arms), values)
        return [Hit(*row) for row in cursor.fetchall()]
