"""The port through which rooms take what has come in on their channel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from femida.platform.core.actor import Actor
from femida.platform.core.ports import Port


@dataclass(frozen=True, slots=True)
class Ref:
    """The object that came of a message."""

    object_type: str
    object_id: int


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a handler learns of a message besides its body."""

    message_id: int
    channel: str
    source_id: int
    receipt: str
    content_type: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Handler:
    """What a room does with one message of its channel.

    `handle(actor, incoming, body)` runs in the transaction that marks the message handled: both happen or
    neither, so its effect is there exactly once. The actor is the integration of the message's source. It
    must send nothing outside. Its refusals (`FemidaError`) are final; any other error is tried again.
    """

    handle: Callable[[Actor, Incoming, bytes], Ref | None]


# Keyed by channel.
handlers: Port[Handler] = Port("inbox handler")
