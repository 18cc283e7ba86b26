"""Streams against a real database: who is let in, what is heard, when a stream ends."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client

from femida.firm.staff.assigning import set_responsible
from femida.platform.access.models import GroupGrant
from femida.platform.access.rights import Scope
from femida.platform.core.actor import Actor
from femida.platform.core.context import running
from femida.platform.live import hub as hubs
from femida.platform.live.publishing import publish
from femida.platform.live.stream import app
from tests.firm.people import an_employee, an_office, give
from tests.sample.models import Thing

TYPE = "sample.thing"
RESYNC = {"type": "resync"}


class Browser:
    """One open stream, driven without a server."""

    def __init__(self, session_key: str) -> None:
        cookie = f"{settings.SESSION_COOKIE_NAME}={session_key}".encode()
        self.scope = {"type": "http", "method": "GET", "path": "/live/", "headers": [(b"cookie", cookie)]}
        self.status = 0
        self.said = ""
        self.ended = False
        self.gone = asyncio.Event()
        self.task = asyncio.create_task(app(self.scope, self._receive, self._send))

    async def _receive(self):
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        else:
            self.said += message["body"].decode()
            self.ended = self.ended or not message.get("more_body")

    def heard(self) -> list[dict[str, object]]:
        lines = (line for line in self.said.splitlines() if line.startswith("data: "))
        told = [json.loads(line.removeprefix("data: ")) for line in lines]
        # a hub that has just begun to listen bids the page look for itself, once
        return told[1:] if told[:1] == [RESYNC] else told

    async def until(self, condition: Callable[[], object], within: float = 10) -> None:
        async with asyncio.timeout(within):
            while not condition():
                await asyncio.sleep(0.02)

    async def leave(self) -> None:
        self.gone.set()
        await asyncio.wait_for(self.task, 5)


class Office:
    """Two offices with a clerk each, signed in; a row of the first."""

    def __init__(self) -> None:
        self.here, self.there = an_office("Здесь"), an_office("Там")
        self.clerk, self.far = an_employee(self.here), an_employee(self.there)
        for employee in (self.clerk, self.far):
            give(employee, things__view=Scope.OFFICE)
        self.thing = Thing.objects.create(name="вещь", office=self.here)

    @staticmethod
    def session(employee) -> str:
        client = Client()
        client.force_login(employee.account, backend="femida.platform.accounts.backends.Backend")
        return str(client.session.session_key)


@pytest.fixture
def office(cloned_database, django_db_blocker, settings):
    info = connection.settings_dict
    settings.DATABASE_DIRECT_CONNINFO = connection.ensure_connection() or " ".join(
        f"{key}={value}"
        for key, value in {
            "host": info["HOST"],
            "port": info["PORT"],
            "user": info["USER"],
            "password": info["PASSWORD"],
            "dbname": cloned_database,
        }.items()
        if value
    )
    with django_db_blocker.unblock():
        yield Office()


def touch(*rows: tuple[str, int]) -> None:
    """What the end of a command does."""
    with running(Actor.system("test")) as (act, _outermost), transaction.atomic():
        act.touched.update(rows)
        publish(act)


def alone(work: Callable[[], object]) -> None:
    """Run database work from a coroutine: in a thread with a connection of its own."""

    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


def run(play) -> None:
    async def whole() -> None:
        try:
            async with asyncio.timeout(30):
                await play()
        finally:
            await hubs.close()

    asyncio.run(whole())


def test_strangers_and_ended_sessions_are_not_let_in(office):
    session = office.session(office.clerk)
    office.clerk.account.is_active = False
    office.clerk.account.save()

    async def play() -> None:
        for key in ("", "x" * 32, session):
            browser = Browser(key)
            await asyncio.wait_for(browser.task, 5)
            assert (browser.status, browser.said) == (401, "")

    run(play)


def test_only_those_hear_who_may_see(office):
    near, far = office.session(office.clerk), office.session(office.far)

    async def play() -> None:
        clerk, stranger = Browser(near), Browser(far)
        await clerk.until(lambda: clerk.status == stranger.status == 200 and clerk.said and stranger.said)
        theirs = Thing(name="их", office=office.there)
        alone(theirs.save)
        alone(lambda: touch((TYPE, office.thing.pk)))
        alone(lambda: touch((TYPE, theirs.pk)))
        await clerk.until(lambda: clerk.heard() and stranger.heard())
        await asyncio.sleep(0.4)
        assert clerk.heard() == [{"type": TYPE, "id": office.thing.pk}]
        assert stranger.heard() == [{"type": TYPE, "id": theirs.pk}]
        await clerk.leave()
        await stranger.leave()

    run(play)


def late_comers(office, monkeypatch: pytest.MonkeyPatch, seconds: float) -> tuple[list, list]:
    """News of a row, and then the streams of a clerk and of a stranger that open right after it."""
    near, far = office.session(office.clerk), office.session(office.far)
    monkeypatch.setattr(hubs, "RECENT", seconds)
    told: list[list] = []

    async def play() -> None:
        first = Browser(near)
        await first.until(lambda: first.status == 200 and first.said)
        hubs.hub()._listening_since -= 60
        alone(lambda: touch((TYPE, office.thing.pk)))
        await first.until(first.heard)
        clerk, stranger = Browser(near), Browser(far)
        await clerk.until(lambda: clerk.status == stranger.status == 200)
        await asyncio.sleep(0.4)
        told.extend([clerk.heard(), stranger.heard()])
        for browser in (first, clerk, stranger):
            await browser.leave()

    run(play)
    return told[0], told[1]


def test_what_happened_while_the_page_was_drawn_is_told_again(office, monkeypatch):
    """The list was read, an enquiry came, the stream opened: the enquiry must not stay unseen."""
    clerk, stranger = late_comers(office, monkeypatch, seconds=15.0)
    assert clerk == [{"type": TYPE, "id": office.thing.pk}]
    assert stranger == []


def test_twin_without_a_memory_it_is_lost(office, monkeypatch):
    clerk, _stranger = late_comers(office, monkeypatch, seconds=0.0)
    assert clerk == []


def test_a_hub_that_has_just_begun_bids_the_page_look(office):
    session = office.session(office.clerk)

    async def play() -> None:
        browser = Browser(session)
        await browser.until(lambda: "resync" in browser.said)
        await browser.leave()

    run(play)


def test_what_is_rolled_back_is_not_heard(office):
    session = office.session(office.clerk)

    def in_vain() -> None:
        with transaction.atomic():
            touch((TYPE, office.thing.pk))
            transaction.set_rollback(True)

    async def play() -> None:
        browser = Browser(session)
        await browser.until(lambda: browser.said)
        alone(in_vain)
        await asyncio.sleep(0.5)
        assert browser.heard() == []
        await browser.leave()

    run(play)


def test_a_busy_moment_is_told_once(office):
    session = office.session(office.clerk)

    async def play() -> None:
        browser = Browser(session)
        await browser.until(lambda: browser.said)
        alone(lambda: [touch((TYPE, office.thing.pk)) for _ in range(20)])
        await browser.until(browser.heard)
        await asyncio.sleep(0.5)
        assert len(browser.heard()) <= 2
        await browser.leave()

    run(play)


def test_a_blocked_person_hears_nothing_more_and_the_stream_ends(office):
    session = office.session(office.clerk)

    def block() -> None:
        office.clerk.account.is_active = False
        office.clerk.account.save()
        touch(("firm.employee", office.clerk.pk), (TYPE, office.thing.pk))

    async def play() -> None:
        browser = Browser(session)
        await browser.until(lambda: browser.said)
        alone(block)
        await browser.until(lambda: browser.ended)
        assert browser.heard() == []
        await asyncio.wait_for(browser.task, 5)

    run(play)


def test_a_right_taken_away_counts_at_once(office):
    session = office.session(office.clerk)

    def take_away() -> None:
        GroupGrant.objects.all().delete()
        touch(("access.group", 1), (TYPE, office.thing.pk))

    async def play() -> None:
        browser = Browser(session)
        await browser.until(lambda: browser.said)
        alone(take_away)
        await asyncio.sleep(1)
        assert browser.heard() == []
        assert not browser.ended
        await browser.leave()

    run(play)


def test_listens_again_after_the_connection_was_killed(office):
    session = office.session(office.clerk)

    def kill() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN %'"
                " AND datname = current_database()"
            )

    async def play() -> None:
        browser = Browser(session)
        await browser.until(lambda: browser.said)
        alone(kill)
        await browser.until(lambda: {"type": "resync"} in browser.heard())
        alone(lambda: touch((TYPE, office.thing.pk)))
        await browser.until(lambda: {"type": TYPE, "id": office.thing.pk} in browser.heard())
        await browser.leave()

    run(play)


def test_no_thread_per_stream(office):
    session = office.session(office.clerk)

    async def play() -> None:
        before = threading.active_count()
        browsers = [Browser(session) for _ in range(40)]
        await browsers[0].until(lambda: all(one.said for one in browsers))
        assert threading.active_count() - before <= 2
        alone(lambda: touch((TYPE, office.thing.pk)))
        await browsers[0].until(lambda: all(one.heard() for one in browsers))
        for one in browsers:
            await one.leave()

    run(play)


def test_a_slow_reader_is_told_to_look_at_everything(office):
    from femida.platform.live.entrance import let_in
    from femida.platform.live.stream import WAITING, OpenStream

    listener = let_in(office.session(office.clerk))
    assert listener is not None
    stream = OpenStream(listener)
    for number in range(WAITING + 1):
        stream.tell({"type": TYPE, "id": number})
    assert asyncio.run(stream.next()) == 'data: {"type":"resync"}\n\n'


def test_only_get_of_the_one_address(office):
    async def play() -> None:
        for method, path, status in (("POST", "/live/", 405), ("GET", "/live/other", 404)):
            browser = Browser("")
            browser.task.cancel()
            browser.scope |= {"method": method, "path": path}
            await app(browser.scope, browser._receive, browser._send)
            assert browser.status == status

    run(play)


def test_parts_of_objects_follow(office):
    """A row of one's own is heard of by assignment alone."""
    owner = an_employee(office.there)
    give(owner, things__view=Scope.OWN)
    set_responsible(office.thing, TYPE, owner.pk)
    session = office.session(owner)

    async def play() -> None:
        browser = Browser(session)
        await browser.until(lambda: browser.said)
        alone(lambda: touch((TYPE, office.thing.pk)))
        await browser.until(browser.heard)
        await browser.leave()

    run(play)
