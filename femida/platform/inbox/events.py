"""What the inbox records: only what a person must look at or has done."""

from __future__ import annotations

from dataclasses import dataclass

from femida.platform.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class MessageFailed(Event):
    """A message could not be handled after all attempts; `error_code` names the cause for programs."""

    kind = "inbox.failed"
    subject = ("inbox.message", "message_id")

    message_id: int
    error_code: str


@dataclass(frozen=True, kw_only=True)
class MessageRetried(Event):
    """A person sent a failed message to be handled again."""

    kind = "inbox.retried"
    subject = ("inbox.message", "message_id")

    message_id: int
