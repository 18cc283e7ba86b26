"""The start page: what waits for this person, as the widgets of the rooms tell it."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from femida.platform.screens.lists.bar import live_trigger
from femida.platform.screens.pages import page
from femida.platform.screens.ports import home_widgets, right_lets, start_pages
from femida.platform.screens.requests import PageRequest
from femida.platform.ui.components import panel
from femida.platform.ui.pages import render_page

WIDGETS = "widgets"


@page(right=None, reason="leads every employee to where her day begins")
def start(request: PageRequest) -> HttpResponse:
    """Where a person lands who has just signed in: the workspace of her role, or «My day»."""
    found = (find(request.policy) for find in start_pages)
    return HttpResponseRedirect(next((url for url in found if url), reverse("screens:home")))


@page(right=None, reason="every employee has a start page; each widget asks for its own right")
def home(request: PageRequest) -> HttpResponse:
    """The start page or, after news, its widgets."""
    fitting = [one for one in home_widgets if right_lets(request.policy, one.needs_right)]
    drawn: list[SafeString] = []
    for widget in sorted(fitting, key=lambda one: one.order):
        inside = widget.render(request)
        if inside is not None:
            drawn.append(panel(inside, title=widget.title, flush=widget.flush, id=f"widget-{widget.key}"))
    context = {
        "title": _("My day"),
        "widgets": drawn,
        "region": WIDGETS,
        "live_trigger": live_trigger([key for widget in fitting for key in widget.live]),
    }
    return render_page(request, "screens/home.html", context, fragments={WIDGETS: "screens/home_region.html"})
