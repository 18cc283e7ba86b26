"""What the frame of every page shows: departments, things to make, the person, the bell."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from femida.platform.access.policy import Policy, policy_of
from femida.platform.core.actor import Actor, ActorKind
from femida.platform.objects.types import ObjectType, object_types
from femida.platform.screens.lists.columns import card_prefix
from femida.platform.screens.ports import NavLink, nav_counters, nav_entries, profile_pages, right_lets
from femida.platform.screens.requests import actor_of
from femida.platform.ui.shell import NavEntry, NavSection, NewEntry, bars, bells

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


def _sections(policy: Policy, actor: Actor, path: str) -> list[NavSection]:
    """What is at hand most often stands first; a section stands where its first line does."""
    found: dict[str, list[tuple[int, NavEntry]]] = {}
    for link in nav_entries:
        if right_lets(policy, link.right):
            found.setdefault(str(link.section), []).append((link.order, _entry_of(link, actor, path)))
    for object_type, url in _pages(policy):
        counter = nav_counters.get(object_type.key)
        entry = NavEntry(
            label=object_type.plural,
            url=_landing(object_type, url),
            icon=object_type.icon,
            active=path.startswith(url),
            counter=counter(actor) if counter is not None else None,
            live=(object_type.key,) if counter is not None else (),
            keys=object_type.keys,
            phone=object_type.on_phone,
        )
        found.setdefault(str(object_type.department), []).append((object_type.nav_order, entry))
    return [
        NavSection(label=label, entries=tuple(entry for _order, entry in sorted(entries, key=_by_order)))
        for label, entries in sorted(found.items(), key=lambda pair: min(order for order, _entry in pair[1]))
    ]


def _pages(policy: Policy) -> list[tuple[ObjectType, str]]:
    """The types with pages that the reader may see."""
    found = []
    for object_type in object_types:
        url = card_prefix(object_type)
        if url and object_type.department and policy.may(object_type.view_right):
            found.append((object_type, url))
    return found


def _by_order(pair: tuple[int, NavEntry]) -> int:
    return pair[0]


def _entry_of(link: NavLink, actor: Actor, path: str) -> NavEntry:
    url = link.url()
    return NavEntry(
        label=link.label,
        url=url,
        icon=link.icon,
        counter=link.counter(actor) if link.counter is not None else None,
        live=link.live,
        active=path == url or (url != "/" and path.startswith(url)),
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
    return [entry for _order, entry in sorted(found, key=_by_order)]


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
