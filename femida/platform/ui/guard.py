"""`@page`: every view of the house says which right opens it."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec, Protocol, cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _

from femida.platform.access.policy import policy_of
from femida.platform.core.actor import ActorKind
from femida.platform.core.errors import Denied
from femida.platform.journal.access_log import Kind, log_access
from femida.platform.ui.requests import PageRequest, actor_of, wants_fragment, wants_json, with_policy

P = ParamSpec("P")
View = Callable[Concatenate[PageRequest, P], HttpResponseBase]


class Page(Protocol):
    """What `@page` makes: a view that tells what it demands. A test walks all addresses by it."""

    declared_right: str | None
    declared_reason: str
    declared_methods: tuple[str, ...]
    is_public: bool

    def __call__(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Answer the request."""


def page(
    *, right: str | None, reason: str = "", methods: tuple[str, ...] = ("GET",), public: bool = False
) -> Callable[[View[P]], Page]:
    """Make a function a page.

    `right` is checked in any scope before the view runs; rows are checked by `visible()` inside it.
    `right=None` needs a `reason`, and is then for every signed-in employee, or with `public=True` for
    anybody. Other methods than `methods` are answered with 405 (HEAD goes with GET).
    """
    if right is None and not reason:
        raise ValueError("a page without a right says why")
    if public and right is not None:
        raise ValueError("a public page has no right to check")
    allowed = (*methods, "HEAD") if "GET" in methods else methods

    def decorate(view: View[P]) -> Page:
        @functools.wraps(view)
        def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if request.method not in allowed:
                return HttpResponseNotAllowed(allowed)
            actor = actor_of(request)
            if not public and actor.kind is not ActorKind.PERSON:
                return ask_to_sign_in(request)
            page_request = with_policy(request, policy_of(actor))
            if right is not None:
                demand(page_request, right)
            return view(page_request, *args, **kwargs)

        made = cast(Page, answer)
        made.declared_right = right
        made.declared_reason = reason
        made.declared_methods = tuple(allowed)
        made.is_public = public
        return made

    return decorate


def demand(request: PageRequest, right: str) -> None:
    """Raise Denied unless the one who asks has the right in some scope; the refusal is noted."""
    if request.policy.may(right):
        return
    address = request.META.get("REMOTE_ADDR") or ""
    where = request.resolver_match.view_name if request.resolver_match else ""
    log_access(request.actor, Kind.REFUSED, right=right, command=f"page {where}"[:120], address=address)
    raise Denied(right=right)


def ask_to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """Send a person without a session to the sign-in page, in the way the caller can follow."""
    if wants_fragment(request):
        # The script loads the whole page again, and that goes to sign in.
        return HttpResponse(status=401)
    if wants_json(request):
        return JsonResponse({"code": "sign_in", "sentence": _("Sign in first.")}, status=401)
    back = request.get_full_path() if request.method in ("GET", "HEAD") else "/"
    return HttpResponseRedirect(_sign_in_url(back))


def _sign_in_url(back: str) -> str:
    return f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': back})}"
