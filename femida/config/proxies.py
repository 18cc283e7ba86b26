"""Whom we believe about where a request came from.

The headers X-Forwarded-For and X-Forwarded-Proto are anyone's words unless a proxy we know wrote
them. Here they are turned into the client's address and the scheme when the sender is trusted,
and removed in every case, so that nothing behind can read them by mistake.
"""

import ipaddress
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

Scope = dict[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


HEALTH = ("/healthz", "/health/")
"""The process answers: nothing else is looked at. Whether it can work is asked at /readyz."""


class TrustedProxies:
    """Addresses and networks whose word is taken."""

    def __init__(self, words: Iterable[str]) -> None:
        self.networks: list[Network] = [ipaddress.ip_network(word, strict=False) for word in words]

    def trusts(self, address: str) -> bool:
        """Whether the address is one of ours; what is not an address is not."""
        try:
            parsed = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(parsed in network for network in self.networks)

    def client(self, sender: str, forwarded_for: str, *, is_forwarded: bool) -> str:
        """The first address, from the nearest, that is no proxy of ours; empty when it is unknown.

        A client can write anything on the left; each of our proxies adds one on the right. A
        proxy on this machine that nobody named hides who is behind it: its own address must not
        stand for them, because some doors open to loopback only.
        """
        if not self.trusts(sender):
            return "" if is_forwarded and _is_loopback(sender) else sender
        client = ""
        for word in reversed([word.strip() for word in forwarded_for.split(",") if word.strip()]):
            try:
                client = str(ipaddress.ip_address(word))
            except ValueError:
                return client
            if not self.trusts(client):
                return client
        return client


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def behind_proxies(application: Application, trusted: TrustedProxies) -> Application:
    """Wrap an ASGI application so that it sees the true client and scheme."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope = _corrected(scope, trusted)
        await application(scope, receive, send)

    return wrapped


def _corrected(scope: Scope, trusted: TrustedProxies) -> Scope:
    kept: list[tuple[bytes, bytes]] = []
    said: dict[bytes, str] = {}
    for name, value in scope["headers"]:
        if name.startswith(b"x-forwarded-") or name in (b"forwarded", b"x-real-ip"):
            text = value.decode("latin-1")
            said[name] = f"{said[name]},{text}" if name in said else text
        else:
            kept.append((name, value))
    host, port = (scope.get("client") or ("", 0))[:2]
    corrected = {**scope, "headers": kept}
    client = trusted.client(host, said.get(b"x-forwarded-for", ""), is_forwarded=bool(said))
    corrected["client"] = (client, port)
    if trusted.trusts(host):
        scheme = said.get(b"x-forwarded-proto", "").split(",")[-1].strip().lower()
        corrected["scheme"] = scheme if scheme in ("http", "https") else scope["scheme"]
    return corrected
