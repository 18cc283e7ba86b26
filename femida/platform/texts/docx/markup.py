"""Reading XML that a stranger wrote, with the standard parser and nothing that reaches outside or grows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from xml.parsers import expat

from femida.platform.texts.docx.refusals import refusal

DEEPEST: Final = 200
MOST_ELEMENTS: Final = 200_000
"""In all the parts of a document together; a contract of a hundred pages has a tenth of it."""

_SEPARATOR: Final = " "
_ENCODINGS: Final = (None, "utf-8", "us-ascii")

Attributes = dict[str, str]


@dataclass(slots=True)
class Allowance:
    """How many elements may still come: one for all the parts of a file."""

    elements: int = MOST_ELEMENTS


@dataclass(frozen=True, slots=True)
class Handlers:
    """What is called for a start tag, an end tag and a text; names are `namespace local`.

    The first argument is the place in bytes: of the start tag; of the end tag, or the place after the tag of
    an empty element.
    """

    start: Callable[[int, str, Attributes], None]
    end: Callable[[int, str], None] = lambda _place, _name: None
    text: Callable[[str], None] = lambda _text: None


def read(data: bytes, handlers: Handlers, allowance: Allowance) -> None:
    """Walk over a part. Raises UnableToUseTemplate for a DTD, a foreign encoding, depth over 200, bad XML."""
    parser = expat.ParserCreate("utf-8", _SEPARATOR)
    parser.buffer_text = True
    depth = 0

    def start(name: str, attributes: Attributes) -> None:
        nonlocal depth
        depth += 1
        allowance.elements -= 1
        if depth > DEEPEST or allowance.elements < 0:
            raise refusal("too_complex")
        handlers.start(parser.CurrentByteIndex, name, attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        handlers.end(parser.CurrentByteIndex, name)

    parser.XmlDeclHandler = _check_declaration
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = handlers.text
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise refusal("damaged") from error


def elements(data: bytes, allowance: Allowance) -> list[tuple[str, Attributes]]:
    """Names without namespaces, and attributes, of all the elements of a small part such as relationships."""
    found: list[tuple[str, Attributes]] = []

    def keep(_place: int, name: str, attributes: Attributes) -> None:
        found.append((name.rpartition(_SEPARATOR)[2], attributes))

    read(data, Handlers(keep), allowance)
    return found


def _check_declaration(_version: str, encoding: str | None, _standalone: int) -> None:
    # We read UTF-8 whatever is declared; a program that trusts the declaration would read something else.
    if (encoding.lower() if encoding else None) not in _ENCODINGS:
        raise refusal("damaged")


def _refuse_doctype(*_arguments: object) -> None:
    raise refusal("entities")
