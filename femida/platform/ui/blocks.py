"""Larger components: panel, note, state of a region, menu, time-line entry, board, table, pagination."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from femida.platform.ui.html import attributes, join, safe, text
from femida.platform.ui.marks import icon
from femida.platform.ui.palette import Tone, colour_class

_NOTE_ICONS = {"": "info-circle", "info": "info-circle", "good": "circle-check", "warn": "alert-triangle"}


def panel(
    body: object,
    *,
    title: object,
    count: object = "",
    acts: object = "",
    flush: bool = False,
    **attrs: object,
) -> SafeString:
    """A framed part of a card. `acts` stand at the right of its head; `flush` drops the inner margins."""
    number = f'<span class="f-count">{text(count)}</span>' if count not in ("", None) else ""
    css = "f-panel-body f-panel-body-flush" if flush else "f-panel-body"
    return safe(
        f'<section class="f-panel" aria-label="{text(title)}"{attributes(attrs)}>'
        f'<div class="f-panel-head"><h2>{text(title)}</h2>{number}{text(acts)}</div>'
        f'<div class="{css}">{text(body)}</div></section>'
    )


def facts(pairs: Iterable[tuple[object, object]]) -> SafeString:
    """Names and values in two columns; the values come ready (use `cell` for those that may be empty)."""
    rows = "".join(f"<dt>{text(name)}</dt><dd>{text(value)}</dd>" for name, value in pairs)
    return safe(f'<dl class="f-facts">{rows}</dl>')


def note(content: object, *, tone: Tone = "info", acts: object = "", **attrs: object) -> SafeString:
    """A sentence on a soft background inside a page; `bad` is announced at once to screen readers."""
    role = "alert" if tone == "bad" else "status"
    picture = icon(_NOTE_ICONS.get(tone, "alert-circle"))
    return safe(
        f'<div class="f-note f-note-{tone or "info"}" role="{role}"{attributes(attrs)}>{picture}'
        f'<div class="f-note-text">{text(content)}</div>{text(acts)}</div>'
    )


def state(
    title: object,
    explanation: object = "",
    *,
    icon_name: str = "inbox",
    acts: object = "",
    small: bool = False,
    alone: bool = False,
) -> SafeString:
    """What a region says when it has nothing to show: what will be here and the first step.

    `alone`: it is the whole page, so its title is the heading of the page.
    """
    css = "f-state f-state-small" if small else "f-state"
    head = "h1" if alone else "h2"
    words = f'<p class="f-state-text">{text(explanation)}</p>' if explanation else ""
    buttons = f'<div class="f-btns">{text(acts)}</div>' if acts else ""
    return safe(f'<div class="{css}">{icon(icon_name)}<{head}>{text(title)}</{head}>{words}{buttons}</div>')


def skeleton(lines: int = 6) -> SafeString:
    """Grey bars that appear when an answer takes longer than 300 ms."""
    bars = "<i></i>" * lines
    label = _("Loading")
    return safe(f'<div class="f-skeleton" role="status" aria-label="{text(label)}">{bars}</div>')


def menu_item(
    content: object,
    *,
    url: str = "",
    icon_name: str = "",
    key: str = "",
    danger: bool = False,
    **attrs: object,
) -> SafeString:
    """One line of a menu: a link with `url`, otherwise a button; `key` is shown, `data_key` makes it work."""
    css = "f-menu-item f-menu-item-bad" if danger else "f-menu-item"
    picture = icon(icon_name) if icon_name else ""
    hint = f"<kbd>{text(key)}</kbd>" if key else ""
    inner = f"{picture}<span>{text(content)}</span>{hint}"
    if url:
        return safe(f'<a class="{css}" href="{text(url)}"{attributes(attrs)}>{inner}</a>')
    return safe(f'<button class="{css}" {attributes({"type": "button", **attrs})}>{inner}</button>')


def menu(
    label: object,
    items: Iterable[object],
    *,
    icon_name: str = "",
    css: str = "btn",
    only_icon: bool = False,
    start: bool = False,
    arrow: bool = True,
    on: bool = False,
    list_css: str = "",
    list_id: str = "",
    fetch: str = "",
    **attrs: object,
) -> SafeString:
    """A button that opens a list of `menu_item`s; works without scripts, closes on Esc and outside clicks.

    With `fetch` (an address) and `list_id` what is inside is asked for when the menu opens first. `on` marks
    a menu in which something is chosen; `list_css` are classes of the list.
    """
    name = f' aria-label="{text(label)}" title="{text(label)}"' if only_icon else ""
    name += ' aria-current="true"' if on else ""
    picture = icon(icon_name, size="sm") if icon_name else ""
    pointer = icon("chevron-down", size="sm") if arrow else ""
    inner = picture if only_icon else f"{picture}{text(label)}{pointer}"
    side = " f-menu-start" if start else ""
    body, given = join(items), {"id": list_id or None}
    if fetch:
        given |= {"hx_get": fetch, "hx_trigger": "menu:open from:closest details once"}
        given |= {"hx_target": "this", "hx_swap": "innerHTML"}
        body = skeleton(4)
    names = f"f-menu-list {list_css}" if list_css else "f-menu-list"
    return safe(
        f'<details class="f-menu{side}"{attributes(attrs)}>'
        f'<summary class="{text(css)}"{name}>{inner}</summary>'
        f'<div class="{text(names)}"{attributes(given)}>{body}</div></details>'
    )


MENU_LINE = safe('<hr class="f-menu-line">')
"""What parts two groups of a menu."""


def menu_head(content: object) -> SafeString:
    """The name of a group in a menu, or what it says when it is empty."""
    return safe(f'<div class="f-menu-head">{text(content)}</div>')


def event(
    title: object,
    *,
    when: object,
    who: object = "",
    body: object = "",
    icon_name: str = "history",
    tone: Tone = "",
    quote: bool = False,
    more: object = "",
    acts: object = "",
    **attrs: object,
) -> SafeString:
    """One entry of a time-line; `quote` sets the body off as somebody's own words, `more` stands below it.

    `acts` are small buttons at the end of its first line.
    """
    css = f"f-event f-event-{tone}" if tone else "f-event"
    author = f'<span class="f-event-who">{text(who)}</span>' if who else ""
    inner = ""
    if body:
        kind = "f-event-body f-event-quote" if quote else "f-event-body"
        inner = f'<div class="{kind}">{text(body)}</div>'
    return safe(
        f'<li class="{css}"{attributes(attrs)}><span class="f-event-mark">{icon(icon_name)}</span>'
        f'<div><div class="f-event-head"><span class="f-event-title">{text(title)}</span>{author}'
        f'<span class="f-event-when">{text(when)}</span>{text(acts)}</div>{inner}{text(more)}</div></li>'
    )


def timeline(entries: Iterable[object], *, label: str = "") -> SafeString:
    """A list of `event`s, newest first as the caller gives them."""
    name = label or _("Time-line")
    return safe(f'<ol class="f-timeline" aria-label="{text(name)}">{join(entries)}</ol>')


@dataclass(frozen=True, kw_only=True)
class Place:
    """A column that a board card may be moved to, for the card's menu."""

    key: str
    label: str


