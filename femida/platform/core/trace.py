"""What one request is known by in the log: its number, the acts it ran, the statements it cost.

Numbers only: a log is read by those who keep the server, and they need not know the firm's clients.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass
class Trace:
    """One request or run of a job. `id` goes back to the caller as X-Request-ID."""

    id: str
    acts: list[str] = field(default_factory=list)
    statements: int = 0


_current: ContextVar[Trace | None] = ContextVar("femida_trace", default=None)


def current_trace() -> Trace | None:
    """The trace of what runs now, or None."""
    return _current.get()


@contextmanager
def tracing() -> Iterator[Trace]:
    """Begin a trace with a number of our own: what a caller would write could hold anything."""
    trace = Trace(uuid.uuid4().hex)
    token = _current.set(trace)
    try:
        yield trace
    finally:
        _current.reset(token)


def note_act(act_id: uuid.UUID) -> None:
    """Note that an act has begun inside of the trace, if there is one."""
    trace = _current.get()
    if trace is not None:
        trace.acts.append(str(act_id))
