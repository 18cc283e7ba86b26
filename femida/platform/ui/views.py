"""Pages of the room."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from femida.platform.ui.context import DENSITIES, LANGUAGES, THEMES
from femida.platform.ui.guard import page
from femida.platform.ui.pages import render_page, wanted_target
from femida.platform.ui.requests import PageRequest
from femida.platform.ui.samples import samples
from femida.platform.ui.shell import look_keepers

_CHOICES = {"theme": THEMES, "density": DENSITIES, "language": LANGUAGES}


@page(right=None, reason="shows samples and nothing of the firm")
def catalogue(request: PageRequest) -> HttpResponse:
    """Every component once, in both themes side by side."""
    context = {"samples": samples(request), "themes": ("light", "dark")}
    return render_page(request, "ui/catalogue.html", context)


@page(right=None, reason="the look of one's own account", methods=("POST",))
def preferences(request: PageRequest) -> HttpResponse:
    """Keeps the theme, density or language that a person chose for their own account.

    Unknown values are left out. Answers 204 to scripts; a form goes back to the page it came from.
    """
    chosen = [
        name for name, allowed in _CHOICES.items() if name in request.POST and request.POST[name] in allowed
    ]
    if chosen:
        for keep in look_keepers:
            keep(request.actor, **{name: request.POST[name] for name in chosen})
    if wanted_target(request) is not None:
        return HttpResponse(status=204)
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return HttpResponseRedirect(back if is_ours else "/")
