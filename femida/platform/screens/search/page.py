"""The search over everything as a page of its own: all that the palette has no room for."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from femida.platform.core.errors import UnableTo
from femida.platform.screens.lists.asking import LONGEST_SEARCH
from femida.platform.screens.lists.columns import card_prefix
from femida.platform.screens.pages import page
from femida.platform.screens.requests import PageRequest
from femida.platform.screens.search.results import FoundObject, Group, groups_of, marked
from femida.platform.search.everywhere import Answer, ask_exactly, offered, search_everywhere
from femida.platform.search.finding import Hit
from femida.platform.ui.components import badge, icon, note, panel, person, safe, state, text
from femida.platform.ui.pages import render_page

RESULTS: Final = "search-results"
PER_TYPE: Final = 20


@page(right=None, reason="finds only what the reader may see; each type asks for its own right")
def search(request: PageRequest) -> HttpResponse:
    """Up to twenty objects of each type; a whole number finds its parties, counted and recorded."""
    typed = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH]
    answer = search_everywhere(request.actor, typed, PER_TYPE) if typed else Answer((), "")
    refused = ""
    exact: list[Hit] = []
    try:
        exact = _exactly(request, typed)
    except UnableTo as refusal:
        refused = note(refusal.sentence, tone="warn")
    groups = groups_of(request.policy, [*exact, *answer.hits], PER_TYPE)
    said = note(_("Shown for “%(text)s”") % {"text": answer.shown_for}) if answer.shown_for else ""
    drawn = safe("".join(_group(group, answer.text) for group in groups)) or _nothing(typed)
    context = {
        "title": _("Search"),
        "search_text": typed,
        "results": safe(f"{refused}{said}{drawn}"),
        "region": RESULTS,
    }
    return render_page(
        request, "screens/search.html", context, fragments={RESULTS: "screens/search_results.html"}
    )


def _exactly(request: PageRequest, typed: str) -> list[Hit]:
    """What a submitted search asks by the way: the exact questions that need no further step."""
    asked = [one.key for one in offered(request.actor, typed) if one.at_once] if typed else []
    return [hit for key in asked for hit in ask_exactly(request.actor, key, typed) or []]


def _group(group: Group, typed: str) -> SafeString:
    picture = icon(group.object_type.icon)
    seen = {one.object_id: one for one in group.found}
    lines = "".join(_line(one, picture, typed) for one in seen.values())
    prefix = card_prefix(group.object_type)
    more = ""
    if group.goes_on and prefix:
        words = text(_("All results in the list"))
        more = f'<li><a href="{text(prefix)}?{text(urlencode({"q": typed}))}">{words}</a></li>'
    return panel(safe(f'<ul class="f-items">{lines}{more}</ul>'), title=group.object_type.plural, flush=True)


def _line(one: FoundObject, picture: SafeString, typed: str) -> str:
    given = f' data-row="{one.object_id}" data-href="{text(one.url)}"' if one.url else ""
    words = marked(one.title, typed)
    inside = f'<a href="{text(one.url)}">{words}</a>' if one.url else words
    under = " · ".join(part for part in (one.hint, one.contact, one.place) if part)
    hint = f'<span class="f-muted">{marked(under, typed)}</span>' if under else ""
    aside = f"{badge(one.state) if one.state else ''}{person(one.responsible) if one.responsible else ''}"
    return f'<li{given}>{picture}{inside}{hint}<span class="f-end f-found-aside">{aside}</span></li>'


def _nothing(typed: str) -> SafeString:
    if not typed:
        return state(
            _("What are you looking for?"), _("A name, a part of it, or a whole number."), icon_name="search"
        )
    return state(
        _("Nothing found"),
        _("Look for a part of the name. Only what is open to you is found."),
        icon_name="search",
    )
