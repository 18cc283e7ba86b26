"""Storing what comes from outside, handling it once, and mending what failed."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from django.db import connection
from django.utils.translation import gettext_lazy as _

from femida.kernel.receipts import new_receipt
from femida.platform.commands.core import command, save, take
from femida.platform.core import clock
from femida.platform.core.actor import Actor, ActorKind
from femida.platform.core.context import current_act
from femida.platform.core.errors import Denied, Invalid, UnableTo
from femida.platform.inbox.events import MessageFailed, MessageRetried
from femida.platform.inbox.handlers import Incoming, handlers
from femida.platform.inbox.models import Message
from femida.platform.inbox.sealing import body_digest, key_digest, open_body, seal_body
from femida.platform.journal.recording import record

State = Message.State

LONGEST_BODY: Final = 256 * 1024
LONGEST_KEY: Final = 200
KEPT_DAYS: Final = 30
PURGED_AT_ONCE: Final = 1000

_WORD: Final = re.compile(r"[a-z][a-z0-9_.]{0,63}")


class UnableToReuseKey(UnableTo):
    """The sender's key came with another body before."""

    code = "key_reused"
    default_sentence = _("This idempotency key has already been used for another message. Make a new key.")


class UnableToRetry(UnableTo):
    """Only what failed can be handled again."""

    code = "unable_to_retry"
    default_sentence = _("This message has not failed: there is nothing to repeat.")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the door thinks of a message before it is stored.

    `state` is received, refused or spam; only received ones are handled. `errors` maps names of fields to
    codes of what is wrong with them; values never enter.
    """

    state: Message.State = State.RECEIVED
    errors: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.state not in (State.RECEIVED, State.REFUSED, State.SPAM):
            raise ValueError(f"a message cannot come in as {self.state}")
        for word in (*self.errors, *self.errors.values()):
            if not _WORD.fullmatch(word):
                raise ValueError("errors hold names and codes only")


ACCEPTED: Final = Verdict()


@dataclass(frozen=True, slots=True)
class StoreResult:
    """The public reference of a stored message; `repeated` when this very message was here before."""

    receipt: str
    repeated: bool
    message_id: int


_INSERT: Final = """
INSERT INTO inbox_message (channel, source_id, receipt, key_digest, body_hash, content_type, payload_enc,
                           state, errors, error_code, attempts, object_type, received_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, '', 0, '', %s)
