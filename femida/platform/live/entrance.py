"""Who opens a stream: found by the session's cookie, asked again as long as the stream lives."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.contrib.auth import get_user
from django.db import connections
from django.http import HttpRequest

from femida.platform.access.policy import Policy, load_policy
from femida.platform.core.actor import Actor

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Listener:
    """The one behind a stream: the session that lets her in, and her policy as it was last read."""

    session_key: str
    account_id: int
    policy: Policy


def session_key_of(headers: Iterable[tuple[bytes, bytes]]) -> str:
    """The session's key in the cookies of a request, "" without one."""
    for name, value in headers:
        if name.lower() == b"cookie":
            cookies: SimpleCookie = SimpleCookie()
            try:
                cookies.load(value.decode("latin-1"))
            except CookieError:
                continue
            if settings.SESSION_COOKIE_NAME in cookies:
                return cookies[settings.SESSION_COOKIE_NAME].value
    return ""


def giving_back_connections(function: Callable[P, R]) -> Callable[P, R]:
    """For work in threads of our own: the connection goes back to the pool after each call."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        finally:
            if not any(connection.in_atomic_block for connection in connections.all(initialized_only=True)):
                connections.close_all()

    return run


def let_in(session_key: str) -> Listener | None:
    """The listener of a session; None when it is over or its account may not sign in."""
    if not session_key:
        return None
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    user = get_user(request)
    if not user.is_authenticated or not user.is_active or user.pk is None:
        return None
    return Listener(session_key, user.pk, load_policy(Actor.person(user.pk)))
