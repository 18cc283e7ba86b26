"""Small components: icon, badge, stage, term, person, button, chip, chevrons.

They are called once per row of a list, so they are plain functions over strings. Whatever is passed in is
escaped unless it is already a SafeString.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal
from zlib import crc32

from django.templatetags.static import static
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from femida.platform.ui.html import attributes, safe, text
from femida.platform.ui.palette import STAGE_COLOURS, Tone, colour_class

EMPTY_CELL = SafeString('<span class="f-empty-cell" aria-hidden="true">—</span>')


@cache
def _sprite_url() -> str:
    return static("ui/icons.svg")


def icon(name: str, *, label: str = "", size: Literal["", "sm", "lg"] = "") -> SafeString:
    """A picture from the sprite (assets/icons.txt lists the names).

    Without `label` it is decoration and screen readers skip it.
    """
    css = f"f-icon f-icon-{size}" if size else "f-icon"
    voice = f' role="img" aria-label="{text(label)}"' if label else ' aria-hidden="true"'
    return safe(f'<svg class="{css}"{voice}><use href="{_sprite_url()}#{text(name)}"></use></svg>')


def badge(content: object, *, tone: Tone = "", icon_name: str = "") -> SafeString:
    """A word on a soft background; the word carries the meaning, the tone only helps."""
    css = f"f-badge f-badge-{tone}" if tone else "f-badge"
    picture = icon(icon_name) if icon_name else ""
    return safe(f'<span class="{css}">{picture}{text(content)}</span>')


def stage(label: object, colour: str, *, note: object = "") -> SafeString:
    """A stage's name with its square of colour; `note` is the norm time left or the like."""
    after = f'<span class="f-stage-note">{text(note)}</span>' if note else ""
    return safe(f'<span class="f-stage {colour_class(colour)}">{text(label)}{after}</span>')


def due(content: object, *, state: Literal["", "soon", "over"] = "", title: str = "") -> SafeString:
    """A term: calm, soon or overdue, the last two with an icon beside the words."""
    css = f"f-due f-due-{state}" if state else "f-due"
    picture = icon("clock-exclamation" if state == "over" else "clock") if state else ""
    hint = f' title="{text(title)}"' if title else ""
    return safe(f'<span class="{css}"{hint}>{picture}{text(content)}</span>')


def initials(name: str) -> str:
    """First letters of the first two words: «Орлова Мария Павловна» gives «ОМ»."""
    letters = [word.lstrip("«\"'(")[:1] for word in name.split()]
    return "".join(letter for letter in letters if letter)[:2].upper()


def avatar(name: str, *, large: bool = False) -> SafeString:
    """A circle with initials; its colour follows from the name. Decoration: the name stands beside it."""
    colour = STAGE_COLOURS[crc32(name.encode()) % len(STAGE_COLOURS)]
    size = " f-avatar-lg" if large else ""
    css = f"f-avatar{size} {colour_class(colour)}"
    return safe(f'<span class="{css}" aria-hidden="true">{text(initials(name))}</span>')


def person(name: str, *, url: str = "", title: str = "") -> SafeString:
    """Initials and the name, whole in the hint too; an empty name gives the empty cell."""
    if not name:
        return EMPTY_CELL
    hint = f' title="{text(title or name)}"'
    inner = f"{avatar(name)}<span>{text(name)}</span>"
    if url:
        return safe(f'<a class="f-person" href="{text(url)}"{hint}>{inner}</a>')
    return safe(f'<span class="f-person"{hint}>{inner}</span>')


def link(content: object, url: str, *, title: str = "") -> SafeString:
    """A plain link."""
    hint = f' title="{text(title)}"' if title else ""
    return safe(f'<a href="{text(url)}"{hint}>{text(content)}</a>')


def cell(value: object) -> SafeString:
    """The value escaped, or the em dash of an empty cell for None and an empty string."""
    if value is None or value == "":
        return EMPTY_CELL
    return safe(text(value))


