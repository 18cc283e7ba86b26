"""The policy: everything that decides what one actor sees and may do, asked once per request."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db import connection
from django.db.models import Exists, Model, OuterRef, Q

from femida.platform.access.known import Known
from femida.platform.access.rights import Scope, rights
from femida.platform.access.scoping import (
    Attached,
    Child,
    Open,
    Personal,
    Scoped,
    assigned_to,
    scoping_of,
    scopings,
)
from femida.platform.core.actor import Actor, ActorKind
from femida.platform.core.errors import Denied
from femida.platform.core.ports import Port


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a person stands in the firm; asked from the floor above through the port `placements`."""

    employee_id: int | None = None
    offices: frozenset[int] = frozenset()
    departments: frozenset[int] = frozenset()
    directions: frozenset[int] = frozenset()
    subordinates: frozenset[int] = frozenset()
    time_zone: str = ""
    """Of the main office; "" without one."""


class PlacementSource(Protocol):
    """What `firm` registers: finds the placement of an account."""

    def placement(self, account_id: int) -> Placement:
        """The placement of the account; an account without an employee has an empty one."""


placements: Port[PlacementSource] = Port("placement")

NOTHING = Q(pk__in=[])


@dataclass(frozen=True)
class Policy:
    """What one actor may do. Compiles to conditions on rows; never widened after it is made."""

    actor: Actor
    grants: Mapping[str, Scope] = field(default_factory=dict)
    placement: Placement = Placement()
    walls: frozenset[int] = frozenset()
    passes_walls: bool = False
    memo: dict[Hashable, Any] = field(default_factory=dict, compare=False, repr=False)
    """What follows from the policy alone and is worth keeping as long as it: statements, lines of a menu."""

    def scope(self, right: str) -> Scope:
        """The widest scope of a right, `DENIED` without it. Raises KeyError for an undeclared right."""
        rights[right]
        return self.grants.get(right, Scope.DENIED)

    def may(self, right: str) -> bool:
        """Whether the actor has the right in any scope."""
        return self.scope(right) is not Scope.DENIED

    def require(self, right: str) -> None:
        """Raise Denied unless the actor has the right."""
        if not self.may(right):
            raise Denied(right=right)

    def rows(self, model: type[Model], right: str | None = None) -> Q:
        """The condition for the rows of `model` that the right reaches (by default the view right)."""
        scoping = scoping_of(model)
        if isinstance(scoping, Scoped):
            return self._scoped(scoping, right or scoping.view_right)
        if isinstance(scoping, Child):
            # EXISTS and not IN: as a column too (a flag in a list) it asks for the parents at hand only.
            parents = scoping.parent._default_manager.filter(self.rows(scoping.parent, right))
            return Q(Exists(parents.filter(pk=OuterRef(scoping.field))))
        if isinstance(scoping, Personal):
            if self.actor.kind is ActorKind.SYSTEM:
                return Q()
            return Q(**{scoping.field: self.actor.id}) if self.actor.kind is ActorKind.PERSON else NOTHING
        if isinstance(scoping, Attached):
            return self._attached(scoping, right)
        assert isinstance(scoping, Open)
        return NOTHING if self.actor.kind is ActorKind.ANONYMOUS else Q()

    def _attached(self, scoping: Attached, right: str | None) -> Q:
        reached = NOTHING
        for owner in scopings:
            if isinstance(owner, Scoped):
                rows = owner.model._default_manager.filter(self.rows(owner.model, right)).values("pk")
                reached |= Q(**{scoping.object_type: owner.object_type, f"{scoping.object_id}__in": rows})
        return reached

    def _scoped(self, scoping: Scoped, right: str) -> Q:
        reach = self._reach(scoping, self.scope(right))
        if self.passes_walls or not scoping.wall:
            return reach
        open_rows = Q(**{f"{scoping.wall}__isnull": True})
        if self.walls:
            open_rows |= Q(**{f"{scoping.wall}__in": sorted(self.walls)})
        return reach & open_rows

    def _reach(self, scoping: Scoped, widest: Scope) -> Q:
        place = self.placement
        if widest is Scope.FIRM:
            return Q()
        columns = {
            Scope.OFFICE: (scoping.office, place.offices),
            Scope.DEPARTMENT: (scoping.department, place.departments),
            Scope.DIRECTION: (scoping.direction, place.directions),
        }
        if widest in columns:
            column, ids = columns[widest]
            return Q(**{f"{column}__in": sorted(ids)}) if column and ids else NOTHING
        if widest is Scope.DENIED or place.employee_id is None:
            return NOTHING
        people = {place.employee_id}
        if widest is Scope.SUBORDINATES:
            people |= place.subordinates
        whose = scoping.people_type or scoping.object_type
        return assigned_to["firm"](whose, frozenset(people), scoping.people)


