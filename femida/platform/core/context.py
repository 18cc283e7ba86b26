"""The act that is running now, kept beside the call stack."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime

from femida.platform.core import clock
from femida.platform.core.actor import Actor
from femida.platform.core.ports import Port
from femida.platform.core.trace import note_act


@dataclass
class Act:
    """One run of an outermost command; nested commands share it.

    `touched` are the objects whose pages should look again; `reactions` the (name, fact) pairs to queue;
    `last_lock` the (rank, id) of the row locked last; `taken` what `take` has checked so far.
    """

    id: uuid.UUID
    actor: Actor
    at: datetime
    touched: set[tuple[str, int]] = field(default_factory=set)
    reactions: list[tuple[str, int]] = field(default_factory=list)
    last_lock: tuple[int, int] = (0, 0)
    rights: list[str] = field(default_factory=list)
    taken: set[tuple[str, str]] = field(default_factory=set)


# Called with the act at the end of the outermost command, still inside its transaction.
finishers: Port[Callable[[Act], None]] = Port("act finisher")

_current: ContextVar[Act | None] = ContextVar("femida_act", default=None)


def current_act() -> Act | None:
    """The running act, or None outside of commands."""
    return _current.get()


@contextmanager
def running(actor: Actor) -> Iterator[tuple[Act, bool]]:
    """Enter the running act or begin one; the flag says whether this call began it.

    Inside an act another actor (the system, acting because of the first) shares its id and its locks, and
    is restored afterwards.
    """
    present = _current.get()
    if present is None:
        act = Act(id=uuid.uuid4(), actor=actor, at=clock.now())
        token = _current.set(act)
        note_act(act.id)
        try:
            yield act, True
        finally:
            _current.reset(token)
        return
    outer, present.actor = present.actor, actor
    try:
        yield present, False
    finally:
        present.actor = outer


@contextmanager
def after_the_act() -> Iterator[None]:
    """Inside, no act is running: for what begins acts of its own right after the commit of one."""
    token = _current.set(None)
    try:
        yield
    finally:
        _current.reset(token)
