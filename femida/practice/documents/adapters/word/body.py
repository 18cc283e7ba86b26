"""The body, headers and footers of a document as blocks."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from xml.etree.ElementTree import Element

from femida.practice.documents.adapters.word.numbering import Numbering
from femida.practice.documents.adapters.word.styles import Look, Shape, Styles, shape_with
from femida.practice.documents.adapters.word.tables import read_table
from femida.practice.documents.adapters.word.xml import (
    attribute,
    child,
    children,
    is_on,
    local,
    parse,
    points,
)

# A line of Word is as high as its font asks, Typst counts from the baseline to the height of a capital.
_SINGLE: Final = 1.15
_CAPITAL: Final = 0.66
_A4: Final = (595.3, 841.9)
_THROUGH: Final = frozenset(
    {"ins", "hyperlink", "smartTag", "sdt", "sdtContent", "customXml", "fldSimple", "moveTo"}
)
_SKIPPED: Final = frozenset({"del", "moveFrom"})
_FIELDS: Final = {"PAGE": "page", "NUMPAGES": "pages", "SECTIONPAGES": "pages"}

Block = dict[str, Any]


def read_document(data: bytes) -> dict[str, Any]:
    """The values for our layout of documents: the page, its blocks, headers and footers."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        package = _Package(
            {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
        )
    main = package.main
    body = child(parse(package.parts[main]), "body")
    assert body is not None
    section = _last_section(body)
    page = _page(section)
    reader = _Reader(
        Styles.read(package.related(main, "styles")), Numbering.read(package.related(main, "numbering"))
    )
    width = page["width"] - page["left"] - page["right"]
    values: dict[str, Any] = {"page": page, "blocks": reader.blocks(body, width)}
    for kind in ("header", "footer"):
        for turn, name in (("default", kind), ("first", f"{kind}_first")):
            part = package.by_id(main, _reference(section, f"{kind}Reference", turn))
            values[name] = reader.blocks(parse(part), width) if part is not None else []
    values["title_page"] = bool(is_on(child(section, "titlePg")))
    return values


@dataclass(slots=True)
class _Package:
    """The parts of the file and how they refer to each other."""

    parts: dict[str, bytes]

    @property
    def main(self) -> str:
        for relation in self._relations(""):
            if attribute(relation, "Type").endswith("/officeDocument"):
                return attribute(relation, "Target").lstrip("/")
        return "word/document.xml"

    def related(self, part: str, kind: str) -> bytes | None:
        """The part that this one has of a kind."""
        for relation in self._relations(part):
            if attribute(relation, "Type").endswith(f"/{kind}"):
                return self._target(part, relation)
        return None

    def by_id(self, part: str, key: str) -> bytes | None:
        """The part that this one calls by a key."""
        for relation in self._relations(part):
            if key and attribute(relation, "Id") == key:
                return self._target(part, relation)
        return None

    def _target(self, part: str, relation: Element) -> bytes | None:
        target = attribute(relation, "Target")
        folder = posixpath.dirname(part)
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
        return self.parts.get(path)

    def _relations(self, part: str) -> Iterator[Element]:
        folder, _, name = part.rpartition("/")
        path = f"{folder}/_rels/{name}.rels" if part else "_rels/.rels"
        data = self.parts.get(path)
        if data is not None:
            yield from parse(data)


def _last_section(body: Element) -> Element | None:
    return child(body, "sectPr")


def _reference(section: Element | None, name: str, turn: str) -> str:
    for reference in children(section, name):
        if attribute(reference, "type", "default") == turn:
            # two attributes have the local name «id» and «type»; the key is the one of relationships
            return attribute(reference, "id")
    return ""


def _page(section: Element | None) -> dict[str, Any]:
    size, margins = child(section, "pgSz"), child(section, "pgMar")

    def measure(element: Element | None, name: str, otherwise: float) -> float:
        found = points(attribute(element, name))
        return otherwise if found is None else round(abs(found), 2)

    page = {
        "width": measure(size, "w", _A4[0]),
        "height": measure(size, "h", _A4[1]),
        "top": measure(margins, "top", 56.7),
        "bottom": measure(margins, "bottom", 56.7),
        "left": measure(margins, "left", 85.0),
        "right": measure(margins, "right", 42.5),
    }
    is_drawable = page["width"] - page["left"] - page["right"] > 50 and (  # noqa: PLR2004 - a line of words
        page["height"] - page["top"] - page["bottom"] > 50  # noqa: PLR2004
    )
    return page if is_drawable else _page(None)


@dataclass(slots=True)
class _Line:
    """A paragraph while it is read; a page break inside of it begins another."""

    runs: list[dict[str, Any]] = field(default_factory=list)
    breaks_before: bool = False


