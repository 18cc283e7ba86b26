"""The language of templates: text and flat placeholders such as `{имя}`, nothing else.

There are no expressions, attributes, calls, filters or loops to be abused. What is not exactly a placeholder
is text and comes out as it stands. Values are put in last and are never read as a template.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

LARGEST_BODY: Final = 64 * 1024
"""In bytes of UTF-8, of a template and of what comes out of it."""

# One brace, a name of at most 40 letters, digits, underscores and single spaces, one brace.
NAME: Final = r"[A-Za-zА-Яа-яЁё](?:[ _]?[A-Za-zА-Яа-яЁё0-9]){0,39}"
_PLACEHOLDER: Final = re.compile(rf"\{{({NAME})\}}")


class TooLarge(ValueError):
    """A template, or what came out of it, has more than `LARGEST_BODY` bytes."""


@dataclass(frozen=True, slots=True)
class Place:
    """A placeholder in a parsed template."""

    name: str


def parse(body: str) -> tuple[str | Place, ...]:
    """The template as a row of texts and places, in linear time. Raises TooLarge."""
    if len(body) > LARGEST_BODY or len(body.encode("utf-8", "surrogatepass")) > LARGEST_BODY:
        raise TooLarge
    parts: list[str | Place] = []
    position = 0
    for found in _PLACEHOLDER.finditer(body):
        if found.start() > position:
            parts.append(body[position : found.start()])
        parts.append(Place(found[1].lower()))
        position = found.end()
    if position < len(body):
        parts.append(body[position:])
    return tuple(parts)


def names_in(body: str) -> list[str]:
    """The names of the placeholders, each once, in the order of the text. Raises TooLarge."""
    return list(dict.fromkeys(part.name for part in parse(body) if isinstance(part, Place)))


def fill(body: str, values: Mapping[str, str]) -> str:
    """The text with values in their places; a place without a value becomes empty. Raises TooLarge."""
    pieces: list[str] = []
    size = 0
    for part in parse(body):
        piece = values.get(part.name, "") if isinstance(part, Place) else part
        size += len(piece.encode("utf-8", "surrogatepass"))
        if size > LARGEST_BODY:
            raise TooLarge
        pieces.append(piece)
    return "".join(pieces)
