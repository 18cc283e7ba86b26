"""An object type of the tests' own with three placeholders, one of them hidden from most."""

from __future__ import annotations

from dataclasses import dataclass

from femida.platform.access.policy import Policy
from femida.platform.access.rights import Scope
from femida.platform.core.actor import Actor
from femida.platform.texts.placeholders import Placeholder, placeholders


@dataclass
class Probe:
    name: str = "Мария"
    phone: str = "+7 912 345-67-89"
    nothing: str = ""


placeholders.register(
    "probe.thing",
    {
        "имя": Placeholder("Name", lambda _policy, row: row.name),
        "телефон": Placeholder(
            "Phone", lambda policy, row: row.phone if policy.may("things.change") else None
        ),
        "пусто": Placeholder("Nothing", lambda _policy, row: row.nothing),
    },
)

READER = Policy(Actor.person(1))
INSIDER = Policy(Actor.person(2), {"things.change": Scope.FIRM})
