"""How paragraphs and runs look: what the document says by default, by styles and in place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final
from xml.etree.ElementTree import Element

from femida.practice.documents.adapters.word.xml import (
    attribute,
    child,
    children,
    is_on,
    parse,
    points,
    value,
)

_ALIGNS: Final = {
    "both": "justify",
    "distribute": "justify",
    "center": "center",
    "right": "right",
    "end": "right",
    "left": "left",
    "start": "left",
}
_DEEPEST: Final = 20
_LINE: Final = 240.0
_HALF: Final = 2.0


@dataclass(frozen=True, slots=True)
class Look:
    """A run: size in points, colour as six hexadecimal digits or "" for the common one."""

    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    caps: bool = False
    size: float = 10.0
    colour: str = ""
    raised: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """A paragraph, measures in points. `line` is a multiple of the single line; `hang` is a negative first.

    `number` is (numId, level) of its list, `right_tab` says that a tab drives what follows to the right.
    """

    align: str = "left"
    before: float = 0.0
    after: float = 0.0
    line: float = 1.0
    left: float = 0.0
    right: float = 0.0
    first: float = 0.0
    hang: float = 0.0
    breaks_before: bool = False
    keeps_next: bool = False
    number: tuple[str, int] | None = None
    right_tab: bool = False


@dataclass(frozen=True, slots=True)
class _Style:
    based_on: str
    paragraph: Element | None
    run: Element | None
    table: Element | None


@dataclass(slots=True)
class Styles:
    """The styles of a document."""

    _styles: dict[str, _Style] = field(default_factory=dict)
    _default: str = ""
    _shape: Shape = field(default_factory=Shape)
    _look: Look = field(default_factory=Look)

    @classmethod
    def read(cls, data: bytes | None) -> Styles:
        """The styles of the part, or none."""
        made = cls()
        if data is None:
            return made
        root = parse(data)
        defaults = child(root, "docDefaults")
        made._shape = shape_with(Shape(), child(child(defaults, "pPrDefault"), "pPr"))
        made._look = look_with(Look(), child(child(defaults, "rPrDefault"), "rPr"))
        for style in children(root, "style"):
            key = attribute(style, "styleId")
            made._styles[key] = _Style(
                value(style, "basedOn"), child(style, "pPr"), child(style, "rPr"), child(style, "tblPr")
            )
            if attribute(style, "type") == "paragraph" and attribute(style, "default") in ("1", "true"):
                made._default = key
        return made

    def shape(self, properties: Element | None) -> Shape:
        """The shape of a paragraph without its list."""
        made = self._shape
        for style in self._chain(value(properties, "pStyle") or self._default):
            made = shape_with(made, style.paragraph)
        return shape_with(made, properties)

    def look_of_paragraph(self, properties: Element | None) -> Look:
        """The look that a paragraph's style gives to its runs."""
        made = self._look
        for style in self._chain(value(properties, "pStyle") or self._default):
            made = look_with(made, style.run)
        return made

    def look(self, base: Look, properties: Element | None) -> Look:
        """The look of a run inside of a paragraph with this base."""
        for style in self._chain(value(properties, "rStyle")):
            base = look_with(base, style.run)
        return look_with(base, properties)

    def table_properties(self, key: str) -> list[Element]:
        """What a style says of tables, the strongest first."""
        found = [style.table for style in self._chain(key) if style.table is not None]
        return found[::-1]

    def _chain(self, key: str) -> Iterator[_Style]:
        """A style and those it is based on, the weakest first; a ring is cut."""
        found: list[_Style] = []
        while key in self._styles and len(found) < _DEEPEST:
            found.append(self._styles[key])
            key = self._styles[key].based_on
        yield from reversed(found)


def shape_with(shape: Shape, properties: Element | None) -> Shape:
    """A shape with what a `pPr` says over it."""
    if properties is None:
        return shape
    align = _ALIGNS.get(value(properties, "jc"), shape.align)
    spacing, indent = child(properties, "spacing"), child(properties, "ind")
    shape = replace(
        shape,
        align=align,
        before=_or(points(attribute(spacing, "before")), shape.before),
        after=_or(points(attribute(spacing, "after")), shape.after),
        line=_line(spacing, shape.line),
        left=_or(points(attribute(indent, "left") or attribute(indent, "start")), shape.left),
        right=_or(points(attribute(indent, "right") or attribute(indent, "end")), shape.right),
        breaks_before=_switch(properties, "pageBreakBefore", shape.breaks_before),
        keeps_next=_switch(properties, "keepNext", shape.keeps_next),
    )
    first, hang = points(attribute(indent, "firstLine")), points(attribute(indent, "hanging"))
    if hang is not None:
        shape = replace(shape, hang=hang, first=0.0)
    elif first is not None:
        shape = replace(shape, first=first, hang=0.0)
    tabs = [attribute(tab, "val") for tab in children(child(properties, "tabs"), "tab")]
    if tabs:
        shape = replace(shape, right_tab="right" in tabs or "end" in tabs)
    number = child(properties, "numPr")
    if number is not None:
        key, level = value(number, "numId"), value(number, "ilvl", "0")
        shape = replace(
            shape, number=(key, int(level)) if key not in ("", "0") and level.isdecimal() else None
        )
    return shape


def look_with(look: Look, properties: Element | None) -> Look:
    """A look with what an `rPr` says over it."""
    if properties is None:
        return look
    underline = value(properties, "u")
    colour = value(properties, "color")
    raised = value(properties, "vertAlign")
    return replace(
        look,
        bold=_switch(properties, "b", look.bold),
        italic=_switch(properties, "i", look.italic),
        underline=underline != "none" if underline else look.underline,
        strike=_switch(properties, "strike", look.strike),
        caps=_switch(properties, "caps", look.caps),
        size=_or(points(value(properties, "sz"), _HALF), look.size),
        colour=_colour(colour) if colour else look.colour,
        raised={"superscript": "super", "subscript": "sub"}.get(raised, "") if raised else look.raised,
    )


def _switch(properties: Element, name: str, otherwise: bool) -> bool:
    found = is_on(child(properties, name))
    return otherwise if found is None else found


def _or(found: float | None, otherwise: float) -> float:
    return otherwise if found is None else found


def _line(spacing: Element | None, otherwise: float) -> float:
    given = points(attribute(spacing, "line"), 1.0)
    if given is None:
        return otherwise
    # exact heights are of a line of twelve points, more or less
    return given / _LINE


def _colour(text: str) -> str:
    is_hex = len(text) == len("rrggbb") and all(letter in "0123456789abcdefABCDEF" for letter in text)
    return text.lower() if is_hex else ""
