"""The door and the clock: strangers are sent to sign in, pages speak the reader's language and time."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from typing_extensions import override

from femida.platform.accounts.models import User
from femida.platform.accounts.ports import account_zones

# Signed-out people see the time of the capital.
DEFAULT_ZONE = zoneinfo.ZoneInfo("Europe/Moscow")


class SignInRequired(LoginRequiredMiddleware):
    """Lets nobody past without a session but to views that say `is_public` or `login_not_required`.

    A view that forgets to say anything is closed. Scripts are answered with 401, from which the page is
    loaded anew; people are sent to sign in and come back.
    """

    @override
    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        if getattr(view_func, "is_public", False) or not getattr(view_func, "login_required", True):
            return None
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            return None
        if request.headers.get("HX-Request") == "true":
            return HttpResponse(status=401)
        if request.headers.get("Accept", "").startswith("application/json"):
            return JsonResponse({"code": "sign_in", "sentence": _("Sign in first.")}, status=401)
        return self.handle_no_permission(request, view_func)


class LanguageAndZone:
    """Activates the language of the reader's profile and the time zone of the reader's main office."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language, zone = self._wishes(request)
        request.LANGUAGE_CODE = language
        with translation.override(language), timezone.override(zone):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    def _wishes(self, request: HttpRequest) -> tuple[str, zoneinfo.ZoneInfo]:
        # Without a session cookie nobody is signed in, and nothing needs to be asked.
        user = request.user if settings.SESSION_COOKIE_NAME in request.COOKIES else None
        if not isinstance(user, User):
            return settings.LANGUAGE_CODE, DEFAULT_ZONE
        for find in account_zones:
            zone = find(user.pk)
            if zone is not None:
                return user.language, zone
        return user.language, DEFAULT_ZONE
