"""One policy for all that a request asks."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from femida.platform.access.policy import one_policy_per_actor


class OnePolicy:
    """Keeps each actor's policy while a request is answered; stands before all that asks for rights."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with one_policy_per_actor():
            return self.get_response(request)
