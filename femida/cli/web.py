"""`femida web`: the process that answers pages and events, without supervision."""

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from femida.cli.children import die_with_parent
from femida.config import environment

KILL_AFTER = 2
"""Seconds open event streams may hold a worker after it was told to end."""


def serve_pages() -> int:
    """Answer pages until told to end."""
    die_with_parent()
    settings = environment.read()
    server = Granian(
        "femida.config.asgi:application",
        address=settings.host,
        port=settings.port,
        # without lifespan: Django's application does not know it
        interface=Interfaces.ASGINL,
        workers=settings.web_processes,
        websockets=False,
        respawn_failed_workers=True,
        respawn_interval=0.2,
        workers_kill_timeout=KILL_AFTER,
        ssl_cert=settings.tls_cert,
        ssl_key=settings.tls_key,
        log_access=False,
        log_level=LogLevels.warning,
    )
    server.serve()
    return 0
