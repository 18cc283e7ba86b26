"""One per process: hears what acts touched and tells each stream what its listener may know."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, Protocol

import psycopg
from django.conf import settings

from femida.platform.live.entrance import Listener, giving_back_connections, let_in
from femida.platform.live.publishing import CHANNEL, Touched, read_payload
from femida.platform.live.reach import audible

log = logging.getLogger(__name__)

GATHER: Final = 0.15
"""Seconds during which news is gathered, so that a busy moment costs one look at the database."""

RELOAD: Final = 60.0
"""Seconds after which sessions and policies are read again."""

PATIENCE: Final = (0.5, 1.0, 2.0, 5.0)
"""Seconds between attempts to listen again after the database went away; the last one repeats."""

LINGER: Final = 60.0
"""Seconds for which a process without streams goes on listening: a person only walks from page to page."""

QUIET: Final = 20.0
"""Seconds without news after which the listening connection is tried."""


RECENT: Final = 15.0
"""Seconds of news told to a stream that opens: a page is drawn a while before its stream stands."""


class Stream(Protocol):
    """What the hub knows of an open stream."""

    listener: Listener

    def tell(self, message: dict[str, object]) -> None:
        """Queue a message."""

    def end(self) -> None:
        """Close the stream: its listener may hear no more."""


class Hub:
    """Streams of one event loop, one listening connection for all of them, two threads for SQL."""

    def __init__(self) -> None:
        self.streams: set[Stream] = set()
        self.pending: set[Touched] = set()
        self.recent: deque[tuple[float, Touched]] = deque(maxlen=5000)
        self._listening_since = 0.0
        self.threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="live")
        self._tasks: list[asyncio.Task[None]] = []
        self._news = asyncio.Event()
        self._listens = asyncio.Event()

    async def add(self, stream: Stream) -> None:
        """A stream has opened; with the first one the hub begins to listen, and the stream waits for that.

        What happened since its page was drawn is told again; a hub that has not listened that long cannot
        know it, and lets the page look for itself.
        """
        self.streams.add(stream)
        knows = self._listens.is_set() and self._now() - self._listening_since >= RECENT
        if not self._tasks:
            self._tasks = [
                asyncio.create_task(self._listen()),
                asyncio.create_task(self._deliver()),
                asyncio.create_task(self._reload()),
            ]
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._listens.wait(), PATIENCE[-1])
        if knows:
            await self._tell_again(stream)
        else:
            stream.tell({"type": "resync"})

    async def _tell_again(self, stream: Stream) -> None:
        since = self._now() - RECENT
        touched = {one for at, one in self.recent if at >= since}
        if not touched:
            return
        loop = asyncio.get_running_loop()
        heard = await loop.run_in_executor(
            self.threads, giving_back_connections(audible), sorted(touched), {0: stream.listener.policy}
        )
        for object_type, object_id in heard.get(0, ()):
            stream.tell({"type": object_type, "id": object_id})

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()

    def remove(self, stream: Stream) -> None:
        """A stream has closed; a while after the last one nothing is listened for."""
        self.streams.discard(stream)
        if not self.streams:
            asyncio.get_running_loop().call_later(LINGER, self.rest)

    def rest(self) -> None:
        """Stop listening unless somebody has come."""
        if not self.streams:
            for task in self._tasks:
                task.cancel()
            self._tasks = []
            self._listens.clear()

    def hear(self, touched: Iterable[Touched]) -> None:
        """Note what an act touched."""
        news = list(touched)
        now = self._now()
        self.recent.extend((now, one) for one in news)
        self.pending.update(news)
        self._news.set()

    async def let_in(self, session_key: str) -> Listener | None:
        """Find the listener of a session, in a thread."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.threads, giving_back_connections(let_in), session_key)

    async def _listen(self) -> None:
        attempt = 0
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(
                    settings.DATABASE_DIRECT_CONNINFO, autocommit=True
                ) as connection:
                    await connection.execute(f"LISTEN {CHANNEL}")
                    if attempt:
                        # Whatever happened meanwhile went unheard.
                        self._tell_all({"type": "resync"})
                    attempt = 0
                    self._listening_since = self._now()
                    self._listens.set()
                    while True:
                        async for notice in connection.notifies(timeout=QUIET):
                            self.hear(read_payload(notice.payload))
                        await connection.execute("SELECT 1")
            except (psycopg.Error, OSError) as failure:
                log.warning("live: the database does not answer: %s", type(failure).__name__)
                self._listens.clear()
                await asyncio.sleep(PATIENCE[min(attempt, len(PATIENCE) - 1)])
                attempt += 1

    async def _deliver(self) -> None:
        while True:
            await self._news.wait()
            await asyncio.sleep(GATHER)
            self._news.clear()
            touched, self.pending = self.pending, set()
            try:
                await self._tell(touched)
            except Exception:
                # Nobody was told, so everybody looks for herself.
                log.exception("live: news could not be judged")
                self._tell_all({"type": "resync"})

    async def _tell(self, touched: set[Touched]) -> None:
        await self._refresh([one for one in self.streams if _is_about(one.listener, touched)])
        streams = dict(enumerate(self.streams))
        policies = {number: stream.listener.policy for number, stream in streams.items()}
        loop = asyncio.get_running_loop()
        heard = await loop.run_in_executor(
            self.threads, giving_back_connections(audible), sorted(touched), policies
        )
        for number, rows in heard.items():
            for object_type, object_id in rows:
                streams[number].tell({"type": object_type, "id": object_id})

    async def _reload(self) -> None:
        while True:
            await asyncio.sleep(RELOAD)
            try:
                await self._refresh(list(self.streams))
            except (psycopg.Error, OSError):
                log.warning("live: policies could not be read again")

    async def _refresh(self, streams: list[Stream]) -> None:
        """Ask again whether each listener may hear anything, and what."""
        found: dict[str, Listener | None] = {}
        for stream in streams:
            key = stream.listener.session_key
            if key not in found:
                found[key] = await self.let_in(key)
            listener = found[key]
            if listener is None or listener.account_id != stream.listener.account_id:
                stream.end()
                self.streams.discard(stream)
            else:
                stream.listener = listener

    def _tell_all(self, message: dict[str, object]) -> None:
        for stream in self.streams:
            stream.tell(message)


def _is_about(listener: Listener, touched: set[Touched]) -> bool:
    """Whether an act may have changed what this listener is allowed."""
    employee = listener.policy.placement.employee_id
    return any(
        object_type.startswith("access.")
        or (object_type == "firm.employee" and object_id == employee)
        or (object_type == "accounts.user" and object_id == listener.account_id)
        for object_type, object_id in touched
    )


_hubs: dict[asyncio.AbstractEventLoop, Hub] = {}


def hub() -> Hub:
    """The hub of the running event loop."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        for old in [one for one in _hubs if one.is_closed()]:
            _hubs.pop(old).threads.shutdown(wait=False)
        _hubs[loop] = Hub()
    return _hubs[loop]


def open_streams() -> int:
    """How many streams this process holds; asked from any thread."""
    return sum(len(one.streams) for one in list(_hubs.values()))


async def close() -> None:
    """Stop the running loop's hub: for servers that end their loop in order, and for tests."""
    found = _hubs.pop(asyncio.get_running_loop(), None)
    if found is not None:
        for stream in list(found.streams):
            stream.end()
        found.streams.clear()
        found.rest()
        found.threads.shutdown(wait=False)
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.sleep(0)
