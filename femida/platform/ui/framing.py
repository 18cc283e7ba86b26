"""The lines of the frame, drawn in Python: they stand on every page, and a template takes far longer."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.safestring import SafeString

from femida.platform.ui import formats
from femida.platform.ui.html import safe, text
from femida.platform.ui.marks import icon
from femida.platform.ui.shell import NavEntry, NavSection, NewEntry


def nav_sections(sections: Iterable[NavSection]) -> SafeString:
    """The departments with their lines."""
    return safe("".join(_section(section) for section in sections))


def _section(section: NavSection) -> str:
    head = f'<div class="f-nav-head">{text(section.label)}</div>' if section.label else ""
    lines = "".join(f"<li>{_nav_line(entry)}</li>" for entry in section.entries)
    return f'<div class="f-nav-section">{head}<ul class="f-nav-items">{lines}</ul></div>'


def _nav_line(entry: NavEntry) -> str:
    label = text(entry.label)
    here = ' aria-current="page"' if entry.active else ""
    keys = f' data-key="{text(entry.keys)}" data-key-group="go"' if entry.keys else ""
    return (
        f'<a class="f-nav-entry" href="{text(entry.url)}" title="{label}"{here}{keys}>{icon(entry.icon)}'
        f'<span class="f-nav-text">{label}</span>{_counter(entry)}</a>'
    )


def _counter(entry: NavEntry) -> str:
    if not entry.counter_url:
        return _plain_counter(entry)
    shown = formats.capped(entry.counter) if entry.counter else ""
    fresh = f'hx-get="{text(entry.counter_url)}" hx-trigger="{text(entry.live_trigger)}" hx-swap="innerHTML"'
    return f'<span class="f-count" {fresh}>{shown}</span>'


def thumb_entries(sections: Iterable[NavSection]) -> SafeString:
    """The lines for the bar at the thumb of a phone."""
    return safe("".join(_thumb(one) for section in sections for one in section.entries if one.phone))


def _thumb(entry: NavEntry) -> str:
    here = ' aria-current="page"' if entry.active else ""
    name = text(entry.short or entry.label)
    picture = icon(entry.icon, size="lg")
    return f'<a href="{text(entry.url)}"{here}>{picture}<span>{name}</span>{_plain_counter(entry)}</a>'


def _plain_counter(entry: NavEntry) -> str:
    return f'<span class="f-count">{formats.capped(entry.counter)}</span>' if entry.counter else ""


def new_items(entries: Iterable[NewEntry]) -> SafeString:
    """What «+» makes, as the lines of its menu."""
    return safe("".join(_new_item(entry) for entry in entries))


def _new_item(entry: NewEntry) -> str:
    url = text(entry.url)
    dialog = f' hx-get="{url}" hx-target="#dialog-body"' if entry.dialog else ""
    keys = f' data-key="{text(entry.keys)}" data-key-group="make"' if entry.keys else ""
    return (
        f'<a class="f-menu-item" href="{url}"{dialog}{keys}>{icon(entry.icon)}'
        f"<span>{text(entry.label)}</span></a>"
    )
