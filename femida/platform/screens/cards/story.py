"""The right side of a card: the composer and the time-line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from femida.platform.access.queries import visible
from femida.platform.accounts.models import User
from femida.platform.journal.timeline import Entry, draw, facts_of
from femida.platform.screens.forms import name_apart
from femida.platform.screens.ports import PanelContext, composers, due_composers, right_lets
from femida.platform.ui import formats
from femida.platform.ui.components import button, event, safe, state, text, timeline

PAGE: Final = 50
MORE: Final = "timeline-more"
_TONES: Final = frozenset({"good", "warn", "bad", "info", "accent"})


@dataclass(frozen=True, slots=True)
class Story:
    """A page of a time-line: its entries and the fact before which the next page begins."""

    entries: tuple[Entry, ...]
    before: int | None


def read_story(context: PanelContext, before: int | None = None) -> Story:
    """One page of the time-line under the reader's policy."""
    facts = facts_of(context.object_type.key, context.object_id, limit=PAGE + 1, before=before)
    shown = facts[:PAGE]
    goes_on = min(fact.id for fact in shown) if len(facts) > PAGE else None
    return Story(tuple(draw(context.actor, shown)), goes_on)


def draw_story(context: PanelContext, story: Story, *, is_first: bool = True) -> SafeString:
    """The whole time-line, or for a further page the entries alone."""
    entries = _entries(context, story)
    if not is_first:
        return safe("".join(entries))
    if not entries:
        return state(
            _("Nothing has happened yet"),
            _("Calls, notes and changes will stand here."),
            icon_name="history",
            small=True,
        )
    return timeline(entries, label=_("Time-line"))


def _entries(context: PanelContext, story: Story) -> list[SafeString]:
    names = _names(context, story.entries)
    drawn: list[SafeString] = []
    last: date | None = None
    for entry in story.entries:
        here = timezone.localtime(entry.at)
        if here.date() != last:
            last = here.date()
            drawn.append(safe(f'<li class="f-timeline-day">{text(formats.day(entry.at))}</li>'))
        drawn.append(_entry(entry, names))
    if story.before is not None:
        url = f"{context.request.path}?before={story.before}"
        more = button(_("Earlier"), small=True, hx_get=url, hx_target=f"#{MORE}", hx_swap="outerHTML")
        drawn.append(safe(f'<li class="f-col-more" id="{MORE}">{more}</li>'))
    return drawn


def _entry(entry: Entry, names: Mapping[int, str]) -> SafeString:
    here = timezone.localtime(entry.at)
    moment = safe(
        f'<time datetime="{entry.at.isoformat()}" title="{text(formats.exact(entry.at))}">{here:%H:%M}</time>'
    )
    tone: Any = entry.tone if entry.tone in _TONES else ""
    return event(
        entry.title,
        when=moment,
        who=names.get(entry.author_id, "") if entry.author_id is not None else "",
        body=entry.body,
        icon_name=entry.icon or "history",
        tone=tone,
        quote=bool(entry.body),
        data_group=entry.group,
    )


def _names(context: PanelContext, entries: Sequence[Entry]) -> dict[int, str]:
    ids = {entry.author_id for entry in entries if entry.author_id is not None}
    if not ids:
        return {}
    return dict(visible(context.actor, User).filter(pk__in=ids).values_list("pk", "name"))


def draw_composer(context: PanelContext) -> SafeString | str:
    """The tabs above the time-line, "" when no room offers one to this reader."""
    due = due_composers.get(context.object_type.key)
    first = due(context.row) if due is not None else ""
    fitting = sorted(
        (one for one in composers if context.object_type.key in one.object_types),
        key=lambda one: (one.key != first, one.order),
    )
    tabs = []
    for one in fitting:
        if not right_lets(context.policy, one.needs_right) or not one.visible(context.row):
            continue
        form = one.form(context)
        name_apart(form, one.key)
        body = render_to_string(
            "ui/components/form.html",
            {
                "form": form,
                "action": one.url(context.row),
                "submit": one.submit,
                "target": f"pane-{one.key}",
            },
            request=context.request,
        )
        tabs.append(
            {"key": one.key, "label": one.label, "icon": one.icon, "body": body, "keys": one.shortcut}
        )
    if not tabs:
        return ""
    return render_to_string(
        "ui/components/composer.html", {"tabs": tabs, "thumb": True}, request=context.request
    )