def _load_grants(account_id: int) -> tuple[dict[str, Scope], frozenset[int], bool]:
    """Grants, passable walls and whether the account may act at all: one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT 'p', g.right, g.scope::bigint FROM access_persongrant g WHERE g.person_id = %(id)s
            UNION ALL
            SELECT 'g', g.right, max(g.scope)::bigint FROM access_groupgrant g
              JOIN access_groupmember m ON m.group_id = g.group_id
             WHERE m.person_id = %(id)s GROUP BY g.right
            UNION ALL
            SELECT 'w', '', m.wall_id FROM access_wallmember m
              JOIN access_wall w ON w.id = m.wall_id AND w.lifted_at IS NULL
             WHERE m.person_id = %(id)s
            UNION ALL
            SELECT 'a', '', 1 FROM accounts_user u WHERE u.id = %(id)s AND u.is_active
            """,
            {"id": account_id},
        )
        rows = cursor.fetchall()
    active = any(kind == "a" for kind, _, _ in rows)
    grants = {right: Scope(scope) for kind, right, scope in rows if kind == "g"}
    grants.update({right: Scope(scope) for kind, right, scope in rows if kind == "p"})
    walls = frozenset(number for kind, _, number in rows if kind == "w")
    return grants, walls, active


def load_policy(actor: Actor) -> Policy:
    """Make the policy of an actor from the database. An account that may not sign in gets no right."""
    if actor.kind is ActorKind.SYSTEM:
        return Policy(actor, {right.key: Scope.FIRM for right in rights}, passes_walls=True)
    if actor.kind is ActorKind.INTEGRATION:
        allowed = {right.key: Scope.FIRM for right in rights if right.integrations}
        return Policy(actor, allowed, passes_walls=True)
    if actor.kind is not ActorKind.PERSON or actor.id is None:
        return Policy(actor)
    grants, walls, active = _load_grants(actor.id)
    if not active:
        return Policy(actor)
    for right in rights:
        if right.everybody:
            grants.setdefault(right.key, Scope.OWN)
    return Policy(actor, grants, placements["firm"].placement(actor.id), walls)


known_policies: Known[Policy] = Known(lambda account_id: load_policy(Actor.person(account_id)))

_cache: ContextVar[dict[Actor, Policy] | None] = ContextVar("femida_policies", default=None)


@contextmanager
def one_policy_per_actor() -> Iterator[None]:
    """Inside, each actor's policy is loaded once: the span of one request, job or outermost command."""
    if _cache.get() is not None:
        yield
        return
    token = _cache.set({})
    try:
        yield
    finally:
        _cache.reset(token)


def policy_of(actor: Actor) -> Policy:
    """The policy of an actor, from the running request or act when it has been loaded there."""
    cache = _cache.get()
    if cache is None:
        return load_policy(actor)
    key = Actor(actor.kind, actor.id)
    if key not in cache:
        if key.kind is ActorKind.PERSON and key.id is not None:
            cache[key] = known_policies.of(key.id)
        else:
            cache[key] = load_policy(key)
    return cache[key]


def forget_policies() -> None:
    """Drop what is cached: called by acts that change rights, so that the same request sees the change."""
    cache = _cache.get()
    if cache is not None:
        cache.clear()
