"""Ports: what an upper room hangs into a lower one.

A mechanism owns a `Port`; rooms above register into it while Django starts. After start-up ports only
answer look-ups.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Port(Generic[T]):
    """A named registry of things of one type; a second thing under the same key is an error."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._things: dict[str, T] = {}

    def register(self, key: str, thing: T) -> T:
        """Hang `thing` under `key`. Raises ValueError when another thing stands there."""
        present = self._things.get(key)
        if present is not None and present is not thing:
            raise ValueError(f"{self.name}: {key!r} is registered twice")
        self._things[key] = thing
        return thing

    def adds(self, key: str) -> Callable[[T], T]:
        """Decorator form of `register`."""

        def add(thing: T) -> T:
            return self.register(key, thing)

        return add

    def get(self, key: str) -> T | None:
        """The thing under `key`, or None."""
        return self._things.get(key)

    def __getitem__(self, key: str) -> T:
        try:
            return self._things[key]
        except KeyError:
            raise KeyError(f"{self.name}: nothing is registered as {key!r}") from None

    def __contains__(self, key: object) -> bool:
        return key in self._things

    def __iter__(self) -> Iterator[T]:
        return iter(list(self._things.values()))

    def items(self) -> list[tuple[str, T]]:
        """All things with their keys, in the order of registration."""
        return list(self._things.items())
