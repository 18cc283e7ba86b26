"""How a time-line looks: chips of groups, who and when, pinned entries, days, changed values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from femida.platform.journal.timeline import Entry, Place, entry_groups
from femida.platform.screens.cards.changes import Change
from femida.platform.screens.cards.narrowing import Asked, written
from femida.platform.screens.cards.story import Story
from femida.platform.screens.ports import PanelContext
from femida.platform.ui import formats
from femida.platform.ui.components import (
    button,
    chip,
    date_input,
    event,
    hidden,
    icon,
    join,
    labelled,
    menu,
    safe,
    select,
    state,
    text,
    timeline,
)

MORE: Final = "timeline-more"
REGION: Final = "card-timeline"
_TONES: Final = frozenset({"good", "warn", "bad", "info", "accent"})


def draw_story(context: PanelContext, asked: Asked, story: Story, *, with_bar: bool = True) -> SafeString:
    """The whole time-line: what narrows it, what is pinned, and the newest entries."""
    path = context.request.path
    lines = _lines(path, asked, story)
    shown = timeline(lines, label=_("Time-line")) if lines else _empty(path, asked)
    return safe(
        render_to_string(
            "screens/timeline.html",
            {
                "region": REGION,
                "path": path,
                "asked": asked,
                "chips": _chips(path, asked, story) if with_bar else "",
                "more": _who_and_when(asked, story) if with_bar else "",
                "pinned": timeline(_pinned(story), label=_("Pinned")) if story.pinned else "",
                "entries": shown,
                "said": _said(asked, story),
            },
        )
    )


def draw_further(context: PanelContext, asked: Asked, story: Story) -> SafeString:
    """The entries of a further page, to stand below those that are there."""
    last = timezone.localtime(asked.before.at).date() if asked.before is not None else None
    return join(_lines(context.request.path, asked, story, last))


def _lines(path: str, asked: Asked, story: Story, last: date | None = None) -> list[SafeString]:
    drawn: list[SafeString] = []
    for entry in story.entries:
        here = timezone.localtime(entry.at)
        if here.date() != last:
            last = here.date()
            drawn.append(safe(f'<li class="f-timeline-day">{text(formats.day(entry.at))}</li>'))
        drawn.append(_entry(entry, story))
    if asked.before is not None and story.entries:
        # what has been read so far stays when the card is drawn again
        end = story.entries[-1]
        place = written(Place(end.at, end.fact_id))
        drawn.append(safe(f"<li hidden>{hidden('down', place)}</li>"))
    if story.before is not None:
        url = asked.address(path, before=story.before)
        more = button(_("Earlier"), small=True, hx_get=url, hx_target=f"#{MORE}", hx_swap="outerHTML")
        drawn.append(safe(f'<li class="f-col-more" id="{MORE}">{more}</li>'))
    return drawn


def _entry(entry: Entry, story: Story, *, with_day: bool = False) -> SafeString:
    here = timezone.localtime(entry.at)
    shown = formats.exact(entry.at) if with_day else f"{here:%H:%M}"
    moment = safe(
        f'<time datetime="{entry.at.isoformat()}" title="{text(formats.exact(entry.at))}">{shown}</time>'
    )
    tone: Any = entry.tone if entry.tone in _TONES else ""
    changes = story.changes.get(entry.fact_id, [])
    body = entry.body or ("" if changes else entry.summary)
    return event(
        entry.title,
        when=moment,
        who=story.names.get(entry.author_id, "") if entry.author_id is not None else "",
        body=body,
        icon_name=entry.icon or "history",
        tone=tone,
        quote=bool(body),
        more=_changes(changes) if changes else "",
        acts=_pin(entry),
        data_group=entry.group,
    )


def _pin(entry: Entry) -> SafeString | str:
    if not entry.pin_url:
        return ""
    return button(
        _("Unpin") if entry.pinned else _("Keep on top"),
        tone="quiet",
        icon_name="pin",
        small=True,
        only_icon=True,
        aria_pressed="true" if entry.pinned else "false",
        hx_post=entry.pin_url,
        hx_vals='{"pinned": ""}' if entry.pinned else '{"pinned": "yes"}',
        hx_swap="none",
    )


def _changes(changes: Sequence[Change]) -> SafeString:
    """«Responsible: Petrov → Orlova», one line for each field; an empty side is said."""
    empty = safe(f'<span class="f-muted">{text(_("empty"))}</span>')
    lines = "".join(
        f'<li><span class="f-muted">{text(one.label)}:</span> <del>{text(one.old) or empty}</del> '
        f"{icon('arrow-right', label=_('became'), size='sm')} <ins>{text(one.new) or empty}</ins></li>"
        for one in changes
    )
    return safe(f'<ul class="f-event-changes">{lines}</ul>')


def _pinned(story: Story) -> list[SafeString]:
    return [_entry(entry, story, with_day=True) for entry in story.pinned]


# --- what narrows it ---


def _chips(path: str, asked: Asked, story: Story) -> SafeString | str:
    """One chip for each group that has entries; pressing one in force takes it away."""
    groups = sorted(
        ((key, group) for key, group in entry_groups.items() if story.counts.get(key) or key in asked.groups),
        key=lambda pair: pair[1].order,
    )
    is_all = len(groups) < 2 and not story.goes_on  # noqa: PLR2004 - one group is the whole time-line
    if is_all and not asked.is_narrowed:
        return ""
    drawn = [_chip(_("All"), asked.address(path, groups=()), on=not asked.groups)]
    for key, group in groups:
        on = key in asked.groups
        chosen = tuple(one for one in asked.groups if one != key) if on else (*asked.groups, key)
        count = f"{story.counts.get(key, 0)}{'+' if story.goes_on else ''}"
        label = join([str(group.label), " ", safe(f'<span class="f-count">{count}</span>')])
        drawn.append(_chip(label, asked.address(path, groups=chosen), on=on))
    return join(drawn)


def _chip(label: object, url: str, *, on: bool) -> SafeString:
    return chip(label, url=url, on=on, hx_get=url, hx_target=f"#{REGION}", hx_swap="outerHTML")


def _who_and_when(asked: Asked, story: Story) -> SafeString:
    """The menu that narrows the time-line to a person and to days."""
    people = [("", _("Everybody")), *_people(asked, story)]
    fields = (
        ("who", pgettext("who did it", "Person"), select("who", people, asked.who or "", id="timeline-who")),
        ("since", pgettext("date", "From"), date_input("since", asked.since, control_id="timeline-since")),
        ("until", pgettext("date", "Until"), date_input("until", asked.until, control_id="timeline-until")),
    )
    return menu(
        _("Who and when"),
        [labelled(label, control, control_id=f"timeline-{key}") for key, label, control in fields],
        icon_name="adjustments-horizontal",
        css="btn btn-sm",
        arrow=False,
        on=bool(asked.who or asked.since or asked.until),
        list_css="f-tl-form",
    )


def _people(asked: Asked, story: Story) -> list[tuple[int, str]]:
    """Who wrote the counted entries, in the order of names."""
    ids = {*story.people, *([asked.who] if asked.who is not None else [])}
    named = sorted((story.names[pk], pk) for pk in ids if pk in story.names)
    return [(pk, name) for name, pk in named]


def _said(asked: Asked, story: Story) -> str:
    """The narrowing in words: for screen readers, and on paper."""
    if not asked.is_narrowed:
        return ""
    parts = [str(entry_groups[key].label) for key in asked.groups]
    if asked.who is not None:
        parts.append(story.names.get(asked.who, "—"))
    if asked.since:
        parts.append(_("from %(day)s") % {"day": formats.exact_day(asked.since)})
    if asked.until:
        parts.append(_("until %(day)s") % {"day": formats.exact_day(asked.until)})
    return _("Shown: %(what)s") % {"what": ", ".join(parts)}


def _empty(path: str, asked: Asked) -> SafeString:
    if asked.is_narrowed:
        url = Asked().address(path)
        acts = button(_("Show all"), url=url, hx_get=url, hx_target=f"#{REGION}", hx_swap="outerHTML")
        return state(_("Nothing fits"), icon_name="filter", small=True, acts=acts)
    return state(
        _("Nothing has happened yet"),
        _("Calls, notes and changes will stand here."),
        icon_name="history",
        small=True,
    )
