"""What stands where in one XML part: paragraphs with their pieces of text, rows of tables, in bytes.

The part is never rebuilt from a tree: a filled document is the old bytes with new pieces between them, so all
that we do not know about stays as Word wrote it, names of namespaces included.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from femida.platform.texts.docx.fields import Fields
from femida.platform.texts.docx.markup import Allowance, Attributes, Handlers, read
from femida.platform.texts.docx.refusals import refusal

_WORD: Final = frozenset(
    {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    }
)
_VML: Final = "urn:schemas-microsoft-com:vml"
_OUTSIDE_OF_VML: Final = ("src", "urn:schemas-microsoft-com:office:office href")

# Elements that may stand in the middle of a word, and do not part what is before from what is after.
_TRANSPARENT: Final = frozenset((
    "r", "t", "proofErr", "bookmarkStart", "bookmarkEnd", "hyperlink", "ins", "moveTo", "smartTag",
    "sdt", "sdtContent", "customXml", "bdo", "dir", "lastRenderedPageBreak", "fldSimple",
    "permStart", "permEnd", "commentRangeStart", "commentRangeEnd", "moveFromRangeStart",
    "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd",
))  # fmt: skip
_INSTRUCTIONS: Final = frozenset({"instrText", "delInstrText"})
_DELETED: Final = frozenset({"del", "moveFrom"})
_TRACKED: Final = _DELETED | {"ins", "moveTo"}
# Marks with numbers of their own: a copy of a row goes without them.
_ONCE: Final = frozenset(
    {"bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "commentReference"}
)
_SPANNED: Final = _ONCE | {"t", "tr"}
_TAG: Final = re.compile(rb"""<([^\s/>]++)(?:[^>"']|"[^"]*+"|'[^']*+')*+>""")
_ID_OF_PARAGRAPH: Final = re.compile(rb"""\s[\w.-]+:(?:paraId|textId)\s*=\s*(?:"[^"]*"|'[^']*')""")


@dataclass(slots=True, eq=False)
class Table:
    """A table and its own rows, without those of tables inside of it."""

    rows: list[Row] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Row:
    """A row of a table: its bytes, the row around its table, and what a copy of it goes without."""

    start: int
    end: int
    table: Table
    parent: Row | None
    once: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Piece:
    """A text element of a run: its bytes, the name of its tag as written, its text and the row it is in."""

    start: int
    end: int
    tag: bytes
    text: str
    row: Row | None


@dataclass(slots=True, eq=False)
class Paragraph:
    """Its pieces in order; None stands for what parts two pieces: a tab, a break, a picture, a field."""

    pieces: list[Piece | None] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Story:
    """One part: its bytes, all paragraphs with text in them, and whether changes are being tracked."""

    data: bytes
    paragraphs: list[Paragraph] = field(default_factory=list)
    is_tracked: bool = False


@dataclass(slots=True)
class _Open:
    """An element whose end has not come; `stop` is the place after its tag when the tag ends it, else 0."""

    start: int
    stop: int
    tag: bytes


def read_story(data: bytes, allowance: Allowance) -> Story:
    """Read a part and check what it may hold. Raises UnableToUseTemplate."""
    scan = _Scan(data)
    read(data, Handlers(scan.start, scan.end, scan.add_text), allowance)
    scan.fields.check_closed()
    return scan.story


class _Scan:
    """The state of one walk over a part."""

    def __init__(self, data: bytes) -> None:
        self.story = Story(data)
        self.fields = Fields()
        self._data = data
        self._open: list[_Open] = []
        self._paragraphs: list[Paragraph] = []
        self._tables: list[Table] = []
        self._rows: list[Row] = []
        self._deleted = 0
        self._properties = 0
        self._text: list[str] | None = None
        self._instruction: list[str] | None = None

    def start(self, place: int, name: str, attributes: Attributes) -> None:
        space, _, local = name.rpartition(" ")
        if self._text is not None:
            raise refusal("damaged")
        if space not in _WORD:
            self._part_pieces()
            if space == _VML and any(attributes.get(key) for key in _OUTSIDE_OF_VML):
                raise refusal("external")
            return
        if local.endswith("Pr"):
            self._properties += 1
        if local in _TRACKED:
            self.story.is_tracked = True
        if local in _DELETED:
            self._deleted += 1
        if local in _SPANNED:
            self._open.append(self._opened(place))
        self._start_of_word(local, attributes, space)
        if self._rows and local in ("p", "tr"):
            self._note_ids(place, self._rows[-1])

    def _start_of_word(self, local: str, attributes: Attributes, space: str) -> None:
        if local == "p":
            self._paragraphs.append(Paragraph())
        elif local == "tbl":
            self._tables.append(Table())
        elif local == "tr":
            self._open_row()
        elif local == "t":
            self._text = []
        elif local in _INSTRUCTIONS:
            self._instruction = []
            self._part_pieces()
        elif local == "fldChar":
            self.fields.mark(attributes.get(f"{space} fldCharType", ""))
            self._part_pieces()
        elif local == "fldSimple":
            self.fields.check(attributes.get(f"{space} instr", ""))
        elif local == "mailMerge":
            raise refusal("external")
        elif not (self._properties or self._deleted or local in _TRANSPARENT | _DELETED):
            self._part_pieces()

    def end(self, place: int, name: str) -> None:
        space, _, local = name.rpartition(" ")
        if space not in _WORD:
            return
        if local.endswith("Pr"):
            self._properties -= 1
        if local in _DELETED:
            self._deleted -= 1
        if local in _INSTRUCTIONS:
            self.fields.add("".join(self._instruction or ()))
            self._instruction = None
        elif local == "p":
            paragraph = self._paragraphs.pop()
            if any(paragraph.pieces):
                self.story.paragraphs.append(paragraph)
        elif local == "tbl":
            self._tables.pop()
        elif local in _SPANNED:
            self._end_of_span(place, local)

    def add_text(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)
        elif self._instruction is not None:
            self._instruction.append(text)

    def _end_of_span(self, place: int, local: str) -> None:
        opened = self._open.pop()
        stop = opened.stop or self._data.index(b">", place) + 1
        if local == "t":
            self._end_of_text(opened, stop)
        elif local == "tr":
            self._end_of_row(stop)
        elif self._rows:
            self._rows[-1].once.append((opened.start, stop))

    def _end_of_text(self, opened: _Open, stop: int) -> None:
        text, self._text = "".join(self._text or ()), None
        if self.fields.is_in_code:
            self.fields.add(text)
        elif self._paragraphs and not self._deleted and text:
            row = self._rows[-1] if self._rows else None
            self._paragraphs[-1].pieces.append(Piece(opened.start, stop, opened.tag, text, row))

    def _open_row(self) -> None:
        if not self._tables:
            raise refusal("damaged")
        table = self._tables[-1]
        row = Row(self._open[-1].start, 0, table, self._rows[-1] if self._rows else None)
        table.rows.append(row)
        self._rows.append(row)

    def _end_of_row(self, stop: int) -> None:
        row = self._rows.pop()
        row.end = stop
        if self._rows:
            self._rows[-1].once.extend(row.once)

    def _part_pieces(self) -> None:
        if self._paragraphs and self._paragraphs[-1].pieces and self._paragraphs[-1].pieces[-1] is not None:
            self._paragraphs[-1].pieces.append(None)

    def _opened(self, place: int) -> _Open:
        tag = self._tag(place)
        return _Open(place, tag.end() if tag[0].endswith(b"/>") else 0, tag[1])

    def _note_ids(self, place: int, row: Row) -> None:
        tag = self._tag(place)
        row.once.extend(found.span() for found in _ID_OF_PARAGRAPH.finditer(self._data, *tag.span()))

    def _tag(self, place: int) -> re.Match[bytes]:
        tag = _TAG.match(self._data, place)
        if tag is None:  # the parser has just read it, so this is a fault of ours
            raise refusal("damaged")
        return tag
