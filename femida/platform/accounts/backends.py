"""Sign-in by login and password."""

from __future__ import annotations

import ipaddress

from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest
from django.http.request import split_domain_port
from typing_extensions import override

from femida.platform.accounts.models import User

LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")

# Any of these says that a proxy stands in between. Our own server takes them away and gives a request that
# came with them another address than loopback; other servers may leave them.
FORWARDED = ("X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "X-Real-IP")


def is_loopback(request: HttpRequest) -> bool:
    """Whether the request came straight from this machine, with no proxy in between."""
    if any(name in request.headers for name in FORWARDED):
        return False
    if split_domain_port(request.get_host())[0] not in LOOPBACK_NAMES:
        return False
    address = request.META.get("REMOTE_ADDR") or ""
    try:
        return ipaddress.ip_address(address.split("%")[0]).is_loopback
    except ValueError:
        return False


class Backend(AuthenticationBackend):  # type: ignore[misc]  # allauth ships no types
    """allauth's backend; demonstration logins are refused off loopback, blocked accounts everywhere."""

    @override
    def authenticate(self, request: HttpRequest | None, **credentials: object) -> User | None:
        user = super().authenticate(request, **credentials)
        # allauth remembers a blocked person who knew the password, to say so: here they learn nothing
        self.unstash_authenticated_user()
        if not isinstance(user, User):
            return None
        if user.is_demo and (request is None or not is_loopback(request)):
            return None
        return user

    @override
    def get_user(self, user_id: int) -> User | None:
        return User.objects.filter(pk=user_id, is_active=True).first()
