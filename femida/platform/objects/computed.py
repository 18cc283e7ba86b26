"""Fields that a room above computes of the rows of a lower one: «has a contract» of a lead.

A computed field is asked in conditions and grouped or added up in reports like a described one. It is an
expression over the row, made anew for each reader, so rows that the reader may not see do not count in it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from femida.platform.access.policy import Policy
from femida.platform.core.errors import Text
from femida.platform.core.ports import Port
from femida.platform.objects.types import Choices, FieldType


@dataclass(frozen=True, slots=True)
class ComputedField:
    """One computed field of `object_type`.

    `expression` gets the policy of the reader (None for the house itself) and gives a Django expression that
    never multiplies rows: EXISTS, a subquery of one value, arithmetic. `to` is the object type of a
    reference; `sensitivity` is read as that of described fields.
    """

    object_type: str
    name: str
    label: Text
    type: FieldType
    expression: Callable[[Policy | None], Any]
    to: str = ""
    choices: Choices | None = None
    sensitivity: str = ""


computed_fields: Port[ComputedField] = Port("computed field")


def compute(field: ComputedField) -> ComputedField:
    """Hang a computed field in (called in a room's `datasets.py`)."""
    return computed_fields.register(f"{field.object_type}:{field.name}", field)


def computed_field(object_type: str, name: str) -> ComputedField | None:
    """The computed field of this name, if some room has hung it in."""
    return computed_fields.get(f"{object_type}:{name}")