def board_card(
    title: object,
    *,
    url: str,
    key: object,
    move_url: str = "",
    version: object = "",
    places: Sequence[Place] = (),
    what: object = "",
    amount: object = "",
    burns: object = "",
    who: object = "",
    **attrs: object,
) -> SafeString:
    """A card of a board, three lines: who; what and how much; what burns and who answers for it.

    With `move_url` it can be dragged, and its menu offers the `places` to those who use the keyboard.
    """
    sum_in_two = f'<span class="f-num">{text(amount)}</span>' if amount else ""
    who_in_two = "" if burns else text(who)
    line_two = line_three = ""
    if what or amount or who_in_two:
        line_two = f'<div class="f-bcard-what"><span>{text(what)}</span>{sum_in_two}{who_in_two}</div>'
    if burns:
        line_three = f'<div class="f-bcard-burns">{text(burns)}{text(who)}</div>'
    moves = safe("")
    if move_url and places:
        label = _("Move to…")
        items = [menu_item(place.label, data_move_to=place.key) for place in places]
        moves = menu(label, [menu_head(label), *items], icon_name="dots", css="f-x", only_icon=True)
    given = {"data_card": key, "data_move_url": move_url or None, "data_version": version or None}
    return safe(
        f'<li class="f-bcard"{attributes({**given, **attrs})}>'
        f'<div class="f-bcard-who"><a href="{text(url)}">{text(title)}</a></div>'
        f"{line_two}{line_three}{moves}</li>"
    )


def board_column(
    cards: Iterable[object],
    *,
    key: str,
    title: object,
    colour: str = "slate",
    count: object = "",
    total: object = "",
    more: object = "",
    head_attrs: SafeString | str = "",
    **attrs: object,
) -> SafeString:
    """A column with its count and sum; `more` stands under the cards (a link to the rest)."""
    number = f'<span class="f-col-count">{text(count)}</span>' if count not in ("", None) else ""
    amount = f'<span class="f-col-sum">{text(total)}</span>' if total else ""
    foot = f'<div class="f-col-more">{text(more)}</div>' if more else ""
    return safe(
        f'<section class="f-col {colour_class(colour)}" aria-label="{text(title)}"{attributes(attrs)}>'
        f'<div class="f-col-head"{text(head_attrs)}><h2>{text(title)}</h2>{number}{amount}</div>'
        f'<ul class="f-col-cards" data-board-column="{text(key)}">{join(cards)}</ul>{foot}</section>'
    )


