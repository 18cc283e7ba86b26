"""The port of placeholders: which values of an object a template may name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from femida.platform.access.policy import Policy
from femida.platform.core.errors import Text
from femida.platform.core.ports import Port


@dataclass(frozen=True, slots=True)
class Placeholder:
    """One allowed place.

    `value(policy, row)` gives the text under the rights of the person who makes the message: None when the
    value is empty, or hidden from that person.
    """

    label: Text
    value: Callable[[Policy, Any], str | None]


# object type -> placeholders by name (lower case, as written between the braces).
placeholders: Port[Mapping[str, Placeholder]] = Port("placeholders")
