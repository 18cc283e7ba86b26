"""One search over everything that has a name: what the field in the bar on top asks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from femida.platform.access.policy import policy_of
from femida.platform.access.queries import visible
from femida.platform.core.actor import Actor
from femida.platform.core.ports import Port
from femida.platform.objects.types import ObjectType, object_types
from femida.platform.search.columns import search_rows, search_words

PER_TYPE: Final = 5
PARTY: Final = "parties.party"


@dataclass(frozen=True, slots=True)
class Found:
    """One found object: its type, key and title as the reader may see it."""

    object_type: ObjectType
    object_id: int
    title: str


# (actor, what was typed) -> party ids of exactly this whole number, or None when it is no number.
# The implementation checks the right, limits the rate and notes the search in the access log.
FindByNumber = Callable[[Actor, str], Sequence[int] | None]
find_by_number: Port[FindByNumber] = Port("search by number")


def search_everywhere(actor: Actor, text: str) -> list[Found]:
    """Up to `PER_TYPE` visible objects of each described type; a whole number finds its parties first."""
    found = _by_number(actor, text)
    if not search_words(text):
        return found
    policy = policy_of(actor)
    for object_type in _in_order():
        if object_type.search and object_type.everywhere and policy.may(object_type.view_right):
            found.extend(_of_type(actor, object_type, text))
    return found


def _in_order() -> list[ObjectType]:
    """People first, then the work of upper rooms before that of lower ones."""
    found = list(reversed(list(object_types)))
    return sorted(found, key=lambda one: one.key != PARTY)


def _of_type(actor: Actor, object_type: ObjectType, text: str) -> list[Found]:
    rows = search_rows(visible(actor, object_type.model), object_type, text)
    ordered = rows.order_by(object_type.search[0], "pk").values_list("pk", object_type.title)
    return [Found(object_type, pk, str(title)) for pk, title in ordered[:PER_TYPE]]


def _by_number(actor: Actor, text: str) -> list[Found]:
    found: list[Found] = []
    for find in find_by_number:
        ids = find(actor, text)
        party = object_types.get(PARTY)
        if ids and party is not None:
            rows = visible(actor, party.model).filter(pk__in=list(ids)[:PER_TYPE])
            found.extend(Found(party, pk, str(title)) for pk, title in rows.values_list("pk", party.title))
    return found
