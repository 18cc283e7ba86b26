"""A plain port that does one thing: it sends browsers on to https."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from django.http.request import split_domain_port, validate_host

from femida.config.environment import LOOPBACK_HOSTS, Environment

HTTPS = 443
PATIENCE = 5.0
"""Seconds a browser gets to say what it wants."""


@contextlib.contextmanager
def redirecting(settings: Environment) -> Iterator[None]:
    """Answer on FEMIDA_REDIRECT_PORT for the time of the block; nothing without a certificate or a port."""
    if settings.redirect_port is None or settings.tls_cert is None:
        yield
        return
    from femida.cli.serving import UnableToServe

    try:
        server = ThreadingHTTPServer((settings.host, settings.redirect_port), _handler(settings))
    except OSError as error:
        raise UnableToServe(
            f"Cannot listen on {settings.host}:{settings.redirect_port}: {error.strerror}."
        ) from error
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


def location(settings: Environment, host: str, path: str) -> str | None:
    """Where a request for a host and path is sent; None for a host that is not the site's own."""
    name, _port = split_domain_port(host)
    if not name or not validate_host(name, [*LOOPBACK_HOSTS, *settings.allowed_hosts]):
        return None
    port = "" if settings.port == HTTPS else f":{settings.port}"
    return f"https://{name}{port}{path if path.startswith('/') else '/'}"


def _handler(settings: Environment) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = PATIENCE
        server_version = "Femida"
        sys_version = ""

        def _send_on(self) -> None:
            to = location(settings, self.headers.get("Host", ""), self.path)
            # what was posted in the clear is not posted again by itself
            self.send_response(400 if to is None else 301)
            if to is not None:
                self.send_header("Location", to)
            self.send_header("Content-Length", "0")
            self.send_header("Connection", "close")
            self.end_headers()

        do_GET = do_HEAD = do_POST = _send_on  # noqa: N815 - the names that http.server looks for

        def log_message(self, *_words: object) -> None:
            """Addresses hold what people typed."""

    return Handler
