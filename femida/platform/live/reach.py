"""Who may hear of which touched rows: the policy asked in memory, one or two statements per type."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from femida.platform.access.policy import Policy
from femida.platform.access.rights import Scope
from femida.platform.access.scoping import Personal, Scoped, scopings
from femida.platform.live.ports import holders, told_to_all
from femida.platform.live.publishing import Touched


@dataclass(frozen=True, slots=True)
class Place:
    """What the policy asks of one row."""

    office: int | None
    department: int | None
    direction: int | None
    wall: int | None
    people: frozenset[int]


def audible(touched: Iterable[Touched], policies: Mapping[int, Policy]) -> dict[int, list[Touched]]:
    """For each listener (by the number given in `policies`) the touched rows that she may see.

    Types without a declared scope, and rows that are gone, are told to nobody.
    """
    by_type: dict[str, list[int]] = defaultdict(list)
    for object_type, object_id in touched:
        by_type[object_type].append(object_id)
    heard: dict[int, list[Touched]] = defaultdict(list)
    for object_type, ids in by_type.items():
        scoped, personal = _by_object_type().get(object_type), scopings.get(object_type)
        if scoped is not None:
            _tell_scoped(scoped, ids, policies, heard)
        elif isinstance(personal, Personal):
            _tell_owner(personal, object_type, ids, policies, heard)
        elif object_type in told_to_all:
            for number in policies:
                heard[number] += [(object_type, object_id) for object_id in ids]
    return heard


@cache
def _by_object_type() -> dict[str, Scoped]:
    # Asked after start-up only, when all scopes have been declared.
    return {one.object_type: one for one in scopings if isinstance(one, Scoped)}


def _tell_scoped(
    scoped: Scoped, ids: Sequence[int], policies: Mapping[int, Policy], heard: dict[int, list[Touched]]
) -> None:
    reaches = {number: policy.scope(scoped.view_right) for number, policy in policies.items()}
    if all(reach is Scope.DENIED for reach in reaches.values()):
        return
    by_people = any(reach in (Scope.OWN, Scope.SUBORDINATES) for reach in reaches.values())
    places = places_of(scoped, ids, with_people=by_people)
    for number, policy in policies.items():
        for object_id, place in places.items():
            if sees(policy, reaches[number], place):
                heard[number].append((scoped.object_type, object_id))


def places_of(scoped: Scoped, ids: Sequence[int], *, with_people: bool) -> dict[int, Place]:
    """What the policy asks of these rows: one statement, and one more for the people behind them."""
    columns = [scoped.office, scoped.department, scoped.direction, scoped.wall]
    asked = ("pk", scoped.people, *(c for c in columns if c))
    rows = list(scoped.model._default_manager.filter(pk__in=ids).values_list(*asked))
    people: Mapping[int, frozenset[int]] = {}
    if with_people:
        for source in holders:
            people = source(
                scoped.people_type or scoped.object_type, [held_by for _pk, held_by, *_rest in rows]
            )
    places = {}
    for pk, held_by, *values in rows:
        given = iter(values)
        office, department, direction, wall = (next(given) if column else None for column in columns)
        places[pk] = Place(office, department, direction, wall, people.get(held_by, frozenset()))
    return places


def sees(policy: Policy, reach: Scope, place: Place) -> bool:
    """Whether a row at this place is within the reach: `Policy.rows` in memory (a test compares the two)."""
    if place.wall is not None and not policy.passes_walls and place.wall not in policy.walls:
        return False
    here = policy.placement
    if reach in (Scope.OWN, Scope.SUBORDINATES):
        mine = {here.employee_id} | (here.subordinates if reach is Scope.SUBORDINATES else frozenset())
        return here.employee_id is not None and not mine.isdisjoint(place.people)
    within = {
        Scope.FIRM: True,
        Scope.OFFICE: place.office in here.offices,
        Scope.DEPARTMENT: place.department in here.departments,
        Scope.DIRECTION: place.direction in here.directions,
    }
    return within.get(reach, False)


def _tell_owner(
    personal: Personal,
    object_type: str,
    ids: Sequence[int],
    policies: Mapping[int, Policy],
    heard: dict[int, list[Touched]],
) -> None:
    owners = dict(personal.model._default_manager.filter(pk__in=ids).values_list("pk", personal.field))
    for number, policy in policies.items():
        for object_id, owner in owners.items():
            if owner == policy.actor.id:
                heard[number].append((object_type, object_id))