ON CONFLICT (channel, source_id, key_digest) DO NOTHING
RETURNING id
"""


@command(right="intake.store", in_maintenance=True)
def store(
    actor: Actor,
    *,
    channel: str,
    source_id: int,
    body: bytes,
    idempotency_key: str | None,
    verdict: Verdict = ACCEPTED,
    content_type: str = "",
) -> StoreResult:
    """Keep a message as it came and queue its handling, both or neither.

    The same key with the same body gives the receipt of the first message and stores nothing. A refused
    message does not use its key up: the sender may correct it and send it under the same key.
    Raises UnableToReuseKey when the key came with another body, Invalid for a body or key too long.
    """
    if actor.kind is ActorKind.INTEGRATION and actor.id != source_id:
        raise Denied(right="intake.store")
    _check_sizes(body, idempotency_key)
    key = idempotency_key if verdict.state is not State.REFUSED else None
    receipt = new_receipt()
    digest = key_digest(channel, source_id, key) if key else None
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT,
            [
                channel, source_id, receipt, digest, body_digest(body), content_type[:100],
                seal_body(receipt, body), verdict.state.value, json.dumps(dict(verdict.errors)),
                clock.now(),
            ],
        )  # fmt: skip
        inserted = cursor.fetchone()
    if inserted is None:
        return _repeated(channel, source_id, digest, body)
    message_id = int(inserted[0])
    _look_again(message_id)
    if verdict.state is State.RECEIVED:
        queue(message_id)
    return StoreResult(receipt, repeated=False, message_id=message_id)


def _check_sizes(body: bytes, key: str | None) -> None:
    if len(body) > LONGEST_BODY:
        raise Invalid({"body": _("The message is too long.")})
    if key is not None and len(key) > LONGEST_KEY:
        raise Invalid({"idempotency_key": _("The idempotency key is too long.")})


def _repeated(channel: str, source_id: int, digest: bytes | None, body: bytes) -> StoreResult:
    first = Message.objects.only("id", "receipt", "body_hash").get(
        channel=channel, source_id=source_id, key_digest=digest
    )
    if not secrets.compare_digest(bytes(first.body_hash), body_digest(body)):
        raise UnableToReuseKey
    return StoreResult(first.receipt, repeated=True, message_id=first.pk)


def queue(message_id: int) -> None:
    """Queue the handling of a message in the running transaction."""
    # the job module imports this one
    from femida.platform.inbox.jobs import handle

    handle.defer(message_id=message_id)


def _look_again(message_id: int) -> None:
    act = current_act()
    assert act is not None
    act.touched.add(("inbox.message", message_id))


@command(right="intake.handle", on=Message)
def begin_attempt(actor: Actor, *, message_id: int) -> int:
    """Count an attempt before it is made, so that a message that kills its worker is counted too.

    Returns the number of this attempt, or 0 when there is nothing left to handle.
    """
    message = take(actor, Message, message_id)
    if message.state != State.RECEIVED:
        return 0
    message.attempts += 1
    save(message, "attempts")
    return message.attempts


@command(right="intake.handle", on=Message)
def handle_message(actor: Actor, *, message_id: int) -> None:
    """Hand a message to the room of its channel and mark it handled, both or neither.

    A message that is handled already is left alone, so the effect is there once however often the job
    runs. The handler's own errors pass through and roll everything back.
    """
    message = take(actor, Message, message_id)
    if message.state != State.RECEIVED:
        return
    incoming = Incoming(
        message_id=message.pk,
        channel=message.channel,
        source_id=message.source_id,
        receipt=message.receipt,
        content_type=message.content_type,
        received_at=message.received_at,
    )
    body = open_body(message.receipt, bytes(message.payload_enc))
    sender = Actor.integration(message.source_id, because=f"inbox.message:{message.pk}")
    result = handlers[message.channel].handle(sender, incoming, body)
    message.state = State.HANDLED
    message.handled_at = clock.now()
    message.error_code = ""
    if result is not None:
        message.object_type, message.object_id = result.object_type, result.object_id
    save(message, "state", "handled_at", "error_code", "object_type", "object_id")
    _look_again(message.pk)


@command(right="intake.handle", on=Message)
def fail_message(actor: Actor, *, message_id: int, error_code: str) -> None:
    """Give a message up for a person: `error_code` is a name of the program, never a person's words."""
    message = take(actor, Message, message_id)
    if message.state != State.RECEIVED:
        return
    message.state = State.FAILED
    message.error_code = error_code[:64]
    save(message, "state", "error_code")
    record(MessageFailed(message_id=message.pk, error_code=message.error_code))


@command(right="intake.retry", on=Message)
def retry_message(actor: Actor, *, message_id: int) -> None:
    """Send a failed message to be handled again, with all its attempts. Raises UnableToRetry otherwise."""
    message = take(actor, Message, message_id)
    if message.state != State.FAILED:
        raise UnableToRetry
    message.state = State.RECEIVED
    message.error_code = ""
    message.attempts = 0
    save(message, "state", "error_code", "attempts")
    record(MessageRetried(message_id=message.pk))
    queue(message.pk)


@command(right="intake.handle")
def requeue_lost(actor: Actor, *, waiting_seconds: int) -> int:
    """Queue messages that wait longer than this and have no job; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT m.id FROM inbox_message m
             WHERE m.state = 'received' AND m.received_at < now() - make_interval(secs => %s)
               AND NOT EXISTS (
                   SELECT 1 FROM procrastinate_jobs j
                    WHERE j.status IN ('todo', 'doing') AND j.task_name = 'inbox.handle'
                      AND (j.args->>'message_id')::bigint = m.id)
             ORDER BY m.received_at LIMIT 1000
            """,
            [waiting_seconds],
        )
        lost = [int(row[0]) for row in cursor.fetchall()]
    for message_id in lost:
        queue(message_id)
    return len(lost)


@command(right="intake.purge")
def purge_messages(actor: Actor, *, older_than_days: int = KEPT_DAYS) -> int:
    """Remove up to 1,000 old messages; returns how many.

    Waiting and failed ones stay however old: an enquiry that nobody has answered yet is never lost.
    """
    limit = clock.now() - timedelta(days=older_than_days)
    done = Message.objects.filter(
        state__in=[State.HANDLED, State.REFUSED, State.SPAM], received_at__lt=limit
    ).order_by("received_at")
    removed, _by_model = Message.objects.filter(
        pk__in=list(done.values_list("pk", flat=True)[:PURGED_AT_ONCE])
    ).delete()
    return removed
