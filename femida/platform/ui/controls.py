"""Controls outside of Django's forms: what filters, searches and reports are asked with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils.safestring import SafeString

from femida.platform.ui.html import attributes, safe, text

Options = Iterable[tuple[object, object]]
"""(value, words) of each choice."""


def hidden(name: str, value: object) -> SafeString:
    """A value that goes along with a form."""
    return safe(f'<input type="hidden"{attributes({"name": name, "value": value})}>')


def select(
    name: str, options: Options, chosen: object = "", *, small: bool = False, **attrs: object
) -> SafeString:
    """A choice of one. Give it a label: `labelled` above it, `pick` in a bar."""
    css = "form-select form-select-sm" if small else "form-select"
    drawn = "".join(
        f"<option{attributes({'value': value, 'selected': str(value) == str(chosen)})}>{text(words)}</option>"
        for value, words in options
    )
    return safe(f"<select{attributes({'class_': css, 'name': name, **attrs})}>{drawn}</select>")


def text_input(
    name: str, value: object = "", *, kind: str = "text", small: bool = False, css: str = "", **attrs: object
) -> SafeString:
    """A line to type into; `kind` is the browser's type (date, tel, email). Give it a label."""
    names = " ".join(one for one in ("form-control", "form-control-sm" if small else "", css) if one)
    given = {
        "class_": names,
        "id": attrs.pop("id", None),
        "type": kind,
        "name": name,
        "value": value,
        **attrs,
    }
    return safe(f"<input{attributes(given)}>")


def date_input(
    name: str, value: date | None = None, *, small: bool = False, control_id: str = ""
) -> SafeString:
    """A day. Give it a label."""
    day = value.isoformat() if value else ""
    return text_input(name, day, kind="date", small=small, id=control_id or None)


def text_area(name: str, value: object = "", **attrs: object) -> SafeString:
    """Several lines to type into. Give it a label."""
    given = attributes({"class_": "form-control", "name": name, "rows": 3, **attrs})
    return safe(f"<textarea{given}>{text(value)}</textarea>")


def labelled(label: object, control: object, *, control_id: str) -> SafeString:
    """A control under its label, as in a form."""
    return safe(
        f'<div class="f-field"><label for="{text(control_id)}">{text(label)}</label>{text(control)}</div>'
    )


def consent(label: object, name: str, *, control_id: str, value: str = "true") -> SafeString:
    """A tick without which the form is not sent."""
    given = {"type": "checkbox", "id": control_id, "name": name, "value": value, "required": True}
    return safe(
        f'<div class="f-field"><label class="form-check" for="{text(control_id)}">'
        f'<input class="form-check-input"{attributes(given)}>'
        f'<span class="form-check-label">{text(label)}</span></label></div>'
    )


def pick(label: object, control: object) -> SafeString:
    """A small control of a bar, with its label in small letters above."""
    return safe(f'<label class="f-pick"><span class="f-caption">{text(label)}</span>{text(control)}</label>')


def search_form(
    label: object,
    *,
    field_id: str,
    value: object = "",
    url: str = "",
    small: bool = False,
    wide: bool = False,
    autofocus: bool = False,
    **attrs: object,
) -> SafeString:
    """A field that finds in what the page shows, as a form of its own; `/` goes there.

    Further attributes (`hx_get`) go on the form; `wide` takes all the room of its line.
    """
    form = attributes({"class_": "f-grow" if wide else None, "action": url, **attrs})
    field = text_input(
        "q",
        value,
        kind="search",
        small=small,
        id=field_id,
        placeholder=label,
        autocomplete="off",
        maxlength=100,
        autofocus=autofocus,
        data_list_filter=True,
    )
    return safe(
        f'<form role="search" method="get"{form}>'
        f'<label class="f-sr" for="{text(field_id)}">{text(label)}</label>{field}</form>'
    )


def fold(summary: object, body: object, *, css: str = "", **attrs: object) -> SafeString:
    """One line that opens to what stands behind it; works without scripts."""
    names = f"f-fold {css}" if css else "f-fold"
    given = attributes({"class_": names, **attrs})
    return safe(f"<details{given}><summary>{text(summary)}</summary>{text(body)}</details>")


def inner_tabs(
    items: Iterable[tuple[object, bool, Mapping[str, object]]], *, label: object, css: str = ""
) -> SafeString:
    """Tabs within one page: (name, whether it is open, attributes such as `data_show_column`)."""
    names = f"f-tabs {css}" if css else "f-tabs"
    drawn = "".join(
        f'<button class="f-tab" type="button" role="tab" aria-selected="{"true" if is_open else "false"}"'
        f"{attributes(attrs)}>{text(name)}</button>"
        for name, is_open, attrs in items
    )
    return safe(f'<div class="{names}" role="tablist" aria-label="{text(label)}">{drawn}</div>')
