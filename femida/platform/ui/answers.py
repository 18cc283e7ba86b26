"""What a view adds to an answer for the scripts of the page: toasts, closing a dialog, events."""

from __future__ import annotations

import json
from typing import Literal

from django.http import HttpResponse
from django.utils.functional import Promise

_HEADER = "HX-Trigger"


def trigger(response: HttpResponse, name: str, detail: object = "") -> HttpResponse:
    """Fires the event `name` in the page when the answer arrives; may be called several times."""
    events = json.loads(response.headers.get(_HEADER, "{}"))
    events[name] = detail
    response.headers[_HEADER] = json.dumps(events)  # escapes everything beyond ASCII, as headers need
    return response


def toast(
    response: HttpResponse, sentence: str | Promise, tone: Literal["good", "warn", "bad", "info"] = "good"
) -> HttpResponse:
    """Shows the sentence at the corner of the page."""
    return trigger(response, "toast", {"text": str(sentence), "tone": tone})


def close_dialog(response: HttpResponse) -> HttpResponse:
    """Closes the dialog over the page: its form is done."""
    return trigger(response, "dialog:close")


def redirect_whole(url: str) -> HttpResponse:
    """Sends the whole page to `url` from an answer to htmx (a fragment cannot redirect by 302)."""
    return HttpResponse(status=204, headers={"HX-Redirect": url})
