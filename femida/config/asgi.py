"""The application the server runs.

Four ways in: the events (a raw ASGI route, because Django would hold one thread per open
stream), the files of the pages, the sign of life for a balancer, and Django for all else.
"""

import importlib
import importlib.util
import os

from django.core.asgi import get_asgi_application

from femida.config.proxies import HEALTH, Application, Receive, Scope, Send, TrustedProxies, behind_proxies
from femida.config.rooms import ROOMS
from femida.config.static import static_files

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "femida.config.settings")

pages: Application = get_asgi_application()

LIVE = "femida.platform.live"


def _events() -> Application | None:
    if LIVE not in ROOMS or importlib.util.find_spec(f"{LIVE}.stream") is None:
        return None
    events: Application = importlib.import_module(f"{LIVE}.stream").app
    return events


events = _events()


files = static_files()


async def _healthy(send: Send) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"ok\n"})


async def route(scope: Scope, receive: Receive, send: Send) -> None:
    """Choose who answers."""
    path = scope.get("path", "")
    if scope["type"] == "http" and path in HEALTH:
        await _healthy(send)
    elif scope["type"] == "http" and events is not None and path.startswith("/live/"):
        await events(scope, receive, send)
    elif scope["type"] == "http" and path.startswith(files.prefix):
        await files.asgi(scope, receive, send)
    else:
        await pages(scope, receive, send)


def _application() -> Application:
    from django.conf import settings

    return behind_proxies(route, TrustedProxies(settings.ENVIRONMENT.trusted_proxies))


application = _application()
