"""Forms: a plain Django form, one command call, and refusals shown where they belong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from femida.platform.core.errors import Invalid, Stale, Text, UnableTo
from femida.platform.screens.requests import PageRequest
from femida.platform.ui.answers import close_dialog, redirect_whole, toast, trigger
from femida.platform.ui.pages import render_page, wanted_target

DIALOG: Final = "dialog-body"
PANE: Final = "pane-"

F = TypeVar("F", bound=BaseForm)
# Gets the filled form and the version of the object as the person saw it; runs one command. Returns the
# address to go to, or None to stay where the form was opened.
OnValid = Callable[[Any, int | None], str | None]


def form_view(
    request: PageRequest,
    make: Callable[..., BaseForm],
    on_valid: OnValid,
    *,
    title: Text,
    submit: Text = "",
    initial: Mapping[str, Any] | None = None,
    version: int | None = None,
    back: str = "/",
    fresh_url: str = "",
    said: Text = "",
    size: str = "",
    template: str = "screens/form.html",
    extra: Mapping[str, Any] | None = None,
    **given: Any,
) -> HttpResponse:
    """Show a form and run `on_valid` when it is well filled.

    One address serves the page, the dialog (#dialog-body) and a tab of the composer (#pane-…). `given` goes
    to the form's constructor; a page with more than the form brings its `template` and `extra` for it.
    `Invalid` marks its fields, `UnableTo` stands in the summary, `Stale` (409) keeps what was typed and links
    the fresh version (`fresh_url`); `Denied` and `NotFound` go on to the middleware. After success the person
    is led to the returned address; without one the dialog closes and the page draws its changed parts, with
    `said` as a short message.
    """
    if request.method == "POST":
        form = make(data=request.POST, files=request.FILES, initial=initial, **given)
        seen = _version(request)
        status = 422
        note: Text = ""
        if form.is_valid():
            try:
                goes_to = on_valid(form, seen)
            except Invalid as refusal:
                _mark(form, refusal)
            except Stale as refusal:
                status, note = refusal.status, refusal.sentence
            except UnableTo as refusal:
                status = refusal.status
                _into_summary(form, refusal.sentence)
            else:
                return _done(request, goes_to, back=back, said=said)
        # After a stale save the fresh version counts: pressing again is a decision.
        shown_version = version if note else seen
    else:
        form, shown_version, status, note = make(initial=initial, **given), version, 200, ""
    context = {
        "form": form,
        "title": title,
        "submit": submit or _("Save"),
        "version": shown_version,
        "cancel_url": back,
        "next_url": request.POST.get("next") or request.GET.get("next", ""),
        "stale_sentence": note,
        "fresh_url": fresh_url,
        "size": size,
        **(extra or {}),
    }
    return _show(request, context, status, template)


def _show(request: PageRequest, context: dict[str, Any], status: int, template: str) -> HttpResponse:
    target = wanted_target(request) or ""
    if target == DIALOG:
        name_apart(context["form"], "dialog")
        return HttpResponse(
            render_to_string("screens/form_dialog.html", context | {"target": DIALOG}, request=request),
            status=status,
        )
    if target.startswith(PANE):
        name_apart(context["form"], target.removeprefix(PANE))
        return HttpResponse(
            render_to_string("screens/form_pane.html", context | {"target": target}, request=request),
            status=status,
        )
    return render_page(request, template, context, status=status)


def name_apart(form: BaseForm, place: str) -> None:
    """Give the fields ids of their place: a dialog and the tabs of a composer stand on one page."""
    form.auto_id = f"{place}_%s"


def _done(request: PageRequest, goes_to: str | None, *, back: str, said: Text) -> HttpResponse:
    if wanted_target(request) is None:
        return HttpResponseRedirect(goes_to or _next(request) or back)
    if goes_to:
        return redirect_whole(goes_to)
    return done(said)


def done(said: Text = "") -> HttpResponse:
    """The answer after an act that leaves the person where she is: dialogs close, the card looks again."""
    answer = trigger(close_dialog(HttpResponse(status=204)), "card:changed")
    return toast(answer, str(said)) if said else answer


def _next(request: HttpRequest) -> str:
    address = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        address, {request.get_host()}, require_https=request.is_secure()
    )
    return address if is_ours else ""


def _version(request: HttpRequest) -> int | None:
    said = request.POST.get("version", "")
    return int(said) if said.isdecimal() and len(said) < 10 else None  # noqa: PLR2004 - an integer column


def _mark(form: BaseForm, refusal: Invalid) -> None:
    for name, sentence in refusal.fields.items():
        form.add_error(name if name in form.fields else None, str(sentence))
    if not refusal.fields:
        _into_summary(form, refusal.sentence)


def _into_summary(form: BaseForm, sentence: Text) -> None:
    form.add_error(None, str(sentence))
