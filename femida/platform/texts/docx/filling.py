"""From a template and values to a document. Values are put in last and are never read as a template."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from femida.platform.texts.docx.documents import open_document
from femida.platform.texts.docx.package import LARGEST, write_parts
from femida.platform.texts.docx.places import Edit, Place, Plan, repeated_row
from femida.platform.texts.docx.refusals import refusal
from femida.platform.texts.docx.story import Row

Items = Sequence[Mapping[str, str]]

_LINE_ENDS: Final = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
# What XML cannot hold, other control characters, and overrides of direction: they make one sum look another.
_DROPPED: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


@dataclass(frozen=True, slots=True)
class Filled:
    """A document, and the names of the places that stayed empty, `group.name` for those of repeated rows."""

    data: bytes
    missing: tuple[str, ...]


def fill(data: bytes, values: Mapping[str, str], rows: Mapping[str, Items]) -> Filled:
    """The document with values in their places; names are in lower case, a place without a value is empty.

    A row of a table that names a group is repeated for each of its items, and goes away when there are none;
    the last row that is left in a table stays, empty. Raises UnableToUseTemplate.
    """
    document = open_document(data)
    writer = _Writer(values, rows, sum(map(len, document.parts.values())))
    for name, plan in document.plans.items():
        if plan.faults:
            raise plan.faults[0]
        document.parts[name] = writer.write(plan)
    return Filled(write_parts(document.parts), tuple(writer.missing))


@dataclass(frozen=True, slots=True)
class _Change:
    """New bytes for a stretch of the old ones: a text, a repeated row, or nothing."""

    start: int
    end: int
    what: Edit | Row | None


class _Writer:
    """Writes the parts of one document, and counts its size and what is missing."""

    def __init__(self, values: Mapping[str, str], rows: Mapping[str, Items], size: int) -> None:
        self.missing: dict[str, None] = {}
        self._values = values
        self._rows = rows
        self._size = size

    def write(self, plan: Plan) -> bytes:
        """The part with all its places filled."""
        outside: list[_Change] = []
        inside: dict[Row, list[_Change]] = {row: [] for row in plan.groups}
        for edit in plan.edits:
            row = repeated_row(plan, edit.piece.row)
            changes = outside if row is None else inside[row]
            changes.append(_Change(edit.piece.start, edit.piece.end, edit))
        outside.extend(_Change(row.start, row.end, row) for row in inside)
        outside.sort(key=lambda change: change.start)
        kept = self._kept(plan)
        pieces: list[bytes] = []
        position = 0
        for change in outside:
            pieces.append(plan.story.data[position : change.start])
            if isinstance(change.what, Row):
                row = change.what
                pieces.extend(self._repeated(plan, row, inside[row], is_kept=row in kept))
            else:
                pieces.append(self._changed(change, {}))
            position = change.end
        pieces.append(plan.story.data[position:])
        return b"".join(pieces)

    def _repeated(self, plan: Plan, row: Row, changes: list[_Change], *, is_kept: bool) -> list[bytes]:
        items = self._rows.get(plan.groups[row])
        if items is None:
            return [self._stretch(plan, row, changes, {})]
        if not items:
            return [self._stretch(plan, row, changes, None)] if is_kept else []
        once = [_Change(start, end, None) for start, end in row.once]
        copied = sorted([*changes, *once], key=lambda change: change.start)
        return [
            self._stretch(plan, row, copied if number else changes, item) for number, item in enumerate(items)
        ]

    def _kept(self, plan: Plan) -> set[Row]:
        """The first rows of tables that would be left with none: to Word such a table is a damaged one."""
        kept: set[Row] = set()
        for table in dict.fromkeys(row.table for row in plan.groups):
            groups = (plan.groups.get(row) for row in table.rows)
            if all(group is not None and self._has_no_items(group) for group in groups):
                kept.add(table.rows[0])
        return kept

    def _has_no_items(self, group: str) -> bool:
        return group in self._rows and not self._rows[group]

    def _stretch(self, plan: Plan, row: Row, changes: list[_Change], item: Mapping[str, str] | None) -> bytes:
        self._count(row.end - row.start)
        pieces: list[bytes] = []
        position = row.start
        for change in changes:
            if change.start >= position:
                pieces += (plan.story.data[position : change.start], self._changed(change, item))
                position = change.end
        pieces.append(plan.story.data[position : row.end])
        return b"".join(pieces)

    def _changed(self, change: _Change, item: Mapping[str, str] | None) -> bytes:
        if not isinstance(change.what, Edit):
            return b""
        tag = change.what.piece.tag
        opening = b"<" + tag + b' xml:space="preserve">'
        closing = b"</" + tag + b">"
        parting = closing + b"<" + tag[:-1] + b"br/>" + opening
        texts: list[bytes] = []
        for part in change.what.parts:
            if isinstance(part, str):
                texts.append(_escaped(part))
            elif item is not None:
                text = _escaped(self._value(part, item))
                # before the breaks are made: a megabyte of line ends would be fifty
                self._count(len(text) + text.count(b"\n") * len(parting))
                texts.append(text.replace(b"\n", parting))
        return opening + b"".join(texts) + closing

    def _value(self, place: Place, item: Mapping[str, str]) -> str:
        value = (item if place.group else self._values).get(place.name, "")
        text = _DROPPED.sub("", _LINE_ENDS.sub("\n", value)).replace("\t", " ")
        if not text:
            self.missing[str(place)] = None
        return text

    def _count(self, size: int) -> None:
        self._size += size
        if self._size > LARGEST:
            raise refusal("too_large")


def _escaped(text: str) -> bytes:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").encode("utf-8")
