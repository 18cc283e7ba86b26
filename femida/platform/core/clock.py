"""The moment that acts bear.

Everything that writes asks here instead of the system's clock, so that imported history and the
demonstration firm bear the moments at which things happened.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_set: ContextVar[datetime | None] = ContextVar("femida_clock", default=None)


def now() -> datetime:
    """The present moment, in UTC and aware of it."""
    return _set.get() or timezone.now()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Inside, it is `moment`: for history that is entered later. Raises ValueError for a naive moment."""
    if timezone.is_naive(moment):
        raise ValueError("a moment without a zone")
    token = _set.set(moment)
    try:
        yield
    finally:
        _set.reset(token)
