"""`femida web` and `femida events`: the processes that answer pages and events, without supervision."""

from typing import Any

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from femida.cli.children import die_with_parent
from femida.config import environment
from femida.config.environment import Environment, UnableToReadEnvironment

KILL_AFTER = 2
"""Seconds open event streams may hold a worker after it was told to end."""

_COMMON: dict[str, Any] = {
    "websockets": False,
    "respawn_failed_workers": True,
    "respawn_interval": 0.2,
    "workers_kill_timeout": KILL_AFTER,
    "log_access": False,
    "log_level": LogLevels.warning,
}

THREADS = 4
"""Pages that one process answers at a time behind a proxy; each waits for the database half of its time."""


def serve_pages() -> int:
    """Answer pages until told to end, and events too unless they have a port of their own."""
    settings = _begin()
    is_split = settings.events_port is not None
    server = Granian(
        "femida.config.wsgi:application" if is_split else "femida.config.asgi:application",
        address=settings.host,
        port=settings.port,
        # ASGI without lifespan: Django's application does not know it
        interface=Interfaces.WSGI if is_split else Interfaces.ASGINL,
        blocking_threads=THREADS if is_split else None,
        workers=settings.web_processes,
        ssl_cert=settings.tls_cert,
        ssl_key=settings.tls_key,
        **_COMMON,
    )
    server.serve()
    return 0


def serve_events() -> int:
    """Answer the streams of events on FEMIDA_EVENTS_PORT until told to end."""
    settings = _begin()
    if settings.events_port is None:
        raise UnableToReadEnvironment("FEMIDA_EVENTS_PORT is empty: pages and events share one port")
    server = Granian(
        "femida.config.asgi:application",
        address=settings.host,
        port=settings.events_port,
        interface=Interfaces.ASGINL,
        # thousands of open streams cost one process little
        workers=1,
        ssl_cert=settings.tls_cert,
        ssl_key=settings.tls_key,
        **_COMMON,
    )
    server.serve()
    return 0


def _begin() -> Environment:
    die_with_parent()
    return environment.read()
