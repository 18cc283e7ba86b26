"""`{% load ui %}`: the components and formats for templates.

The functions are the same that Python renderers call; see femida.platform.ui.components and .formats.
"""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from femida.platform.ui import blocks, controls, formats, marks

register = template.Library()

register.simple_tag(marks.icon, name="icon")
register.simple_tag(marks.badge, name="badge")
register.simple_tag(marks.stage, name="stage")
register.simple_tag(marks.due, name="due")
register.simple_tag(marks.avatar, name="avatar")
register.simple_tag(marks.person, name="person")
register.simple_tag(marks.button, name="button")
register.simple_tag(marks.chip, name="chip")
register.simple_tag(marks.chevrons, name="chevrons")
register.simple_tag(blocks.facts, name="facts")
register.simple_tag(blocks.state, name="state")
register.simple_tag(blocks.skeleton, name="skeleton")
register.simple_tag(blocks.menu_item, name="menu_item")
register.simple_tag(blocks.menu_head, name="menu_head")
register.simple_tag(controls.hidden, name="hidden")
register.simple_tag(controls.select, name="select")
register.simple_tag(controls.text_input, name="text_input")
register.simple_tag(controls.date_input, name="date_input")
register.simple_tag(controls.text_area, name="text_area")
register.simple_tag(controls.consent, name="consent")
register.simple_tag(controls.search_form, name="search_form")
register.simple_tag(blocks.event, name="event")
register.simple_tag(blocks.timeline, name="timeline")
register.simple_tag(blocks.tabs, name="tabs")
register.simple_tag(blocks.pagination, name="pagination")
register.filter("cell", marks.cell, is_safe=False)


@register.simple_block_tag(name="panel")
def panel(content: SafeString, **options: object) -> SafeString:
    """{% panel title=… count=… acts=… flush=True %}…{% endpanel %}"""
    return blocks.panel(content, **options)  # type: ignore[arg-type]  # a template passes what it has


@register.simple_block_tag(name="note")
def note(content: SafeString, **options: object) -> SafeString:
    """{% note tone="warn" %}…{% endnote %}"""
    return blocks.note(content, **options)  # type: ignore[arg-type]  # a template passes what it has


@register.simple_block_tag(name="menu")
def menu(content: SafeString, label: str, **options: object) -> SafeString:
    """{% menu "More" icon_name="dots" only_icon=True %}{% menu_item … %}{% endmenu %}"""
    return blocks.menu(label, [content], **options)  # type: ignore[arg-type]  # a template passes what it has


@register.simple_block_tag(name="labelled")
def labelled(content: SafeString, label: object, control_id: str) -> SafeString:
    """{% labelled "Name" "id_name" %}{% text_input … id="id_name" %}{% endlabelled %}"""
    return controls.labelled(label, content, control_id=control_id)


@register.simple_block_tag(name="fold")
def fold(content: SafeString, summary: object, **options: object) -> SafeString:
    """{% fold "What these figures are" %}…{% endfold %}"""
    return controls.fold(summary, content, **options)  # type: ignore[arg-type]  # a template passes what it has


@register.simple_tag
def menu_line() -> SafeString:
    """What parts two groups of a menu."""
    return blocks.MENU_LINE


@register.filter
def money(value: object) -> str:
    """`{{ sum|money }}`: 12 500,00 ₽"""
    return formats.money(value)  # type: ignore[arg-type]  # a template passes what it has


register.filter("number", formats.number)
register.filter("moment", formats.moment)
register.filter("day", formats.day)
register.filter("when", formats.when)
register.filter("ago", formats.ago)
register.filter("duration", formats.duration)
register.filter("capped", formats.capped)
register.filter("phone", formats.phone)
