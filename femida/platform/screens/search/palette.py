"""The palette: what Ctrl+K opens over any page. Answers what was typed with one fragment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from femida.platform.core.errors import Text, UnableTo
from femida.platform.objects.types import ObjectType
from femida.platform.screens.lists.asking import LONGEST_SEARCH
from femida.platform.screens.pages import page
from femida.platform.screens.ports import PaletteCommand
from femida.platform.screens.requests import PageRequest
from femida.platform.screens.search.commands import DO, GO, MAKE, begins_with, commands_for, matching
from femida.platform.screens.search.results import FoundObject, Group, groups_of, in_order, marked
from femida.platform.search.everywhere import ask_exactly, offered, recent_objects, search_everywhere
from femida.platform.search.words import search_words
from femida.platform.ui.components import attributes, badge, icon, join, safe, state, text

PER_TYPE: Final = 5
MOST_COMMANDS: Final = 5
_HEADS: Final[dict[str, Text]] = {
    MAKE: gettext_lazy("Make new"),
    GO: gettext_lazy("Go to"),
    DO: gettext_lazy("Do"),
}


@page(
    right=None,
    methods=("POST",),
    reason="finds only what the reader may see; each type, command and exact question asks for its own right",
)
def palette(request: PageRequest) -> HttpResponse:
    """The lines for what was typed (`q`), or for an exact question about it (`by`).

    A post, because a typed telephone number has no place in an address: addresses are written into logs.
    """
    typed = request.POST.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH]
    by = request.POST.get("by", "")
    if by:
        drawn = _exact(request, by, typed)
    elif typed:
        drawn = _found(request, typed)
    else:
        drawn = _start(request)
    answer = HttpResponse(drawn)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _start(request: PageRequest) -> SafeString:
    """Before anything is typed: what was open last, and what can be done."""
    recent = in_order(request.policy, recent_objects(request.actor))
    lines = [_object_line(object_type, one, "") for object_type, one in recent]
    commands = commands_for(request.policy)
    return join([_group("recent", _("Recent"), lines), *_command_groups(commands)])


def _found(request: PageRequest, typed: str) -> SafeString:
    answer = search_everywhere(request.actor, typed, PER_TYPE)
    groups = groups_of(request.policy, answer.hits, PER_TYPE)
    commands = matching(commands_for(request.policy), typed)[:MOST_COMMANDS]
    exact = [_ask_line(one.key, str(one.label)) for one in offered(request.actor, typed)]
    parts = [_group("exact", _("By a sealed value"), exact)]
    meant = bool(commands) and begins_with(commands[0], typed)
    acting = _command_groups(commands, typed)
    if meant:
        parts += acting
    parts += [_type_group(group, answer.text) for group in groups]
    if not meant:
        parts += acting
    if groups and not exact and search_words(typed):
        url = f"{reverse('screens:search')}?{urlencode({'q': answer.text})}"
        parts.append(_group("all", "", [_line(_("Show all results"), "list-details", url=url)]))
    count = sum(len(group.found) for group in groups) + len(commands)
    if not (count or exact):
        return join([_count(0), _nothing()])
    note = _shown_for(answer.shown_for) if answer.shown_for else ""
    return join([_count(count), note, *parts])


def _exact(request: PageRequest, by: str, typed: str) -> SafeString:
    try:
        hits = ask_exactly(request.actor, by, typed)
    except UnableTo as refusal:
        return join([_count(0), state(str(refusal.sentence), icon_name="clock", small=True)])
    groups = groups_of(request.policy, hits or [], len(hits or []))
    if not groups:
        sentence = _("Nobody that is open to you has this number or address.")
        if hits is None:
            sentence = _("This is not a whole number or address. Check the digits.")
        return join([_count(0), state(_("Nothing found"), sentence, icon_name="search", small=True)])
    found = [_type_group(group, "") for group in groups]
    return join([_count(sum(len(group.found) for group in groups)), *found])


# --- drawing ---


def _type_group(group: Group, typed: str) -> SafeString:
    lines = [_object_line(group.object_type, one, typed) for one in group.found]
    if group.goes_on and group.found[0].url and typed:
        prefix = group.found[0].url.removesuffix(f"{group.found[0].object_id}/")
        url = f"{prefix}?{urlencode({'q': typed})}"
        lines.append(
            _line(_("More in “%(list)s”") % {"list": str(group.object_type.plural)}, "dots", url=url)
        )
    return _group(group.object_type.slug, str(group.object_type.plural), lines)


def _object_line(object_type: ObjectType, one: FoundObject, typed: str) -> SafeString:
    hints = [one.hint, one.contact, one.place]
    under = " · ".join(str(marked(hint, typed) if hint == one.hint else text(hint)) for hint in hints if hint)
    aside = [badge(one.state)] if one.state else []
    if one.responsible:
        aside.append(safe(f'<span class="f-pal-who">{text(one.responsible)}</span>'))
    return _line(
        marked(one.title, typed),
        object_type.icon,
        url=one.url,
        under=safe(under),
        aside=join(aside),
        kind=str(object_type.label),
    )


def _command_groups(commands: Sequence[PaletteCommand], typed: str = "") -> list[SafeString]:
    return [
        _group(f"do-{key}", str(head), [_command_line(one, typed) for one in commands if one.group == key])
        for key, head in _HEADS.items()
    ]


def _command_line(one: PaletteCommand, typed: str) -> SafeString:
    keys = safe("".join(f"<kbd>{text(key.upper())}</kbd>" for key in one.keys.split()))
    url = one.url() if one.url is not None else ""
    return _line(
        marked(str(one.label), typed), one.icon, url=url, aside=keys, dialog=one.dialog, press=one.press
    )


def _ask_line(key: str, label: str) -> SafeString:
    return _line(label, "search", ask=key, under=text(_("The question is recorded")))


def _line(
    label: object,
    icon_name: str,
    *,
    url: str = "",
    under: SafeString | str = "",
    aside: SafeString | str = "",
    kind: str = "",
    dialog: bool = False,
    press: str = "",
    ask: str = "",
) -> SafeString:
    """One option. The script gives it its id; a link stays a link, for the mouse and for a new tab."""
    given = attributes(
        {
            "data_dialog_url": url if dialog else None,
            "data_press": press or None,
            "data_ask": ask or None,
        }
    )
    second = f'<span class="f-pal-under">{under}</span>' if under else ""
    what = f'<span class="f-sr">{text(kind)}: </span>' if kind else ""
    third = f'<span class="f-pal-aside">{aside}</span>' if aside else ""
    words = f'<span class="f-pal-name">{what}{text(label)}</span>{second}'
    inside = f'{icon(icon_name)}<span class="f-pal-words">{words}</span>{third}'
    tag, href = ("a", f' href="{text(url)}"') if url else ("div", "")
    role = 'role="option" aria-selected="false" tabindex="-1"'
    return safe(f'<{tag} class="f-pal-line" {role}{href}{given}>{inside}</{tag}>')


def _group(key: str, head: str, lines: Sequence[SafeString]) -> SafeString:
    if not lines:
        return safe("")
    if not head:
        return safe(f'<div class="f-pal-group" role="group" data-group>{join(lines)}</div>')
    name = f"pal-{text(key)}"
    return safe(
        f'<div class="f-pal-group" role="group" aria-labelledby="{name}" data-group>'
        f'<div class="f-pal-head" id="{name}" role="presentation">{text(head)}</div>{join(lines)}</div>'
    )


def _count(count: int) -> SafeString:
    """What a screen reader hears; shown to nobody."""
    said = (
        ngettext("%(count)s found", "%(count)s found", count) % {"count": count}
        if count
        else _("Nothing found")
    )
    return safe(f'<div data-said="{text(said)}" hidden></div>')


def _shown_for(words: str) -> SafeString:
    said = _("Shown for “%(text)s”") % {"text": words}
    return safe(
        f'<div class="f-pal-note" role="presentation">{icon("keyboard", size="sm")}{text(said)}</div>'
    )


def _nothing() -> SafeString:
    return state(
        _("Nothing found"),
        _(
            "Look for a part of a name, a subject, the number of a contract or an INN. "
            "Only what is open to you is found."
        ),
        icon_name="search",
        small=True,
    )


__all__ = ["PER_TYPE", "palette"]
