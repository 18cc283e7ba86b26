"""What a template may hold: lists of the allowed; all else is refused.

A document can bring programs, other files and addresses that are read when it is opened. Allowed is what
Word and LibreOffice write for text, tables, pictures and charts without data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from femida.platform.texts.docx.markup import Allowance, Attributes, elements
from femida.platform.texts.docx.refusals import refusal

_TYPES_PART: Final = "[Content_Types].xml"
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_MAIN: Final = f"{_WORD}document.main+xml"
_FILLED: Final = frozenset(
    {_MAIN, *(f"{_WORD}{part}+xml" for part in ("header", "footer", "footnotes", "endnotes"))}
)
_MACROS: Final = re.compile(r"macroenabled|vba|activex|ms-office\.control")
_FILE_INSIDE: Final = re.compile(
    r"oleobject|embedding|opendocument|spreadsheetml|presentationml|rtf|html|mhtml"
)

# The last step of a relationship's type; Word, LibreOffice and the strict standard differ before it.
_RELATIONS: Final = frozenset((
    "officeDocument", "core-properties", "extended-properties", "custom-properties", "thumbnail",
    "styles", "stylesWithEffects", "settings", "webSettings", "fontTable", "font", "theme",
    "themeOverride", "numbering", "header", "footer", "footnotes", "endnotes", "comments",
    "commentsExtended", "commentsIds", "commentsExtensible", "people", "image", "hyperlink",
    "customXml", "customXmlProps", "glossaryDocument", "chart", "chartStyle", "chartColorStyle",
    "chartUserShapes", "diagramData", "diagramLayout", "diagramQuickStyle", "diagramColors",
    "diagramDrawing", "bibliography", "documenttasks", "classificationlabels",
))  # fmt: skip
_RELATIONS_OF_MACROS: Final = frozenset({"vbaProject", "wordVbaData", "control", "activeXControlBinary"})
_RELATIONS_OF_FILES: Final = frozenset({"oleObject", "package", "aFChunk", "subDocument"})
_OUTSIDE: Final = re.compile(r"[:\\]|^\s*//")
_LINK: Final = re.compile(r"(?:https?://|mailto:|tel:)", re.IGNORECASE)

LARGEST_MARKUP: Final = 8 * 1024 * 1024
"""In bytes, of all XML parts together; the rest of a document is pictures and fonts."""

_MARKUP: Final = frozenset({"xml", "rels", "vml"})
_OTHER: Final = frozenset(
    {"png", "jpeg", "jpg", "gif", "bmp", "tif", "tiff", "emf", "wmf", "odttf", "fntdata"}
)


@dataclass(frozen=True, slots=True)
class Contents:
    """The parts of a checked document: those that hold XML, and of them those that are filled."""

    markup: tuple[str, ...]
    filled: tuple[str, ...]


def check(parts: Mapping[str, bytes], allowance: Allowance) -> Contents:
    """Look at names, types and relationships of all parts. Raises UnableToUseTemplate."""
    if _TYPES_PART not in parts:
        raise refusal("not_docx")
    if sum(len(parts[name]) for name in parts if _ending(name) in _MARKUP) > LARGEST_MARKUP:
        raise refusal("too_large")
    types = _Types(elements(parts[_TYPES_PART], allowance))
    for name in parts:
        _check_part(name, types.of(name))
    _check_content_types(types.all())
    for name in parts:
        if name.lower().endswith(".rels"):
            _check_relations(elements(parts[name], allowance))
    filled = [name for name in parts if types.of(name) in _FILLED]
    if sum(types.of(name) == _MAIN for name in filled) != 1:
        raise refusal("not_docx")
    markup = (name for name in parts if _ending(name) in _MARKUP - {"rels"} and name != _TYPES_PART)
    return Contents(tuple(markup), tuple(filled))


class _Types:
    """The content types, by name of a part or by the ending of its name, as the file declares them."""

    def __init__(self, declared: list[tuple[str, Attributes]]) -> None:
        self._by_part: dict[str, str] = {}
        self._by_ending: dict[str, str] = {}
        for element, attributes in declared:
            kind = attributes.get("ContentType", "").strip().lower()
            if element == "Override":
                self._by_part[attributes.get("PartName", "").lower()] = kind
            elif element == "Default":
                self._by_ending[attributes.get("Extension", "").lower()] = kind

    def of(self, name: str) -> str:
        return self._by_part.get(f"/{name.lower()}") or self._by_ending.get(_ending(name), "")

    def all(self) -> Iterator[str]:
        yield from self._by_part.values()
        yield from self._by_ending.values()


def _check_content_types(kinds: Iterator[str]) -> None:
    for kind in kinds:
        if _MACROS.search(kind):
            raise refusal("macros")
        if _FILE_INSIDE.search(kind):
            raise refusal("embedded")


def _check_part(name: str, kind: str) -> None:
    lowered = name.lower()
    if _MACROS.search(lowered):
        raise refusal("macros")
    if "embeddings/" in lowered or "oleobject" in lowered:
        raise refusal("embedded")
    # XML under another name would be read by Word by its type, and by us not at all.
    if _ending(name) not in _MARKUP and (_ending(name) not in _OTHER or kind.endswith("xml")):
        raise refusal("content", name=name)


def _check_relations(found: list[tuple[str, Attributes]]) -> None:
    for element, attributes in found:
        if element != "Relationship":
            continue
        kind = attributes.get("Type", "").rstrip("/").rpartition("/")[2]
        target = attributes.get("Target", "")
        if kind in _RELATIONS_OF_MACROS:
            raise refusal("macros")
        is_outside = attributes.get("TargetMode", "").strip().lower() == "external"
        if (is_outside or _OUTSIDE.search(target)) and not (kind == "hyperlink" and _LINK.match(target)):
            raise refusal("external")
        if kind in _RELATIONS_OF_FILES:
            raise refusal("embedded")
        if kind == "attachedTemplate":
            raise refusal("external")
        if kind not in _RELATIONS:
            raise refusal("content", name=kind)


def _ending(name: str) -> str:
    return name.rpartition("/")[2].rpartition(".")[2].lower()
