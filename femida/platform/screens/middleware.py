"""Who asks, under which policy, and how a refusal looks."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from femida.platform.accounts.models import User
from femida.platform.core.actor import Actor
from femida.platform.core.errors import FemidaError
from femida.platform.screens.refusals import refusal_answer


class ScreensMiddleware:
    """Sets `request.actor` and answers every `FemidaError` with its status and sentence. Stands after
    Django's authentication middleware.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.actor = self._actor(request)  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Turn an expected failure into its page, fragment or JSON; leave the others to Django."""
        if isinstance(exception, FemidaError):
            return refusal_answer(request, exception)
        return None

    def _actor(self, request: HttpRequest) -> Actor:
        # Without a session cookie nobody is signed in, and nothing needs to be asked.
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return Actor.anonymous()
        user = request.user
        return Actor.person(user.pk) if isinstance(user, User) else Actor.anonymous()