def board(columns: Iterable[object], *, label: str, **attrs: object) -> SafeString:
    """The columns side by side; cards are dragged between them (assets/js/board.ts)."""
    given = attributes({"aria_label": label, **attrs})
    return safe(f'<div class="f-board" role="group" data-board{given}>{join(columns)}</div>')


@dataclass(frozen=True, kw_only=True)
class Head:
    """A column's head. `width` says when the column is dropped: `mid` on phones, `wide` under 1100 px."""

    label: object
    numeric: bool = False
    pinned: bool = False
    sort_url: str = ""
    sorted: Literal["", "ascending", "descending"] = ""
    width: Literal["", "mid", "wide"] = ""


def column_class(head: Head) -> str:
    """The classes that the head and every cell of this column carry."""
    names = [
        "f-col-num" if head.numeric else "",
        "f-pin" if head.pinned else "",
        f"f-col-{head.width}" if head.width else "",
    ]
    return " ".join(name for name in names if name)


def head_cell(head: Head) -> SafeString:
    """The `<th>` of a column, with the link that sorts by it."""
    css = column_class(head)
    label = text(head.label)
    order = ""
    if head.sort_url:
        arrow = {"ascending": icon("arrow-up"), "descending": icon("arrow-down")}.get(head.sorted, "")
        label = f'<a class="f-table-sort" href="{text(head.sort_url)}">{label}{arrow}</a>'
        order = f' aria-sort="{head.sorted or "none"}"'
    return safe(f'<th scope="col"{attributes({"class_": css or None})}{order}>{label}</th>')


def table(
    heads: Sequence[Head],
    rows: Iterable[object],
    *,
    label: str,
    empty: object = "",
    tall: bool = False,
    **attrs: object,
) -> SafeString:
    """A table with a head that stays; `rows` are ready `<tr>`s, `empty` is shown when there are none.

    `tall` makes it scroll inside the window, as full-page lists do.
    """
    body = join(rows)
    if not body and empty:
        body = safe(f'<tr class="f-table-empty"><td colspan="{len(heads)}">{text(empty)}</td></tr>')
    css = "f-table-wrap f-table-tall" if tall else "f-table-wrap"
    head = join(head_cell(one) for one in heads)
    return safe(
        f'<div class="{css}" role="region" aria-label="{text(label)}" tabindex="0" data-table>'
        f'<table class="f-table"{attributes(attrs)}><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def pagination(
    *, shown: object = "", newer_url: str = "", older_url: str = "", target: str = ""
) -> SafeString:
    """Steps through a list by its keys: there are no page numbers, only newer and older.

    `target` is the id of the region that htmx replaces; without it the links load the page.
    """
    words = f'<span aria-live="polite">{text(shown)}</span>' if shown else ""
    before, after = icon("chevron-left", size="sm"), icon("chevron-right", size="sm")
    newer = _page_link(newer_url, join([before, _("Newer")]), target)
    older = _page_link(older_url, join([_("Older"), after]), target)
    if not (words or newer or older):
        return safe("")
    links = f'<span class="f-pages-nav">{newer}{older}</span>' if newer or older else ""
    label = _("Pages of the list")
    return safe(f'<nav class="f-pages" aria-label="{text(label)}">{words}{links}</nav>')


def _page_link(url: str, label: SafeString, target: str) -> str:
    if not url:
        return ""
    swap = attributes({"hx_get": url, "hx_target": f"#{target}", "hx_push_url": "true"}) if target else ""
    return f'<a class="btn btn-sm" href="{text(url)}"{swap}>{label}</a>'


@dataclass(frozen=True, kw_only=True)
class Tab:
    """One tab that leads to an address; `count` stands beside its name."""

    label: object
    url: str
    current: bool = False
    count: object = ""


def tabs(items: Iterable[Tab], *, label: str) -> SafeString:
    """Tabs as links, each with its own address. (Tabs within one page: class f-tabs with data-tabs.)"""
    drawn = []
    for item in items:
        number = f'<span class="f-count">{text(item.count)}</span>' if item.count not in ("", None) else ""
        current = ' aria-current="page"' if item.current else ""
        drawn.append(f'<a class="f-tab" href="{text(item.url)}"{current}>{text(item.label)}{number}</a>')
    return safe(f'<nav class="f-tabs" aria-label="{text(label)}">{"".join(drawn)}</nav>')
