"""Statements that follow from a policy alone, kept in its memo: they end with the policy."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any, Final

from django.db.models import Model, QuerySet

from femida.platform.access.policy import Policy, policy_of
from femida.platform.access.queries import visible
from femida.platform.core.actor import Actor
from femida.platform.core.statements import Hole, Statement, write

MOST: Final = 200
"""So many statements a policy keeps: the addresses of lists have no end."""

_STATEMENTS: Final = "statements"


def prepared(policy: Policy, key: Hashable, build: Callable[[], QuerySet[Any]]) -> Statement:
    """The statement of `build` for this policy; it may depend on the policy and the key, on nothing else."""
    kept: dict[Hashable, Statement] = policy.memo.setdefault(_STATEMENTS, {})
    statement = kept.get(key)
    if statement is None:
        statement = write(build())
        if len(kept) >= MOST:
            kept.clear()
        kept[key] = statement
    return statement


def visible_names(actor: Actor, model: type[Model], ids: Iterable[int], name: str) -> dict[int, Any]:
    """The values at the path `name` of the visible rows of these, by key: one statement, or none."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    statement = prepared(
        policy_of(actor),
        ("names", model, name),
        lambda: visible(actor, model).filter(pk__among=Hole("ids")).order_by().values_list("pk", name),
    )
    return dict(statement.rows(ids=wanted))
