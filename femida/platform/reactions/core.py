"""Reactions: what a room does because of a fact from below.

By default a job queued in the transaction of the fact. `inside=True` runs in the act itself and may
refuse it: only for invariants, each listed in docs/architecture.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import connection, transaction
from procrastinate.types import JSONDict

from femida.platform.access.policy import one_policy_per_actor
from femida.platform.core.actor import Actor, ActorKind
from femida.platform.core.context import Act, after_the_act, current_act, finishers
from femida.platform.core.ports import Port
from femida.platform.jobs.queue import job
from femida.platform.journal.events import Event, read_event
from femida.platform.journal.models import Fact
from femida.platform.journal.recording import Recorded, publishers

E = TypeVar("E", bound=Event)


@dataclass(frozen=True, slots=True)
class Reaction:
    """One registered reaction."""

    name: str
    event: type[Event]
    inside: bool
    function: Callable[[Actor, Any], None]


reactions: Port[Reaction] = Port("reaction")
_at_once: ContextVar[bool] = ContextVar("femida_reacting_at_once", default=False)
_by_kind: dict[str, list[Reaction]] = defaultdict(list)


def reacts(
    event: type[E], *, inside: bool = False
) -> Callable[[Callable[[Actor, E], None]], Callable[[Actor, E], None]]:
    """Decorator: call the function with the system actor and the event after each fact of this kind."""

    def add(function: Callable[[Actor, E], None]) -> Callable[[Actor, E], None]:
        room = function.__module__.removeprefix("femida.").removesuffix(".reactions")
        reaction = Reaction(f"{room}.{function.__name__}", event, inside, function)
        reactions.register(reaction.name, reaction)
        _by_kind[event.kind].append(reaction)
        return function

    return add


def _publish(recorded: Recorded) -> None:
    act = current_act()
    assert act is not None
    for reaction in _by_kind.get(recorded.event.kind, ()):
        if reaction.inside:
            reaction.function(act.actor.as_system(recorded.event.kind), recorded.event)
        else:
            act.reactions.append((reaction.name, recorded.fact_id))


@contextmanager
def reacting_at_once() -> Iterator[None]:
    """Inside, reactions run right after the commit of their act, in this process.

    For histories that are entered act by act (the demonstration firm): each act's consequences must stand
    before the next one.
    """
    token = _at_once.set(True)
    try:
        yield
    finally:
        _at_once.reset(token)


def _queue(act: Act) -> None:
    if act.reactions and _at_once.get():
        due = list(act.reactions)
        act.reactions.clear()
        transaction.on_commit(lambda: _run_all(due))
    if act.reactions:
        queued: list[JSONDict] = [{"reaction": name, "fact_id": fact} for name, fact in act.reactions]
        run_reaction.batch_defer(*queued)
        act.reactions.clear()


def _run_all(due: list[tuple[str, int]]) -> None:
    # the act is committed, but its context is left only afterwards: reactions are acts of their own
    with after_the_act():
        for name, fact_id in due:
            run_reaction.func(reaction=name, fact_id=fact_id)


publishers.register("reactions", _publish)
finishers.register("reactions", _queue)


@job("reactions.run")
def run_reaction(*, reaction: str, fact_id: int) -> None:
    """Run one reaction for one fact; a second run of the same job changes nothing."""
    entry = reactions[reaction]
    with one_policy_per_actor(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO reactions_reactionrun (reaction, fact_id, at) VALUES (%s, %s, now()) "
                "ON CONFLICT DO NOTHING",
                [reaction, fact_id],
            )
            if cursor.rowcount == 0:
                return
        fact = Fact.objects.get(pk=fact_id)
        cause = Actor(ActorKind(fact.actor_kind), fact.actor_id, fact.on_behalf_of)
        entry.function(cause.as_system(fact.kind), read_event(fact.kind, fact.payload))
