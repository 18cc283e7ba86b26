"""Storing: sealed, once per key, queued together with the row."""

from __future__ import annotations

import pytest
from django.db import connection

from femida.platform.access.rights import Scope
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Denied, Invalid
from femida.platform.inbox.commands import LONGEST_BODY, UnableToReuseKey, Verdict, store
from femida.platform.inbox.models import Message
from femida.platform.inbox.sealing import open_body
from femida.platform.journal.models import AccessLog, Fact
from femida.platform.vault.sealed import UnableToOpen
from tests.firm.people import actor_of, an_employee, an_office, give
from tests.platform.inbox.channel import CHANNEL, SOURCE

pytestmark = pytest.mark.django_db

SITE = Actor.integration(SOURCE)
BODY = '{"phone": "+7 912 345-67-89", "name": "Иван"}'.encode()


def stored(body: bytes = BODY, key: str | None = "k-1", verdict: Verdict | None = None, actor: Actor = SITE):
    return store(
        actor,
        channel=CHANNEL,
        source_id=SOURCE,
        body=body,
        idempotency_key=key,
        verdict=verdict or Verdict(),
        content_type="application/json",
    )


def jobs() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (args->>'message_id')::bigint FROM procrastinate_jobs WHERE task_name = 'inbox.handle'"
        )
        return [row[0] for row in cursor.fetchall()]


def test_a_message_is_kept_whole_and_queued_once() -> None:
    result = stored()
    message = Message.objects.get()
    assert (message.receipt, message.state) == (result.receipt, "received")
    assert open_body(message.receipt, bytes(message.payload_enc)) == BODY
    assert jobs() == [message.pk]
    assert not result.repeated


def test_nothing_of_the_body_or_the_key_can_be_read_from_the_database() -> None:
    stored(key="79123456789")
    with connection.cursor() as cursor:
        cursor.execute("SELECT m::text FROM inbox_message m")
        row = cursor.fetchone()[0]
        cursor.execute("SELECT coalesce(string_agg(args::text, ''), '') FROM procrastinate_jobs")
        queued = cursor.fetchone()[0]
    for spelling in ("9123456789", "912 345-67-89", "Иван", BODY.hex(), b"79123456789".hex()):
        assert spelling not in row
        assert spelling not in queued


def test_a_body_opens_under_its_own_receipt_only() -> None:
    stored(key="a")
    stored(key="b")
    first, second = Message.objects.order_by("pk")
    with pytest.raises(UnableToOpen):
        open_body(second.receipt, bytes(first.payload_enc))


def test_the_same_key_and_body_get_the_same_receipt() -> None:
    first = stored()
    again = stored()
    assert (again.receipt, again.repeated, again.message_id) == (first.receipt, True, first.message_id)
    assert Message.objects.count() == 1
    assert len(jobs()) == 1


def test_the_same_key_with_another_body_is_refused_and_changes_nothing() -> None:
    stored()
    before = list(Message.objects.values())
    with pytest.raises(UnableToReuseKey) as refusal:
        stored(body=b"other")
    assert refusal.value.status == 422
    assert list(Message.objects.values()) == before
    assert len(jobs()) == 1


def test_another_source_and_another_channel_have_keys_of_their_own() -> None:
    stored()
    store(Actor.integration(8), channel=CHANNEL, source_id=8, body=b"other", idempotency_key="k-1")
    store(SITE, channel="probe2", source_id=SOURCE, body=b"other", idempotency_key="k-1")
    assert Message.objects.count() == 3


def test_without_a_key_every_message_is_a_new_one() -> None:
    assert stored(key=None).receipt != stored(key=None).receipt
    assert Message.objects.count() == 2


def test_a_refused_message_is_kept_unhandled_and_gives_its_key_back() -> None:
    wrong = stored(verdict=Verdict(Message.State.REFUSED, {"phone": "not_a_number"}))
    message = Message.objects.get(pk=wrong.message_id)
    assert (message.state, message.errors) == ("refused", {"phone": "not_a_number"})
    assert jobs() == []
    right = stored(body=b"corrected")
    assert not right.repeated
    assert jobs() == [right.message_id]


def test_spam_is_kept_unhandled() -> None:
    stored(verdict=Verdict(Message.State.SPAM))
    assert jobs() == []


@pytest.mark.parametrize("errors", [{"phone": "+79123456789"}, {"Иван": "wrong"}, {"phone": "Not a number"}])
def test_errors_hold_names_and_codes_only(errors: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="names and codes"):
        Verdict(Message.State.REFUSED, errors)


@pytest.mark.parametrize("state", [Message.State.HANDLED, Message.State.FAILED])
def test_nothing_comes_in_handled(state: Message.State) -> None:
    with pytest.raises(ValueError, match="cannot come in"):
        Verdict(state)


def test_too_much_is_refused_by_field() -> None:
    with pytest.raises(Invalid) as refusal:
        stored(body=b"x" * (LONGEST_BODY + 1))
    assert "body" in refusal.value.fields
    with pytest.raises(Invalid) as refusal:
        stored(key="k" * 201)
    assert "idempotency_key" in refusal.value.fields
    assert not Message.objects.exists()


def test_a_source_stores_for_itself_only() -> None:
    with pytest.raises(Denied):
        store(
            Actor.integration(SOURCE + 1), channel=CHANNEL, source_id=SOURCE, body=b"", idempotency_key=None
        )
    assert not Message.objects.exists()


@pytest.mark.parametrize("who", ["anonymous", "employee"])
def test_without_the_right_nothing_is_stored(who: str) -> None:
    actor = Actor.anonymous()
    if who == "employee":
        employee = an_employee(an_office())
        give(employee, intake__view=Scope.FIRM)
        actor = actor_of(employee)
    with pytest.raises(Denied):
        stored(actor=actor)
    assert not Message.objects.exists()
    assert not Fact.objects.exists()
    assert jobs() == []
    assert AccessLog.objects.filter(kind="refused", right="intake.store").count() == 1
