"""Parties for tests that are not about making them."""

from __future__ import annotations

from femida.parties.registry.commands import register_party
from femida.platform.core.actor import Actor

SYSTEM = Actor.system("test")


def a_party(surname: str = "Ковалёва", given_name: str = "Анна", **values: object) -> int:
    """A registered party; returns its id."""
    return register_party(SYSTEM, surname=surname, given_name=given_name, **values)
