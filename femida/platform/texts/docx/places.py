"""Where in a part the placeholders stand, also when Word has split them over several runs.

A placeholder is `{имя}` in the grammar of `texts.parsing`; in a row of a table also `{платёж.сумма}`: the row
is repeated for each item of the group «платёж». There is nothing else, and all else is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from femida.platform.texts.docx.refusals import UnableToUseTemplate, refusal
from femida.platform.texts.docx.story import Paragraph, Piece, Row, Story
from femida.platform.texts.parsing import NAME

MOST_PLACES: Final = 10_000
"""In one document."""

PLACE: Final = re.compile(rf"\{{({NAME})(?:\.({NAME}))?\}}")
# No character of XML, so no placeholder goes over it.
PARTING: Final = "\0"


@dataclass(frozen=True, slots=True)
class Place:
    """A placeholder: of the document when `group` is empty, else of each item of the group."""

    group: str
    name: str

    def __str__(self) -> str:
        return f"{self.group}.{self.name}" if self.group else self.name


@dataclass(frozen=True, slots=True)
class Edit:
    """A text element to be written anew: its new content is `parts` in order."""

    piece: Piece
    parts: tuple[str | Place, ...]

    @property
    def places(self) -> Iterator[Place]:
        return (part for part in self.parts if isinstance(part, Place))


@dataclass(slots=True)
class Plan:
    """What is to be written anew in a part; `groups` are the rows to be repeated; `faults` forbid to fill."""

    story: Story
    edits: list[Edit] = field(default_factory=list)
    groups: dict[Row, str] = field(default_factory=dict)
    faults: list[UnableToUseTemplate] = field(default_factory=list)


def plan(story: Story) -> Plan:
    """Find all placeholders of a part, in the order of its bytes."""
    made = Plan(story)
    for paragraph in story.paragraphs:
        made.edits.extend(_edits(paragraph))
    made.edits.sort(key=lambda edit: edit.piece.start)
    for edit in made.edits:
        for place in edit.places:
            row = edit.piece.row
            if place.group and row is not None and made.groups.setdefault(row, place.group) != place.group:
                made.faults.append(refusal("two_groups", first=made.groups[row], second=place.group))
    if any(repeated_row(made, row.parent) is not None for row in made.groups):
        made.faults.append(refusal("nested_groups"))
    return made


def repeated_row(made: Plan, row: Row | None) -> Row | None:
    """This row, or the nearest one around it, that is repeated."""
    while row is not None and row not in made.groups:
        row = row.parent
    return row


def joined(paragraph: Paragraph) -> str:
    """The text of a paragraph, with `PARTING` where something stands between two pieces."""
    return "".join(PARTING if piece is None else piece.text for piece in paragraph.pieces)


def is_in_row(paragraph: Paragraph) -> bool:
    """Whether the paragraph stands in a table, where rows of groups are."""
    return any(piece is not None and piece.row is not None for piece in paragraph.pieces)


def _edits(paragraph: Paragraph) -> Iterator[Edit]:
    text = joined(paragraph)
    in_row = is_in_row(paragraph)
    found = [match for match in PLACE.finditer(text) if in_row or match[2] is None]
    index = start = 0
    for piece in paragraph.pieces:
        end = start + (1 if piece is None else len(piece.text))
        position, parts = start, list[str | Place]()
        while index < len(found) and found[index].start() < end:
            match = found[index]
            if match.start() >= start:
                parts += (text[position : match.start()], _place(match))
            position = min(match.end(), end)
            if match.end() > end:
                break
            index += 1
        if piece is not None and position > start:
            yield Edit(piece, (*parts, text[position:end]))
        start = end


def _place(match: re.Match[str]) -> Place:
    first, second = match[1].lower(), match[2]
    return Place("", first) if second is None else Place(first, second.lower())
