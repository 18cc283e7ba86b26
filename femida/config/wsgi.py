"""Django as WSGI, for installations that serve pages and events by separate processes.

Such an installation stands behind a proxy, which must be named in FEMIDA_TRUSTED_PROXIES and sends
`/live/` to FEMIDA_EVENTS_PORT.
"""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

from femida.config.proxies import HEALTH, TrustedProxies
from femida.config.static import static_files

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "femida.config.settings")

FORWARDING = ("HTTP_X_FORWARDED_", "HTTP_FORWARDED", "HTTP_X_REAL_IP")

pages = get_wsgi_application()


def _trusted() -> TrustedProxies:
    from django.conf import settings

    return TrustedProxies(settings.ENVIRONMENT.trusted_proxies)


trusted = _trusted()
files = static_files()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer one request, with the client and the scheme as our proxy reports them."""
    if environ.get("PATH_INFO", "") in HEALTH:
        start_response(
            "200 OK", [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "no-store")]
        )
        return [b"ok\n"]
    if environ.get("PATH_INFO", "").startswith(files.prefix):
        return files.wsgi(environ, start_response)
    said = {name: environ.pop(name) for name in list(environ) if name.startswith(FORWARDING)}
    sender = environ.get("REMOTE_ADDR", "")
    forwarded_for = said.get("HTTP_X_FORWARDED_FOR", "")
    environ["REMOTE_ADDR"] = trusted.client(sender, forwarded_for, is_forwarded=bool(said))
    if trusted.trusts(sender):
        scheme = said.get("HTTP_X_FORWARDED_PROTO", "").split(",")[-1].strip().lower()
        if scheme in ("http", "https"):
            environ["wsgi.url_scheme"] = scheme
    return pages(environ, start_response)
