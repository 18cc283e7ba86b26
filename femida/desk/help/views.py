"""Pages of the room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from femida.desk.help.finding import find
from femida.desk.help.guides import COMMON, Guide, anchor_for, guides
from femida.platform.access.models import GroupMember
from femida.platform.core.errors import NotFound
from femida.platform.ui.guard import page
from femida.platform.ui.pages import render_page
from femida.platform.ui.requests import PageRequest

REASON = "the guides tell how to work and nothing of the firm"


@page(right=None, reason=REASON)
def index(request: PageRequest) -> HttpResponse:
    """Leads to the guide of one's role; with `page` to the section on that page, with `q` finds in all."""
    own = own_guides(request)
    asked = request.GET.get("q", "").strip()[:100]
    if asked:
        return _found(request, own, asked)
    place = anchor_for(request.GET.get("page", ""), own)
    key, anchor = place or ((own[0] if own else COMMON), "")
    address = reverse("help:guide", args=[key])
    return HttpResponseRedirect(f"{address}#{anchor}" if anchor else address)


@page(right=None, reason=REASON)
def guide(request: PageRequest, key: str) -> HttpResponse:
    """One guide whole, with its contents and the way to the others."""
    chosen = guides().get(key)
    if chosen is None:
        raise NotFound
    return render_page(request, "help/guide.html", {"guide": chosen, **_frame(own_guides(request), chosen)})


def own_guides(request: PageRequest) -> list[str]:
    """Keys of the guides of the reader's roles. One statement."""
    rows = GroupMember.objects.filter(person_id=request.actor.person_id).order_by("group_id")
    named = [key.replace("_", "-") for key in rows.values_list("group__key", flat=True)]
    return [key for key in named if key in guides()]


def _found(request: PageRequest, own: Sequence[str], asked: str) -> HttpResponse:
    order = dict.fromkeys([*own, COMMON, *guides()])
    found = find([guides()[key] for key in order], asked)
    return render_page(request, "help/found.html", {"asked": asked, "found": found, **_frame(own, None)})


def _frame(own: Sequence[str], chosen: Guide | None) -> dict[str, Any]:
    """The list of guides at the side: one's own and the common one first."""
    mine = list(dict.fromkeys([*own, COMMON]))
    others = [key for key in guides() if key not in mine]
    return {
        "title": _("Help"),
        "chosen": chosen,
        "shelves": [
            (_("For you"), [guides()[key] for key in mine]),
            (_("Other roles"), [guides()[key] for key in others]),
        ],
    }
