"""Who may look behind the scenes: this machine, the addresses the settings name, whoever has the token."""

from __future__ import annotations

import ipaddress
import secrets

from django.conf import settings
from django.http import HttpRequest

from femida.platform.accounts.backends import is_loopback


def may_watch(request: HttpRequest) -> bool:
    """Whether the one who asks keeps this server. Proxies that nobody named never make a stranger local."""
    if is_loopback(request) or _has_token(request):
        return True
    try:
        address = ipaddress.ip_address((request.META.get("REMOTE_ADDR") or "").split("%")[0])
    except ValueError:
        return False
    return any(address in ipaddress.ip_network(word, strict=False) for word in settings.MONITORS)


def _has_token(request: HttpRequest) -> bool:
    token = settings.METRICS_TOKEN
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    return bool(token) and secrets.compare_digest(given.encode(), token.encode())
