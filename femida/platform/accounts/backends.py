"""Sign-in by login and password."""

from __future__ import annotations

import ipaddress
from functools import cache

from allauth.account.auth_backends import AuthenticationBackend
from django.db import DEFAULT_DB_ALIAS
from django.http import HttpRequest
from django.http.request import split_domain_port
from typing_extensions import override

from femida.platform.accounts.models import User
from femida.platform.core.statements import Hole, Statement, write

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
        # every request asks this: Django writes the statement once
        rows = _one_active().rows(id=int(user_id))
        return User.from_db(DEFAULT_DB_ALIAS, _COLUMNS, rows[0]) if rows else None


_COLUMNS = [column.attname for column in User._meta.concrete_fields]


@cache
def _one_active() -> Statement:
    return write(User.objects.filter(pk__same=Hole("id"), is_active=True).values_list(*_COLUMNS))
