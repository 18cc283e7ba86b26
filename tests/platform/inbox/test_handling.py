"""Handling: the effect is there once, failures are tried again, given up for a person, and mended."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from femida.platform.access.rights import Scope
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Denied, NotFound, UnableTo
from femida.platform.inbox.commands import (
    UnableToRetry,
    begin_attempt,
    fail_message,
    handle_message,
    purge_messages,
    requeue_lost,
    retry_message,
    store,
)
from femida.platform.inbox.jobs import LARGEST_ATTEMPTS, handle, sweep
from femida.platform.inbox.models import Message
from femida.platform.journal.models import Fact
from tests.firm.people import actor_of, an_employee, an_office, give
from tests.platform.inbox.channel import CHANNEL, SOURCE, effects, in_trouble
from tests.platform.inbox.test_store import jobs

pytestmark = pytest.mark.django_db

HOUSE = Actor.system("test")


class UnableToProbe(UnableTo):
    code = "unable_to_probe"


class DatabaseWentAway(Exception):
    pass


def a_message(body: bytes = b"hello") -> Message:
    site = Actor.integration(SOURCE)
    kept = store(site, channel=CHANNEL, source_id=SOURCE, body=body, idempotency_key=None)
    return Message.objects.get(pk=kept.message_id)


def refuse() -> None:
    raise UnableToProbe


def go_away() -> None:
    raise DatabaseWentAway("+79123456789")


def run(message: Message) -> Message:
    handle.func(message_id=message.pk)
    message.refresh_from_db()
    return message


def test_a_message_is_handled_and_says_what_came_of_it() -> None:
    message = run(a_message())
    assert (message.state, message.object_type, message.attempts) == ("handled", "sample.thing", 1)
    assert message.handled_at is not None
    assert effects() == 1


def test_a_job_that_runs_twice_has_one_effect() -> None:
    message = a_message()
    run(message)
    run(message)
    handle_message(HOUSE, message_id=message.pk)
    assert effects() == 1


def test_without_the_mark_a_second_run_has_a_second_effect() -> None:
    """The twin: it is the mark in the same transaction that makes the effect single."""
    message = a_message()
    run(message)
    Message.objects.filter(pk=message.pk).update(state="received", handled_at=None)
    run(message)
    assert effects() == 2


def test_an_error_of_the_moment_leaves_no_effect_and_is_tried_again() -> None:
    message = a_message()
    with in_trouble(go_away), pytest.raises(DatabaseWentAway):
        handle.func(message_id=message.pk)
    message.refresh_from_db()
    assert (message.state, message.attempts, effects()) == ("received", 1, 0)
    run(message)
    assert (message.state, message.attempts, effects()) == ("handled", 2, 1)


def test_the_last_attempt_leaves_the_message_to_a_person() -> None:
    message = a_message()
    Message.objects.filter(pk=message.pk).update(attempts=LARGEST_ATTEMPTS - 1)
    with in_trouble(go_away):
        run(message)
    assert (message.state, message.error_code, effects()) == ("failed", "DatabaseWentAway", 0)
    fact = Fact.objects.get(kind="inbox.failed")
    assert fact.payload == {"message_id": message.pk, "error_code": "DatabaseWentAway"}


def test_a_refusal_is_final_at_once() -> None:
    message = a_message()
    with in_trouble(refuse):
        run(message)
    assert (message.state, message.error_code, message.attempts, effects()) == (
        "failed",
        "unable_to_probe",
        1,
        0,
    )


def test_a_message_that_kills_its_worker_is_given_up() -> None:
    message = a_message()
    for _attempt in range(LARGEST_ATTEMPTS):
        begin_attempt(HOUSE, message_id=message.pk)  # and then the process died
    run(message)
    assert (message.state, message.error_code) == ("failed", "attempts_used_up")


def test_a_channel_without_a_handler_fails_like_an_error() -> None:
    kept = store(HOUSE, channel="unknown", source_id=SOURCE, body=b"", idempotency_key=None)
    with pytest.raises(KeyError):
        handle.func(message_id=kept.message_id)
    assert Message.objects.get().state == "received"


def test_a_job_of_a_message_that_is_gone_does_nothing() -> None:
    handle.func(message_id=999)
    assert effects() == 0


def test_a_failed_message_is_handled_again_by_an_administrator() -> None:
    administrator = an_employee(an_office())
    give(administrator, intake__view=Scope.FIRM, intake__retry=Scope.FIRM)
    message = a_message()
    with in_trouble(refuse):
        run(message)
    retry_message(actor_of(administrator), message_id=message.pk)
    message.refresh_from_db()
    assert (message.state, message.attempts, message.error_code) == ("received", 0, "")
    assert jobs().count(message.pk) == 2
    run(message)
    assert effects() == 1


def test_what_has_not_failed_is_not_repeated() -> None:
    message = run(a_message())
    with pytest.raises(UnableToRetry):
        retry_message(HOUSE, message_id=message.pk)
    assert jobs() == [message.pk]


def test_commands_refuse_without_the_right() -> None:
    office = an_office()
    reader, stranger = an_employee(office), an_employee(office)
    give(reader, intake__view=Scope.FIRM)
    give(stranger, intake__view=Scope.OFFICE, intake__retry=Scope.OFFICE, intake__handle=Scope.OFFICE)
    message = a_message()
    Message.objects.update(state="failed", error_code="x")
    before = Message.objects.values().get()
    for employee, error in ((reader, Denied), (stranger, NotFound)):
        actor = actor_of(employee)
        with pytest.raises(error):
            retry_message(actor, message_id=message.pk)
        with pytest.raises(error):
            handle_message(actor, message_id=message.pk)
        with pytest.raises(error):
            begin_attempt(actor, message_id=message.pk)
        with pytest.raises(error):
            fail_message(actor, message_id=message.pk, error_code="x")
    with pytest.raises(Denied):
        requeue_lost(actor_of(reader), waiting_seconds=0)
    with pytest.raises(Denied):
        purge_messages(actor_of(reader), older_than_days=0)
    assert Message.objects.values().get() == before


def lose_jobs() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def test_the_sweep_queues_what_waits_without_a_job() -> None:
    lost, done = a_message(), run(a_message())
    lose_jobs()
    young = a_message()
    waiting = a_message()
    Message.objects.exclude(pk=young.pk).update(received_at=timezone.now() - timedelta(seconds=61))
    sweep.func()
    assert sorted(jobs()) == [lost.pk, young.pk, waiting.pk]
    assert done.pk not in jobs()


def test_old_messages_go_but_waiting_and_failed_ones_stay() -> None:
    made = {state: a_message() for state in ("received", "handled", "refused", "spam", "failed")}
    now = timezone.now()
    for state, message in made.items():
        Message.objects.filter(pk=message.pk).update(
            state=state,
            handled_at=now if state == "handled" else None,
            error_code="x" if state == "failed" else "",
            received_at=now - timedelta(days=31),
        )
    young = run(a_message())
    assert purge_messages(HOUSE) == 3
    left = set(Message.objects.values_list("pk", flat=True))
    assert left == {made["received"].pk, made["failed"].pk, young.pk}
