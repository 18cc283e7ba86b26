"""Guarantees 4 and 5: the row and its job together or not at all; one key, one effect, at any speed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.db import connection

from femida.platform.core.actor import Actor
from femida.platform.inbox import commands
from femida.platform.inbox.commands import StoreResult, UnableToReuseKey, requeue_lost, store
from femida.platform.inbox.jobs import handle
from femida.platform.inbox.models import Message
from tests.platform.inbox.channel import CHANNEL, SOURCE, effects
from tests.platform.inbox.test_store import jobs

POSTS = 100
THREADS = 20


def post(body: bytes = b"one", key: str = "k") -> StoreResult:
    site = Actor.integration(SOURCE)
    return store(site, channel=CHANNEL, source_id=SOURCE, body=body, idempotency_key=key)


def at_once(acts: list[Callable[[], object]]) -> list[object]:
    """Run acts on 20 connections, all threads let go together."""
    gate = threading.Barrier(THREADS)

    def work(number: int) -> list[object]:
        gate.wait(timeout=30)
        try:
            return [act() for act in acts[number::THREADS]]
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return [result for part in pool.map(work, range(THREADS)) for result in part]


def test_a_hundred_posts_with_one_key_are_one_message(cloned_database: str) -> None:
    results = at_once([post] * POSTS)
    assert len(results) == POSTS
    assert len({result.receipt for result in results}) == 1
    assert sum(not result.repeated for result in results) == 1
    assert Message.objects.count() == 1
    assert len(jobs()) == 1
    with pytest.raises(UnableToReuseKey):
        post(body=b"other")
    handle.func(message_id=Message.objects.get().pk)
    assert effects() == 1


def test_without_the_unique_key_they_are_many(cloned_database: str, database_server, monkeypatch) -> None:
    """The twin: with a look before the insert instead of the constraint, duplicates come."""
    with psycopg.connect(database_server.owner_conninfo(cloned_database), autocommit=True) as owner:
        owner.execute("ALTER TABLE inbox_message DROP CONSTRAINT inbox_message_key_once")
    insert = commands._INSERT.replace("ON CONFLICT (channel, source_id, key_digest) DO NOTHING", "")
    monkeypatch.setattr(commands, "_INSERT", insert)

    # all have looked before the first one writes: two processes of a busy machine often do
    looked = threading.Barrier(THREADS)

    def look_then_post() -> StoreResult | None:
        is_known = Message.objects.filter(key_digest__isnull=False).exists()
        looked.wait(timeout=30)
        return None if is_known else post()

    at_once([look_then_post] * THREADS)
    assert Message.objects.count() > 1


def test_two_jobs_of_one_message_at_once_have_one_effect(cloned_database: str) -> None:
    message_id = post().message_id
    at_once([lambda: handle.func(message_id=message_id)] * THREADS)
    assert effects() == 1


class Killed(BaseException):
    """What a kill looks like from inside: nothing of ours runs after it."""


def test_no_kill_loses_a_message_or_leaves_a_job_alone(cloned_database: str, monkeypatch) -> None:
    def die(message_id: int) -> None:
        raise Killed

    monkeypatch.setattr(commands, "queue", die)
    with pytest.raises(Killed):
        post()
    assert (Message.objects.count(), jobs()) == (0, [])


def test_queued_after_the_commit_a_kill_would_leave_the_message_waiting(
    cloned_database: str, monkeypatch
) -> None:
    """The twin: queueing outside of the transaction loses the job; only the sweep finds the message."""
    monkeypatch.setattr(commands, "queue", lambda message_id: None)
    message_id = post().message_id
    monkeypatch.undo()
    assert jobs() == []
    requeue_lost(Actor.system("test"), waiting_seconds=0)
    assert jobs() == [message_id]


def test_a_rolled_back_job_row_takes_the_message_with_it(cloned_database: str, monkeypatch) -> None:
    queue = commands.queue

    def queue_then_die(message_id: int) -> None:
        queue(message_id)
        raise Killed

    monkeypatch.setattr(commands, "queue", queue_then_die)
    with pytest.raises(Killed):
        post()
    assert (Message.objects.count(), jobs()) == (0, [])
