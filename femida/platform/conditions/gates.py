"""Facts that rooms hang in for conditions on one row: «completed calls of this lead»."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from femida.platform.core.errors import Text
from femida.platform.core.ports import Port


@dataclass(frozen=True, slots=True)
class GateField:
    """A named fact about a row of `object_type`, counted by a room above.

    `compute` gets the row (locked by the running command) and answers a number or yes/no; a person reads
    `label` in the editor of gates.
    """

    key: str
    label: Text
    object_type: str
    compute: Callable[[Any], int | bool]


gate_fields: Port[GateField] = Port("gate condition field")


def add_gate_field(field: GateField) -> GateField:
    """Hang a fact in (called in a room's `objects.py`)."""
    return gate_fields.register(f"{field.object_type}:{field.key}", field)


def gate_field(object_type: str, key: str) -> GateField | None:
    """The fact of this name for rows of this type, if some room has hung it in."""
    return gate_fields.get(f"{object_type}:{key}")
