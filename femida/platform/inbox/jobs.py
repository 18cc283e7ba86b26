"""The inbox at work: handling, taking up what was lost, removing what is old."""

from __future__ import annotations

from typing import Final

from femida.platform.core.actor import Actor
from femida.platform.core.errors import FemidaError, NotFound, Stale
from femida.platform.inbox.commands import (
    PURGED_AT_ONCE,
    begin_attempt,
    fail_message,
    handle_message,
    purge_messages,
    requeue_lost,
)
from femida.platform.jobs.queue import job

LARGEST_ATTEMPTS: Final = 8
LOST_AFTER_SECONDS: Final = 60


@job("inbox.handle")
def handle(*, message_id: int) -> None:
    """Handle one message; errors of the moment are tried again, the last one leaves it failed."""
    actor = Actor.system("inbox.handle")
    try:
        attempt = begin_attempt(actor, message_id=message_id)
    except NotFound:
        return
    if attempt == 0:
        return
    if attempt > LARGEST_ATTEMPTS:
        # every attempt before it killed its worker, or the last refusal could not be written down
        fail_message(actor, message_id=message_id, error_code="attempts_used_up")
        return
    try:
        handle_message(actor, message_id=message_id)
    except Stale:
        raise
    except FemidaError as refusal:
        fail_message(actor, message_id=message_id, error_code=refusal.code)
    except Exception as error:
        if attempt < LARGEST_ATTEMPTS:
            raise
        fail_message(actor, message_id=message_id, error_code=type(error).__name__)


@job("inbox.sweep", every="* * * * *", retry=False)
def sweep() -> None:
    """Queue again what waits without a job."""
    requeue_lost(Actor.system("inbox.sweep"), waiting_seconds=LOST_AFTER_SECONDS)


@job("inbox.purge", every="41 2 * * *")
def purge() -> None:
    """Remove what was done with a month ago."""
    while purge_messages(Actor.system("inbox.purge")) == PURGED_AT_ONCE:
        pass
