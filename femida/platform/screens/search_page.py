"""The search over everything: a page, and the short list under the field in the bar."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from femida.platform.screens.lists.asking import LONGEST_SEARCH
from femida.platform.screens.lists.columns import card_prefix
from femida.platform.screens.pages import page
from femida.platform.screens.requests import PageRequest
from femida.platform.search.columns import other_layout
from femida.platform.search.everywhere import Found, search_everywhere
from femida.platform.ui.components import button, icon, panel, safe, state, text
from femida.platform.ui.pages import render_page

RESULTS = "search-results"


@page(right=None, reason="finds only what the reader may see; each type asks for its own right")
def search(request: PageRequest) -> HttpResponse:
    """Up to five objects of each type; the arrows and Enter walk the links."""
    typed = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH]
    found = search_everywhere(request.actor, typed) if typed else []
    context = {
        "title": _("Search"),
        "search_text": typed,
        "results": _groups(found) if found else _nothing(typed),
        "region": RESULTS,
    }
    return render_page(
        request, "screens/search.html", context, fragments={RESULTS: "screens/search_results.html"}
    )


def _groups(found: list[Found]) -> SafeString:
    groups: dict[str, list[Found]] = {}
    for one in found:
        groups.setdefault(one.object_type.key, []).append(one)
    return safe("".join(_group(ones) for ones in groups.values()))


def _group(ones: list[Found]) -> SafeString:
    object_type = ones[0].object_type
    prefix = card_prefix(object_type)
    picture = icon(object_type.icon)
    seen: set[int] = set()
    lines = []
    for one in ones:
        if one.object_id in seen:
            continue
        seen.add(one.object_id)
        url = f"{prefix}{one.object_id}/"
        given = f' data-row="{one.object_id}" data-href="{text(url)}"' if prefix else ""
        words = text(object_type.name_of(one.title, one.object_id))
        inside = f'<a href="{text(url)}">{words}</a>' if prefix else words
        lines.append(f"<li{given}>{picture}{inside}</li>")
    return panel(safe(f'<ul class="f-items">{"".join(lines)}</ul>'), title=object_type.plural, flush=True)


def _nothing(typed: str) -> SafeString:
    if not typed:
        return state(
            _("What are you looking for?"), _("A name, a part of it, or a whole number."), icon_name="search"
        )
    other = other_layout(typed)
    acts = button(_("Look for “%(text)s”") % {"text": other}, url=f"?q={other}") if other else ""
    return state(
        _("Nothing found"),
        _("Look for a part of the name. Only what is open to you is found."),
        icon_name="search",
        acts=acts,
    )
