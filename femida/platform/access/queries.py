"""The only door to rows."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, QuerySet

from femida.platform.access.policy import policy_of
from femida.platform.core.actor import Actor
from femida.platform.core.errors import NotFound

M = TypeVar("M", bound=Model)


def visible(actor: Actor, model: type[M], right: str | None = None) -> QuerySet[M]:
    """The rows of `model` that the actor's right reaches; the model's view right when none is named."""
    return model._default_manager.filter(policy_of(actor).rows(model, right))


def get_visible(actor: Actor, model: type[M], pk: int, right: str | None = None) -> M:
    """One visible row. Raises NotFound alike for a missing and for a foreign one."""
    row = visible(actor, model, right).filter(pk=pk).first()
    if row is None:
        raise NotFound
    return row
