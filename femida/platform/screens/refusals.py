"""How an expected failure looks: a page, a toast over the page that stays, or JSON for a script."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from femida.platform.core.errors import FemidaError, Invalid
from femida.platform.screens.requests import wants_fragment, wants_json
from femida.platform.ui.answers import toast
from femida.platform.ui.components import button, state
from femida.platform.ui.pages import render_page

COME_AGAIN = 120
"""Seconds after which a program may repeat what could not be done for the moment."""

_ICONS = {403: "lock", 404: "search", 409: "history", 503: "tool"}


def refusal_answer(request: HttpRequest, refusal: FemidaError) -> HttpResponse:
    """The answer with the refusal's status and sentence, in the form the caller can show."""
    if wants_fragment(request):
        return toast(HttpResponse(status=refusal.status), str(refusal.sentence), "bad")
    if wants_json(request):
        answer: HttpResponse = JsonResponse(
            refusal_json(refusal), status=refusal.whole_status or refusal.status
        )
    else:
        answer = _refusal_page(request, refusal)
    if answer.status_code == 503:  # noqa: PLR2004 - HTTP
        answer.headers["Retry-After"] = str(COME_AGAIN)
    return answer


def refusal_json(refusal: FemidaError) -> dict[str, object]:
    """`code`, `sentence`, for bad input `fields`, and `dialog` when a form must be filled in first."""
    said: dict[str, object] = {"code": refusal.code, "sentence": str(refusal.sentence)}
    if isinstance(refusal, Invalid):
        said["fields"] = {name: str(sentence) for name, sentence in refusal.fields.items()}
    if dialog := getattr(refusal, "dialog", ""):
        said["dialog"] = dialog
    return said


def _refusal_page(request: HttpRequest, refusal: FemidaError) -> HttpResponse:
    titles = {
        403: _("This is not open to you"),
        404: _("Not found"),
        409: _("Somebody was faster"),
        503: _("Maintenance"),
    }
    status = refusal.whole_status or refusal.status
    title = titles.get(status, _("This could not be done"))
    sentences = [str(refusal.sentence)]
    if isinstance(refusal, Invalid):
        sentences.extend(str(sentence) for sentence in refusal.fields.values())
    if status == 409:  # noqa: PLR2004 - HTTP
        acts = button(_("Show the new version"), url=request.get_full_path(), tone="primary")
    else:
        acts = button(_("To the start page"), url="/")
    picture = state(
        title, " ".join(sentences), icon_name=_ICONS.get(status, "alert-circle"), acts=acts, alone=True
    )
    context = {"title": title, "state": picture}
    return render_page(request, "screens/refusal.html", context, status=status)
