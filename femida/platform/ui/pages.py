"""One address answers the whole page or its fragment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers

MAIN = "main"
_PAGE = "ui/base.html"
_FRAGMENT = "ui/fragment.html"


def wanted_target(request: HttpRequest) -> str | None:
    """The id of the element that htmx is going to fill; None when the whole page is wanted.

    A boosted link and a step back in the browser's history want the whole page. A request of htmx without a
    named target counts as one for `main`.
    """
    headers = request.headers
    if headers.get("HX-Request") != "true":
        return None
    if headers.get("HX-Boosted") == "true" or headers.get("HX-History-Restore-Request") == "true":
        return None
    return headers.get("HX-Target") or MAIN


def render_page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    fragments: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Answers with the page, with the inside of `#main`, or with a smaller fragment of it.

    `template` extends `layout`, a variable set here: the shell for a whole page, the bare blocks for a
    request of htmx. `fragments` maps the id of a smaller region to the template that draws just that
    region (`{"list": "screens/list_region.html"}`).
    """
    target = wanted_target(request)
    smaller = (fragments or {}).get(target) if target else None
    values = {**(context or {}), "layout": _PAGE if target is None else _FRAGMENT, "hx_target": target}
    response = HttpResponse(render_to_string(smaller or template, values, request=request), status=status)
    patch_vary_headers(response, ("HX-Request", "HX-Target", "HX-Boosted", "HX-History-Restore-Request"))
    # A page with somebody's data must not come back from the browser's cache after signing out.
    response.headers.setdefault("Cache-Control", "private, no-store")
    return response