ButtonTone = Literal["", "primary", "danger", "good", "quiet", "link"]


def button(
    content: object,
    *,
    tone: ButtonTone = "",
    icon_name: str = "",
    url: str = "",
    kind: Literal["button", "submit", "reset"] = "button",
    small: bool = False,
    only_icon: bool = False,
    **attrs: object,
) -> SafeString:
    """A button, or a link that looks like one when `url` is given.

    With `only_icon` the content becomes the accessible name and the hint. Further attributes (`hx_post`,
    `data_key`) go on the element; there is at most one `primary` in sight.
    """
    css = "btn" + (f" btn-{tone}" if tone else "") + (" btn-sm" if small else "")
    picture = icon(icon_name, size="sm") if icon_name else ""
    if only_icon:
        css += " btn-icon"
        attrs = {"aria_label": content, "title": content, **attrs}
    inner = picture if only_icon else f"{picture}{text(content)}"
    extra = attributes(attrs)
    if url:
        return safe(f'<a class="{css}" href="{text(url)}"{extra}>{inner}</a>')
    return safe(f'<button class="{css}" type="{kind}"{extra}>{inner}</button>')


def chip(
    content: object,
    *,
    url: str = "",
    on: bool = False,
    remove_url: str = "",
    remove_label: str = "",
    **attrs: object,
) -> SafeString:
    """A filter chip: a link when `url` is given, with a cross when `remove_url` is given."""
    css = "f-chip f-chip-on" if on else "f-chip"
    if url:
        current = ' aria-current="true"' if on else ""
        return safe(f'<a class="{css}" href="{text(url)}"{current}{attributes(attrs)}>{text(content)}</a>')
    cross = ""
    if remove_url:
        label = text(remove_label or _("Remove the filter"))
        cross = (
            f'<a class="f-chip-x" href="{text(remove_url)}" aria-label="{label}" title="{label}">'
            f"{icon('x', size='sm')}</a>"
        )
    return safe(f'<span class="{css}"{attributes(attrs)}>{text(content)}{cross}</span>')


@dataclass(frozen=True, kw_only=True)
class Step:
    """One stage of a way, as the chevrons draw it.

    `note` is shown in the current stage only (norm time left); `late` says the norm has passed;
    `skipped` takes the check from a stage before the current one that was never entered;
    `attrs` (an `hx_post`, say) turn a stage that is not current into a button.
    """

    key: str
    label: str
    colour: str = "slate"
    note: str = ""
    late: bool = False
    skipped: bool = False
    attrs: Mapping[str, object] = field(default_factory=dict)


def chevrons(steps: Sequence[Step], current: str) -> SafeString:
    """The way of an object: passed stages with a check, the current one filled, the rest pale."""
    place = next((index for index, step in enumerate(steps) if step.key == current), -1)
    drawn = "".join(_chevron(step, index - place) for index, step in enumerate(steps))
    label = _("Stages")
    return safe(f'<ol class="f-chevrons" aria-label="{text(label)}">{drawn}</ol>')


def _chevron(step: Step, distance: int) -> str:
    state = "current" if distance == 0 else "passed" if distance < 0 and not step.skipped else "ahead"
    css = f"f-chevron f-chevron-{state} {colour_class(step.colour)}"
    if step.late and state == "current":
        css += " f-chevron-over"
    mark = icon("check", label=pgettext("stage", "passed")) if state == "passed" else ""
    inner = f'{mark}<span class="f-chevron-text">{text(step.label)}</span>'
    if state == "current":
        note = f'<span class="f-chevron-note">{text(step.note)}</span>' if step.note else ""
        return f'<li class="{css}" aria-current="step"><span>{inner}{note}</span></li>'
    if step.attrs:
        body = f'<button type="button" class="f-chevron-act"{attributes(step.attrs)}>{inner}</button>'
    else:
        body = f"<span>{inner}</span>"
    return f'<li class="{css}" title="{text(step.label)}">{body}</li>'
