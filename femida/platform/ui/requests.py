"""What a page knows about the one who asks, and what kind of answer is expected."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.http import HttpRequest

from femida.platform.access.policy import Policy
from femida.platform.core.actor import Actor
from femida.platform.ui.pages import wanted_target


class PageRequest(HttpRequest):
    """A request that passed `@page`: carries the actor and the actor's policy.

    Only a type: at run time it is Django's own request with two attributes more.
    """

    if TYPE_CHECKING:
        actor: Actor
        policy: Policy


def actor_of(request: HttpRequest) -> Actor:
    """The actor that the middleware found; anonymous when the request never passed it."""
    found = getattr(request, "actor", None)
    return found if isinstance(found, Actor) else Actor.anonymous()


def with_policy(request: HttpRequest, policy: Policy) -> PageRequest:
    """The same request, now carrying the policy."""
    page_request = cast(PageRequest, request)
    page_request.policy = policy
    return page_request


def wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of the page (a boosted or restored page is asked for whole)."""
    return wanted_target(request) is not None


def wants_json(request: HttpRequest) -> bool:
    """Whether a program or our own script asks for JSON rather than for a page."""
    if wants_fragment(request):
        return False
    if request.content_type == "application/json":
        return True
    accepted = request.headers.get("Accept", "")
    return "application/json" in accepted and "text/html" not in accepted
