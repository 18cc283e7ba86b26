"""`{% load ui %}`: the components and formats for templates.

The functions are the same that Python renderers call; see femida.platform.ui.components and .formats.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from typing_extensions import override

from femida.platform.ui import blocks, controls, formats, framing, marks
from femida.platform.ui.context import SCRIPT_WORDS

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
register.simple_tag(framing.nav_sections, name="nav_sections")
register.simple_tag(framing.thumb_entries, name="thumb_entries")
register.simple_tag(framing.new_items, name="new_items")
register.filter("cell", marks.cell, is_safe=False)


class Constant(template.Node):
    """Draws its inside once for each language and each value of its variables, and keeps it.

    The inside sees those variables and no other, so it cannot depend on the reader or the request.
    """

    def __init__(self, inside: NodeList, variables: list[FilterExpression]) -> None:
        self.inside = inside
        self.variables = variables
        self.drawn: dict[tuple[Any, ...], SafeString] = {}

    @override
    def render(self, context: template.Context) -> SafeString:
        values = [str(one.resolve(context)) for one in self.variables]
        key = (get_language(), *values)
        if key not in self.drawn:
            seen = {one.token: value for one, value in zip(self.variables, values, strict=True)}
            bare = template.Context(seen, autoescape=True)
            bare.template = page = context.template
            assert page is not None, "a node is drawn inside of a template"
            with bare.render_context.push_state(page, isolated_context=True):
                self.drawn[key] = self.inside.render(bare)
        return self.drawn[key]


@register.tag
def constant(parser: Parser, token: Token) -> Constant:
    """{% constant address %}…{% endconstant %}: alike on all pages, drawn once while the process lives."""
    variables = [parser.compile_filter(word) for word in token.split_contents()[1:]]
    inside = parser.parse(("endconstant",))
    parser.delete_first_token()
    return Constant(inside, variables)


@register.simple_tag
def script_word(name: str) -> str | Promise:
    """One of the words of the scripts."""
    return SCRIPT_WORDS[name]


@register.simple_tag
def all_script_words() -> dict[str, str | Promise]:
    """The words of the scripts, for `json_script`."""
    return dict(SCRIPT_WORDS)


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
