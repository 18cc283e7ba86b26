"""What the frame of every page shows: departments, things to make, the person, the bell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from femida.platform.access.policy import Policy, policy_of
from femida.platform.core.actor import Actor, ActorKind
from femida.platform.core.statements import counts_of, write
from femida.platform.objects.types import ObjectType, object_types
from femida.platform.screens.lists.columns import card_prefix
from femida.platform.screens.ports import NavLink, nav_counters, nav_entries, profile_pages, right_lets
from femida.platform.screens.requests import actor_of
from femida.platform.ui.shell import NavEntry, NavSection, NewEntry, bars, bells

COUNTED: Final = 100
"""Waiting rows are counted no further."""

nav_entries.register(
    "home",
    NavLink("home", _("My day"), "home", lambda: reverse("screens:home"), order=0, keys="g h", phone=True),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """The variables of ui/base.html; empty for those who are not signed in.

    Made once a request, however many templates it renders, and its parts only when they are drawn: an
    answer with a fragment of a page counts nothing.
    """
    kept: dict[str, Any] | None = getattr(request, "femida_frame", None)
    if kept is None:
        kept = _made(request)
        request.femida_frame = kept  # type: ignore[attr-defined]
    return kept


def _made(request: HttpRequest) -> dict[str, Any]:
    actor = actor_of(request)
    if actor.kind is not ActorKind.PERSON:
        return {}
    policy = policy_of(actor)
    user = request.user
    return {
        "nav": SimpleLazyObject(lambda: _sections(policy, actor, request.path)),
        "new_entries": new_entries(policy),
        "search_url": _address("screens:search"),
        "palette_url": _address("screens:palette"),
        "help_url": _help_url(request),
        "home_url": _address("screens:home") or "/",
        "person_name": str(getattr(user, "name", "")),
        "person_note": str(getattr(user, "login", "")),
        "profile_url": next((find() for find in profile_pages), ""),
        "bars": SimpleLazyObject(lambda: [draw() for draw in bars]),
        "bell": SimpleLazyObject(lambda: next((bell(actor) for bell in bells), None)),
    }


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the navigation before anything is counted; `counts` is the type whose rows wait there."""

    section: str
    order: int
    entry: NavEntry
    counts: str = ""


def _sections(policy: Policy, actor: Actor, path: str) -> list[NavSection]:
    """What is at hand most often stands first; a section stands where its first line does."""
    lines = _lines(policy)
    waiting = _waiting(policy, actor, [line.counts for line in lines if line.counts])
    found: dict[str, list[NavEntry]] = {}
    for line in lines:
        entry, count = line.entry, waiting.get(line.counts)
        is_here = path == entry.url or (entry.path != "/" and path.startswith(entry.path))
        if count or is_here:
            entry = replace(entry, counter=count, active=is_here)
        found.setdefault(line.section, []).append(entry)
    return [NavSection(label=label, entries=tuple(entries)) for label, entries in found.items()]


def _lines(policy: Policy) -> list[_Line]:
    """The lines that the policy shows, in their order; kept with the policy, for each language."""
    key = ("navigation", get_language())
    kept: list[_Line] | None = policy.memo.get(key)
    if kept is None:
        kept = policy.memo[key] = _drawn_up(policy)
    return kept


def _drawn_up(policy: Policy) -> list[_Line]:
    lines = [
        _Line(str(link.section), link.order, _entry_of(link))
        for link in nav_entries
        if right_lets(policy, link.right)
    ]
    for object_type, url in _pages(policy):
        counts = object_type.key if object_type.key in nav_counters else ""
        entry = NavEntry(
            label=str(object_type.plural),
            url=_landing(object_type, url),
            path=url,
            icon=object_type.icon,
            live=(object_type.key,) if counts else (),
            keys=object_type.keys,
            phone=object_type.on_phone,
        )
        lines.append(_Line(str(object_type.department), object_type.nav_order, entry, counts))
    first: dict[str, int] = {}
    for line in lines:
        first[line.section] = min(line.order, first.get(line.section, line.order))
    return sorted(lines, key=lambda line: (first[line.section], line.section, line.order))


def _waiting(policy: Policy, actor: Actor, types: Sequence[str]) -> dict[str, int]:
    """How many rows wait at each of these types, counted up to 100: one statement."""
    today = timezone.localdate()
    # one day is kept, not one more each day
    day, statements = policy.memo.get("waiting", (None, []))
    if day != today:
        statements = [write(nav_counters[key](actor).order_by().values_list("pk")[:COUNTED]) for key in types]
        policy.memo["waiting"] = (today, statements)
    return dict(zip(types, counts_of(statements), strict=True))


def _pages(policy: Policy) -> list[tuple[ObjectType, str]]:
    """The types with pages that the reader may see."""
    found = []
    for object_type in object_types:
        url = card_prefix(object_type)
        if url and object_type.department and policy.may(object_type.view_right):
            found.append((object_type, url))
    return found


def _entry_of(link: NavLink) -> NavEntry:
    url = link.url()
    return NavEntry(
        label=str(link.label),
        url=url,
        path=url,
        icon=link.icon,
        keys=link.keys,
        phone=link.phone,
    )


def destinations(policy: Policy) -> list[NavEntry]:
    """Where the reader can go, in the order of the navigation, without the counters."""
    found: list[tuple[int, NavEntry]] = [
        (link.order, NavEntry(label=link.label, url=link.url(), icon=link.icon, keys=link.keys))
        for link in nav_entries
        if right_lets(policy, link.right)
    ]
    for one, url in _pages(policy):
        entry = NavEntry(label=one.plural, url=_landing(one, url), icon=one.icon, keys=one.keys)
        found.append((one.nav_order, entry))
    return [entry for _order, entry in sorted(found, key=lambda pair: pair[0])]


def _landing(object_type: ObjectType, url: str) -> str:
    return f"{url}?quick={object_type.landing}" if object_type.landing else url


def new_entries(policy: Policy) -> list[NewEntry]:
    """What the reader may make new, each in a window over the page."""
    return [
        NewEntry(label=one.label, url=one.create_url, icon=one.icon, dialog=True)
        for one in object_types
        if one.create_url and right_lets(policy, one.create_right)
    ]


def _help_url(request: HttpRequest) -> str:
    """Where the guides explain the page that is open; the room of help chooses the place."""
    base = _address("help:index")
    page = request.resolver_match.view_name if request.resolver_match else ""
    return f"{base}?{urlencode({'page': page})}" if base and page else base


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
