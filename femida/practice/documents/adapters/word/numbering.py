"""Numbers and marks of lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element

from femida.practice.documents.adapters.word.xml import attribute, child, children, parse, value

_ROMAN: Final = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc")),
    *((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_RUSSIAN: Final = "абвгдежзиклмнопрстуфхцчшщэюя"
_LATIN: Final = "abcdefghijklmnopqrstuvwxyz"
_BULLET: Final = "•"


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list."""

    kind: str
    text: str
    start: int
    properties: Element | None


@dataclass(slots=True)
class Numbering:
    """The lists of a document, and how far each has been counted."""

    _levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    _lists: dict[str, str] = field(default_factory=dict)
    _starts: dict[tuple[str, int], int] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    _begun: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, data: bytes | None) -> Numbering:
        """The lists of the part, or none."""
        made = cls()
        if data is None:
            return made
        root = parse(data)
        for abstract in children(root, "abstractNum"):
            levels = {}
            for level in children(abstract, "lvl"):
                place = attribute(level, "ilvl", "0")
                start = value(level, "start", "1")
                if place.isdecimal():
                    levels[int(place)] = Level(
                        value(level, "numFmt", "decimal"),
                        value(level, "lvlText"),
                        int(start) if start.isdecimal() else 1,
                        child(level, "pPr"),
                    )
            made._levels[attribute(abstract, "abstractNumId")] = levels
        for one in children(root, "num"):
            key = attribute(one, "numId")
            made._lists[key] = value(one, "abstractNumId")
            for override in children(one, "lvlOverride"):
                place, start = attribute(override, "ilvl"), value(override, "startOverride")
                if place.isdecimal() and start.isdecimal():
                    made._starts[key, int(place)] = int(start)
        return made

    def level(self, key: str, place: int) -> Level | None:
        """A level of a list."""
        return self._levels.get(self._lists.get(key, ""), {}).get(place)

    def next(self, key: str, place: int) -> str:
        """Count the list on at this level; the mark as it is to be read."""
        abstract = self._lists.get(key, "")
        levels = self._levels.get(abstract, {})
        level = levels.get(place)
        if level is None:
            return ""
        if level.kind == "bullet":
            # fonts of symbols have their own meanings for these letters
            return level.text if level.text in ("-", "–", "—", "•", "·") else _BULLET
        counts = self._counts[abstract]
        if key not in self._begun:
            self._begun.add(key)
            for (other, at), start in self._starts.items():
                if other == key:
                    counts[at] = start - 1
        counts[place] = counts.get(place, level.start - 1) + 1
        for deeper in [at for at in counts if at > place]:
            del counts[deeper]
        return _filled(level.text, levels, counts)


def _filled(text: str, levels: Mapping[int, Level], counts: Mapping[int, int]) -> str:
    for place, level in levels.items():
        mark = f"%{place + 1}"
        if mark in text:
            text = text.replace(mark, _written(counts.get(place, level.start), level.kind))
    return text


def _written(number: int, kind: str) -> str:
    match kind:
        case "none":
            return ""
        case "lowerLetter" | "upperLetter":
            return _letter(number, _LATIN, is_upper=kind == "upperLetter")
        case "russianLower" | "russianUpper":
            return _letter(number, _RUSSIAN, is_upper=kind == "russianUpper")
        case "lowerRoman" | "upperRoman":
            roman = _roman(number)
            return roman.upper() if kind == "upperRoman" else roman
        case "decimalZero":
            return f"{number:02}"
    return str(number)


def _letter(number: int, letters: str, *, is_upper: bool) -> str:
    # as Word does after the last letter: аа, бб
    turn, place = divmod(max(number, 1) - 1, len(letters))
    text = letters[place] * (turn + 1)
    return text.upper() if is_upper else text


def _roman(number: int) -> str:
    written = ""
    for size, letters in _ROMAN:
        count, number = divmod(number, size)
        written += letters * count
    return written
