"""The one place where reports say that they only read: heavy ones may go to a replica of the database."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext


def reading() -> AbstractContextManager[object]:
    """Around the statements of a report; a firm with a replica has them answered there."""
    return nullcontext()
