"""How rows of each model are reached: by a scope of their own, through a parent, or openly for a reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q

from femida.platform.core.ports import Port


@dataclass(frozen=True, slots=True)
class Scoped:
    """A model whose rows carry office, department and wall of their own.

    `object_type` is the key under which assignments name the rows. A column name of "" says that the
    model has no such column: a scope that needs it then reaches nothing. Columns may be paths over keys
    (`contract__office_id`): such rows stand where another row stands and go behind its wall with it, in the
    same moment. Whose they are is then told by the assignments of that other row: `people_type` is its
    object type, `people` the column with its id.
    """

    model: type[Model]
    object_type: str
    view_right: str
    office: str = "office_id"
    department: str = "department_id"
    direction: str = ""
    wall: str = "wall_id"
    people_type: str = ""
    people: str = "pk"


@dataclass(frozen=True, slots=True)
class Child:
    """A model whose rows are reached exactly when their parent row is (`field` names the key to it)."""

    model: type[Model]
    field: str
    parent: type[Model]


@dataclass(frozen=True, slots=True)
class Personal:
    """A model whose rows belong to one account, named by `field`."""

    model: type[Model]
    field: str


@dataclass(frozen=True, slots=True)
class Open:
    """A model without rows to hide from employees, or that no page reads by itself; says why."""

    model: type[Model]
    reason: str


@dataclass(frozen=True, slots=True)
class Attached:
    """A model whose rows hang on objects of any type: reached exactly when that object is.

    The two columns name the object as assignments do, by the key of its type and its id.
    """

    model: type[Model]
    object_type: str = "object_type"
    object_id: str = "object_id"


Scoping = Scoped | Child | Personal | Open | Attached
scopings: Port[Scoping] = Port("row scope")

# (object_type, employee ids, column) -> condition «the row, or the one that its column names, is assigned to
# one of them»; firm hangs it in.
AssignedTo = Callable[[str, frozenset[int], str], Q]
assigned_to: Port[AssignedTo] = Port("assignments")


def scope(scoping: Scoping) -> None:
    """Declare how the rows of a model are reached."""
    scopings.register(scoping.model._meta.label_lower, scoping)


def scoping_of(model: type[Model]) -> Scoping:
    """The declaration for a model. Raises LookupError when there is none: no scope, no rows."""
    found: Any = scopings.get(model._meta.label_lower)
    if found is None:
        raise LookupError(f"{model._meta.label} declares no row scope")
    return found  # type: ignore[no-any-return]
