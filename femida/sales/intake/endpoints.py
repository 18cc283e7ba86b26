"""`POST /intake/web/<key>`: enquiries from the firm's sites."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from femida.platform.core.actor import Actor
from femida.platform.inbox.commands import LONGEST_KEY, UnableToReuseKey, Verdict, store
from femida.platform.inbox.models import Message
from femida.sales.intake.handling import CHANNEL
from femida.sales.intake.limits import too_often
from femida.sales.intake.reading import FORM, JSON, LONGEST_BODY, Reading, read
from femida.sales.sources.models import Source

State = Message.State


def preflight(request: HttpRequest, source: Source) -> HttpResponse:
    """Answer a browser that asks whether this site may post here."""
    answer = HttpResponse(status=204)
    answer["Access-Control-Allow-Methods"] = "POST, OPTIONS"
    answer["Access-Control-Allow-Headers"] = "Content-Type, Idempotency-Key"
    answer["Access-Control-Max-Age"] = "600"
    return _for_origin(request, source, answer)


def accept(request: HttpRequest, source: Source) -> HttpResponseBase:
    """Store one enquiry, valid or not, and say at once what became of it."""
    return _for_origin(request, source, _accept(request, source))


def _accept(request: HttpRequest, source: Source) -> HttpResponse:
    if not _origin_is_known(request, source):
        return _refuse(403, {"origin": _("This site is not on the list of the source.")})
    if too_often(source, request.META.get("REMOTE_ADDR") or ""):
        answer = _refuse(429, {"": _("Too many requests. Try again in a minute.")})
        answer["Retry-After"] = "60"
        return answer
    kind = request.content_type
    if kind not in (JSON, FORM):
        return _refuse(415, {"content-type": _("Send JSON or a form (application/x-www-form-urlencoded).")})
    try:
        body = request.body
    except RequestDataTooBig:
        body = b" " * (LONGEST_BODY + 1)
    if len(body) > LONGEST_BODY:
        return _refuse(413, {"body": _("The enquiry is too long.")})
    reading = read(kind, body)
    key = request.headers.get("Idempotency-Key") or reading.idempotency_key or None
    if key is not None and len(key) > LONGEST_KEY:
        return _refuse(422, {"idempotency_key": _("The idempotency key is too long.")})
    return _store(request, source, body, reading, key)


def _store(
    request: HttpRequest, source: Source, body: bytes, reading: Reading, key: str | None
) -> HttpResponse:
    if reading.is_spam:
        verdict = Verdict(State.SPAM)
    elif reading.errors:
        verdict = Verdict(State.REFUSED, dict(reading.errors))
    else:
        verdict = Verdict()
    try:
        stored = store(
            Actor.integration(source.pk, because="intake.web"),
            channel=CHANNEL,
            source_id=source.pk,
            body=body,
            idempotency_key=key,
            verdict=verdict,
            content_type=request.content_type or FORM,
        )
    except UnableToReuseKey as refusal:
        return _refuse(422, {"idempotency_key": str(refusal)})
    if verdict.state is State.REFUSED:
        status = 400 if "body" in reading.errors else 422
        return _refuse(status, reading.sentences())
    if request.content_type == FORM and not _asks_json(request):
        return HttpResponseRedirect(_next_page(request, source, reading), status=303)
    return JsonResponse({"receipt": stored.receipt, "state": "accepted"}, status=202)


def _asks_json(request: HttpRequest) -> bool:
    accepted = request.headers.get("Accept", "")
    return "application/json" in accepted and "text/html" not in accepted


def _next_page(request: HttpRequest, source: Source, reading: Reading) -> str:
    """The site's own page of thanks when it belongs to the source, ours otherwise."""
    parts = urlsplit(reading.next_page)
    if parts.scheme and f"{parts.scheme}://{parts.netloc}".lower() in source.origins:
        return reading.next_page
    return reverse("intake:thanks", kwargs={"key": source.key})


def _refuse(status: int, fields: dict[str, str]) -> JsonResponse:
    return JsonResponse(
        {"state": "refused", "fields": fields}, status=status, json_dumps_params={"ensure_ascii": False}
    )


def _own_origin(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}".lower()


def _origin_is_known(request: HttpRequest, source: Source) -> bool:
    """A browser names the page's site; programs without a browser name none and are known by the key."""
    origin = (request.headers.get("Origin") or "").lower()
    if not origin:
        return True
    if origin == _own_origin(request):
        return True
    return origin in source.origins


def _for_origin(request: HttpRequest, source: Source, answer: HttpResponse) -> HttpResponse:
    origin = (request.headers.get("Origin") or "").lower()
    answer["Vary"] = "Origin"
    if origin and origin in source.origins:
        answer["Access-Control-Allow-Origin"] = origin
    return answer
