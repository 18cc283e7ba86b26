"""The public pages of the intake: a ready form that a site can embed, and its thanks."""

from __future__ import annotations

import secrets

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from femida.platform.screens.pages import page
from femida.platform.screens.requests import PageRequest
from femida.sales.intake.endpoints import accept, preflight
from femida.sales.intake.reading import HONEYPOT
from femida.sales.sources.models import Source


def _source(key: str) -> Source:
    source = Source.objects.filter(key=key, is_active=True, accepts_web=True).first()
    if source is None:
        raise Http404
    return source


def _framed(request: HttpRequest, answer: HttpResponseBase, source: Source) -> HttpResponseBase:
    """Let the source's own sites, and nobody else, show the page in a frame."""
    answer._csp_replace = {"frame-ancestors": ["'self'", *source.origins]}  # type: ignore[attr-defined]
    answer.xframe_options_exempt = True  # type: ignore[attr-defined]
    return answer


@csrf_exempt
@page(
    right=None,
    reason="the door for enquiries from sites; the source's key opens it",
    methods=("GET", "POST", "OPTIONS"),
    public=True,
)
def web(request: PageRequest, key: str) -> HttpResponseBase:
    """The form (GET), the endpoint (POST), the question of a browser (OPTIONS)."""
    source = _source(key)
    if request.method == "OPTIONS":
        return preflight(request, source)
    if request.method == "POST":
        return accept(request, source)
    context = {"source": source, "honeypot": HONEYPOT, "idempotency_key": secrets.token_urlsafe(16)}
    return _framed(request, render(request, "intake/form.html", context), source)


@page(right=None, reason="thanks after an enquiry; says nothing of it", public=True)
def thanks(request: PageRequest, key: str) -> HttpResponseBase:
    """What the visitor reads after sending the form."""
    source = _source(key)
    return _framed(request, render(request, "intake/thanks.html", {"source": source}), source)
