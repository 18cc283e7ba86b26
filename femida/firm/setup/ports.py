"""What the rooms above bring to a firm's first day; hung in from their `first_day.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from femida.platform.core.actor import Actor
from femida.platform.core.errors import Text
from femida.platform.core.ports import Port

# What every firm begins with, whatever it does: run in the order of registration, by the house itself.
basics: Port[Callable[[Actor], None]] = Port("basics of a new firm")


@dataclass(frozen=True, slots=True)
class Practice:
    """A line of work that a firm may have; `load` sets up its reference lists in the language now active."""

    key: str
    label: Text
    load: Callable[[Actor], None]


practices: Port[Practice] = Port("practice of a new firm")


@dataclass(frozen=True, slots=True)
class NextStep:
    """Something that a new firm does after the set-up; `is_done` costs one statement at most."""

    key: str
    label: Text
    hint: Text
    url: Callable[[], str]
    is_done: Callable[[], bool]
    order: int = 100


next_steps: Port[NextStep] = Port("next step of a new firm")
