"""The bell and its page."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from femida.platform.access.queries import get_visible
from femida.platform.core.actor import Actor
from femida.platform.notices import commands
from femida.platform.notices.models import Notice
from femida.platform.notices.queries import ReadableNotice, bell, unread_count
from femida.platform.objects.types import object_types
from femida.platform.ui import formats
from femida.platform.ui.answers import redirect_whole
from femida.platform.ui.guard import page
from femida.platform.ui.pages import render_page, wanted_target
from femida.platform.ui.requests import PageRequest
from femida.platform.ui.shell import Bell, bells

RIGHT = "notices.read"
LIST = "bell-list"
PAGE_LIST = "notice-list"


def bell_of(actor: Actor) -> Bell:
    """The bell of the bar on top."""
    return Bell(url=reverse("notices:list"), count_url=reverse("notices:count"), count=unread_count(actor))


bells.register("notices", bell_of)


def object_address(object_type: str, object_id: int) -> str:
    """The address of an object's card, "" when the type has none."""
    described = object_types.get(object_type)
    if described is None:
        return ""
    try:
        return reverse(f"{described.slug}:card", args=[object_id])
    except NoReverseMatch:
        return ""


def _line(notice: ReadableNotice) -> dict[str, object]:
    return {
        "id": notice.stored.id,
        "title": notice.words.title,
        "body": notice.words.body,
        "icon": notice.words.icon,
        "tone": notice.words.tone,
        "when": formats.when_ago(notice.stored.created_at),
        "is_read": notice.stored.is_read,
        "url": object_address(notice.stored.object_type, notice.stored.object_id),
    }


@page(right=RIGHT)
def notice_list(request: PageRequest) -> HttpResponseBase:
    """The last notices: under the bell, or as a page."""
    return _answer(request)


def _answer(request: PageRequest) -> HttpResponse:
    shown = bell(request.actor)
    context = {
        "title": _("Notices"),
        "lines": [_line(notice) for notice in shown.notices],
        "unread": shown.unread,
        "target": wanted_target(request) if wanted_target(request) in (LIST, PAGE_LIST) else PAGE_LIST,
    }
    fragments = {LIST: "notices/lines.html", PAGE_LIST: "notices/lines.html"}
    return render_page(request, "notices/page.html", context, fragments=fragments)


@page(right=RIGHT)
def count(request: PageRequest) -> HttpResponseBase:
    """How many are unread, as plain text; nothing for none."""
    unread = unread_count(request.actor)
    answer = HttpResponse(formats.capped(unread) if unread else "", content_type="text/plain; charset=utf-8")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@page(right=RIGHT, methods=("POST",))
def read(request: PageRequest, *, pk: int) -> HttpResponseBase:
    """Read one notice off and go to what it is about."""
    notice = get_visible(request.actor, Notice, pk)
    commands.read_notice(request.actor, notice_id=pk)
    address = object_address(notice.object_type, notice.object_id) or reverse("notices:list")
    if wanted_target(request) is None:
        return HttpResponseRedirect(address)
    return redirect_whole(address)


@page(right=RIGHT, methods=("POST",))
def read_all(request: PageRequest) -> HttpResponseBase:
    """Read everything off; the list comes back as it is now."""
    commands.read_all_notices(request.actor)
    if wanted_target(request) is None:
        return HttpResponseRedirect(reverse("notices:list"))
    return _answer(request)
