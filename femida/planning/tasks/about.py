"""What a task is about: any object with a scope of its own, found and checked without knowing its room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from femida.parties.registry.models import Party
from femida.platform.access.queries import visible
from femida.platform.access.scoping import Scoped, scopings
from femida.platform.commands.core import take
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Denied, Invalid, NotFound

PARTY: Final = "parties.party"


@dataclass(frozen=True, slots=True)
class About:
    """What a task is about, with what it takes over from there."""

    object_type: str = ""
    object_id: int | None = None
    party_id: int | None = None
    office_id: int | None = None
    wall_id: int | None = None


NOTHING: Final = About()


def find_about(actor: Actor, right: str, object_type: str, object_id: int | None) -> About:
    """The object, after the right has been checked on its row and its party has been locked.

    The lock makes a task wait for a wall that is just being put up around the party, and the other way
    round: no task is left outside. Raises Invalid for an unknown type, NotFound, Denied.
    """
    if not object_type and object_id is None:
        return NOTHING
    model = _model(object_type)
    if object_id is None:
        raise Invalid({"object_id": _("Choose what the task is about.")})
    party_id = _party_of(object_type, model, object_id)
    wall_id = None
    if party_id is not None:
        wall_id = take(actor.as_system(right), Party, party_id).wall_id
    row: Any = visible(actor, model, right).filter(pk=object_id).first()
    if row is None:
        if visible(actor, model).filter(pk=object_id).exists():
            raise Denied(right=right)
        raise NotFound
    return About(
        object_type=object_type,
        object_id=object_id,
        party_id=party_id,
        office_id=getattr(row, "office_id", None),
        wall_id=wall_id or getattr(row, "wall_id", None),
    )


def _model(object_type: str) -> type[Model]:
    for scoping in scopings:
        if isinstance(scoping, Scoped) and scoping.object_type == object_type:
            return scoping.model
    raise Invalid({"object_type": _("A task cannot be about this.")})


def _party_of(object_type: str, model: type[Model], object_id: int) -> int | None:
    if object_type == PARTY:
        return object_id
    if not any(field.attname == "party_id" for field in model._meta.concrete_fields):
        return None
    # only to lock the party: whether the actor may see the object is checked after that
    rows = model._default_manager.filter(pk=object_id)
    found: int | None = rows.values_list("party_id", flat=True).first()
    return found
