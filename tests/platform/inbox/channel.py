"""A channel of the tests' own: its handler writes one row per message, so effects can be counted."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager

from femida.platform.core.actor import Actor
from femida.platform.inbox.handlers import Handler, Incoming, Ref, handlers
from tests.sample.models import Thing

CHANNEL = "probe"
SOURCE = 7

_trouble: list[Callable[[], None]] = []


def handle(actor: Actor, incoming: Incoming, body: bytes) -> Ref:
    thing = Thing.objects.create(name=f"{incoming.receipt} {len(body)}")
    for trouble in _trouble:
        trouble()
    return Ref("sample.thing", thing.pk)


handlers.register(CHANNEL, Handler(handle))


@contextmanager
def in_trouble(trouble: Callable[[], None]):
    """Inside, every handling ends with this (after its row has been written)."""
    _trouble.append(trouble)
    try:
        yield
    finally:
        _trouble.remove(trouble)


def effects() -> int:
    return Thing.objects.count()
