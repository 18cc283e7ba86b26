"""Policies kept between requests, in every process, until somebody's rights or place in the firm change.

A deferred trigger on every table that a policy is made of draws a new random mark when such a change is
committed (`WatchRights`). A kept policy is used while the mark is the one that was read before it was loaded,
so a change counts from the next request on, whichever process answers it; nothing is sent between processes
and nothing expires. Inside a transaction nothing kept is used: what was changed there has drawn no mark yet.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Generic, TypeVar
from uuid import UUID

from django.db import connection

T = TypeVar("T")

MOST: Final = 2000
"""So many policies a process keeps; a firm has at most 500 people."""


class Known(Generic[T]):
    """What was loaded for a key under a mark of the rights."""

    def __init__(self, load: Callable[[int], T]) -> None:
        self._load = load
        self._kept: dict[int, tuple[UUID, T]] = {}

    def of(self, key: int) -> T:
        """What is kept for the key while the mark stands; loaded otherwise."""
        if connection.in_atomic_block:
            return self._load(key)
        # the mark first: what is loaded after it can only be newer than it says
        mark = _mark()
        kept = self._kept.get(key)
        if kept is not None and kept[0] == mark:
            return kept[1]
        loaded = self._load(key)
        if mark is not None:
            if len(self._kept) >= MOST:
                self._kept.clear()
            self._kept[key] = (mark, loaded)
        return loaded


def _mark() -> UUID | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT mark FROM access_rightsmark")
        row = cursor.fetchone()
    return row[0] if row is not None else None
