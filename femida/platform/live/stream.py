"""The stream of events: a raw ASGI application, because Django would hold one thread per open stream.

Messages are `data: {"type": "sales.lead", "id": 5}`: the page then asks for what it shows through the
policy. `{"type": "resync"}` says that something may have been missed.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

import django.db

from femida.platform.live.entrance import Listener, session_key_of
from femida.platform.live.hub import hub

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

HEARTBEAT: Final = 20.0
"""Seconds after which a silent stream says that it is alive: proxies close silent connections."""

WAITING: Final = 200
"""Messages that wait for a slow reader; with more, all of them become one resync."""


class OpenStream:
    """One open stream: its listener, and what waits to be sent."""

    def __init__(self, listener: Listener) -> None:
        self.listener = listener
        self._waiting: list[str] = []
        self._news = asyncio.Event()
        self.ended = False

    def tell(self, message: dict[str, object]) -> None:
        """Queue a message; equal ones that still wait are sent once."""
        line = f"data: {json.dumps(message, separators=(',', ':'))}\n\n"
        if len(self._waiting) >= WAITING:
            self._waiting = ['data: {"type":"resync"}\n\n']
        elif line not in self._waiting:
            self._waiting.append(line)
        self._news.set()

    def end(self) -> None:
        """Let the stream close after what waits has been dropped."""
        self.ended = True
        self._waiting.clear()
        self._news.set()

    async def next(self) -> str:
        """What is to be sent now: news, or a sign of life after a silence."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._news.wait(), HEARTBEAT)
        self._news.clear()
        said, self._waiting = "".join(self._waiting), []
        return said or ": \n\n"


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer GET /live/ with a stream for a signed-in person, 401 for others."""
    if scope.get("path") != "/live/":
        await _answer(send, 404)
    elif scope.get("method") != "GET":
        await _answer(send, 405)
    else:
        await _stream(scope, receive, send)


async def _stream(scope: Scope, receive: Receive, send: Send) -> None:
    here = hub()
    try:
        listener = await here.let_in(session_key_of(scope["headers"]))
    except django.db.Error:
        await _answer(send, 503)
        return
    if listener is None:
        await _answer(send, 401)
        return
    stream = OpenStream(listener)
    gone = asyncio.create_task(_wait_until_gone(receive, stream))
    try:
        await here.add(stream)
        await _begin(send)
        while not stream.ended:
            said = await stream.next()
            if not stream.ended:
                await send({"type": "http.response.body", "body": said.encode(), "more_body": True})
        with contextlib.suppress(Exception):
            # The reader may have gone already.
            await send({"type": "http.response.body", "body": b""})
    finally:
        here.remove(stream)
        gone.cancel()


async def _wait_until_gone(receive: Receive, stream: OpenStream) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.end()


async def _begin(send: Send) -> None:
    headers = [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"retry: 3000\n\n", "more_body": True})


async def _answer(send: Send, status: int) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
