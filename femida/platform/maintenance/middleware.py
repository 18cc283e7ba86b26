"""One page for everybody while the pages are closed."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from femida.platform.maintenance.ports import keepers
from femida.platform.maintenance.state import is_closed, state
from femida.platform.screens.refusals import COME_AGAIN
from femida.platform.ui.requests import wants_json

OPEN = frozenset({"/readyz", "/metrics"})
"""Asked by machines, which want to hear of just this."""


class ClosedPages:
    """Answers 503 with the page of maintenance, before the session or anything else is asked for.

    What must not be lost is kept by its room.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path in OPEN or not is_closed():
            return self.get_response(request)
        for keep in keepers:
            if (kept := keep(request)) is not None:
                return kept
        until = state().ends_at
        if wants_json(request):
            sentence = _("The system will be back soon. Reload the page in a few minutes.")
            answer: HttpResponse = JsonResponse({"code": "maintenance", "sentence": sentence}, status=503)
        else:
            answer = HttpResponse(render_to_string("ui/maintenance.html", {"until": until}), status=503)
        answer.headers["Retry-After"] = str(COME_AGAIN)
        answer.headers["Cache-Control"] = "no-store"
        return answer