@dataclass(slots=True)
class _Reader:
    """Reads paragraphs and tables of one document."""

    styles: Styles
    numbering: Numbering

    def blocks(self, parent: Element, width: float) -> list[Block]:
        """The blocks directly inside of an element, in order."""
        found: list[Block] = []
        for one in parent:
            match local(one):
                case "p":
                    found += self._paragraph(one)
                case "tbl":
                    found.append(read_table(one, self.styles, self.blocks, width))
                case "sdt" | "sdtContent" | "ins" | "customXml":
                    found += self.blocks(one, width)
        return found

    def _paragraph(self, element: Element) -> list[Block]:
        properties = child(element, "pPr")
        shape, marker = self._shape(properties)
        base = self.styles.look_of_paragraph(properties)
        mark = self.styles.look(base, child(properties, "rPr"))
        lines = [_Line(breaks_before=shape.breaks_before)]
        _Runs(self.styles, base, shape, lines).read(element)
        size = max([run["size"] for line in lines for run in line.runs if "size" in run], default=mark.size)
        blocks = []
        for place, line in enumerate(lines):
            is_first = place == 0
            blocks.append(_block(shape, line, size, base if line.runs else mark, marker if is_first else ""))
        return blocks

    def _shape(self, properties: Element | None) -> tuple[Shape, str]:
        shape = self.styles.shape(properties)
        if shape.number is None:
            return shape, ""
        key, place = shape.number
        level = self.numbering.level(key, place)
        if level is None:
            return shape, ""
        # the list's own indents, unless the paragraph itself says others
        indented = shape_with(shape, level.properties)
        return shape_with(indented, properties), self.numbering.next(key, place)


def _block(shape: Shape, line: _Line, size: float, mark: Look, marker: str) -> Block:
    leading = max(0.1, shape.line * _SINGLE - _CAPITAL) * size
    return {
        "kind": "paragraph",
        "align": shape.align,
        "above": round(shape.before + leading, 2),
        "below": round(shape.after + leading, 2),
        "leading": round(leading, 2),
        "left": round(max(0.0, shape.left - shape.hang), 2),
        "right": round(shape.right, 2),
        "first": round(shape.first, 2),
        "hang": round(shape.hang, 2),
        "marker": marker,
        "bold": mark.bold,
        "size": size,
        "breaks": line.breaks_before,
        "sticky": shape.keeps_next,
        "runs": line.runs,
    }


@dataclass(slots=True)
class _Runs:
    """Reads the runs of one paragraph, fields of Word included."""

    styles: Styles
    base: Look
    shape: Shape
    lines: list[_Line]
    _codes: list[str] = field(default_factory=list)
    _results: list[bool] = field(default_factory=list)

    def read(self, parent: Element) -> None:
        """Read what stands inside of a paragraph, a link or a change."""
        for one in parent:
            name = local(one)
            if name == "r":
                self._run(one)
            elif name == "fldSimple" and self._field(attribute(one, "instr"), self._look_inside(one)):
                continue
            elif name in _THROUGH:
                self.read(one)

    def _look_inside(self, parent: Element) -> Look:
        """The look of the first run of a field: that of what it shows."""
        return self.styles.look(self.base, child(child(parent, "r"), "rPr"))

    def _run(self, run: Element) -> None:
        properties = child(run, "rPr")
        look = self.styles.look(self.base, properties)
        if is_on(child(properties, "vanish")):
            return
        for one in run:
            match local(one):
                case "fldChar":
                    self._mark(attribute(one, "fldCharType"), look)
                case "instrText" if self._codes:
                    self._codes[-1] += one.text or ""
                case "t" if not self._is_inside_field():
                    self._add(_text(one.text or "", look))
                case "tab" | "ptab":
                    self._add({"tab": "right" if self.shape.right_tab else "step"})
                case "br" | "cr":
                    self._break(attribute(one, "type"))
                case "noBreakHyphen":
                    self._add(_text("\N{NON-BREAKING HYPHEN}", look))

    def _mark(self, kind: str, look: Look) -> None:
        if kind == "begin":
            self._codes.append("")
            self._results.append(False)
        elif kind == "separate" and self._codes:
            # what we count ourselves stands in place of the result that Word has kept
            self._results[-1] = self._field(self._codes[-1], look)
            self._codes[-1] = "" if self._results[-1] else "\0"
        elif kind == "end" and self._codes:
            code, is_drawn = self._codes.pop(), self._results.pop()
            if not is_drawn and code not in ("", "\0"):
                self._field(code, look)

    def _is_inside_field(self) -> bool:
        return bool(self._codes) and (self._results[-1] or self._codes[-1] != "\0")

    def _field(self, code: str, look: Look) -> bool:
        words = code.split()
        kind = _FIELDS.get(words[0].upper()) if words else None
        if kind is None:
            return False
        self._add({**_text("", look), "field": kind})
        return True

    def _break(self, kind: str) -> None:
        if kind == "page":
            self.lines.append(_Line(breaks_before=True))
        else:
            self._add({"line": True})

    def _add(self, run: dict[str, Any]) -> None:
        self.lines[-1].runs.append(run)


def _text(words: str, look: Look) -> dict[str, Any]:
    return {
        "text": words.upper() if look.caps else words,
        "bold": look.bold,
        "italic": look.italic,
        "underline": look.underline,
        "strike": look.strike,
        "size": look.size,
        "colour": look.colour,
        "raised": look.raised,
    }


__all__ = ["read_document"]
