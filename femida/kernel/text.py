"""Lines and texts typed by people: cleaning, comparing, keyboard layouts, Russian plurals."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from femida.kernel.errors import KernelError

_SPACES: Final = re.compile(r"\s+")
_MARKS_OF_YE: Final = re.compile("(?<=е)[\u0300-\u036f]+")
_BLANK_LINES: Final = re.compile(r"\n{4,}")
_LINE_ENDS: Final = re.compile(r"\r\n?|[\u0085\u2028\u2029\v\f]")

# The joiners build some emoji and Indic letters, so they are the only format characters that are kept.
_KEPT_FORMATS: Final = frozenset("\u200c\u200d")
_DROPPED_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cs", "Co"})

_LATIN_KEYS: Final = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./" + '~QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>?' + "@#$^&|"
_RUSSIAN_KEYS: Final = "ёйцукенгшщзхъфывапролджэячсмитьбю." + "ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ," + '"№;:?/'
_TO_RUSSIAN: Final = str.maketrans(_LATIN_KEYS, _RUSSIAN_KEYS)
_TO_LATIN: Final = str.maketrans(_RUSSIAN_KEYS, _LATIN_KEYS)
_LATIN_LETTER: Final = re.compile(r"[A-Za-z]")
_RUSSIAN_LETTER: Final = re.compile(r"[А-Яа-яЁё]")


class TooLong(KernelError):
    """The cleaned text is longer than its limit. `limit` and `length` are in characters."""

    MESSAGES = {"too_long": "The text is longer than its limit."}

    def __init__(self, *, limit: int, length: int) -> None:
        super().__init__("too_long")
        self.limit = limit
        self.length = length


def fold(text: str) -> str:
    """The form in which texts are searched and compared.

    Compatibility forms are unified (NFKC), case is folded, ё becomes е, invisible characters go away, runs
    of spaces become one and the edges are trimmed. Folding a folded text changes nothing.
    """
    visible = _without_invisible(_SPACES.sub(" ", text), kept=frozenset())
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", visible).casefold())
    # Taken apart, ё is е and a diaeresis, perhaps with other marks between them.
    folded = _MARKS_OF_YE.sub(lambda marks: marks[0].replace("\u0308", ""), folded)
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", folded)).strip()


def name_key(name: str) -> str:
    """The sort and search key of a name: folded letters and digits, every other run of characters a space.

    "Ёлкин-Ковалёв  Пётр" and "елкин ковалев петр" have one key. The key sorts rightly by code points.
    """
    letters = (character if _is_word(character) else " " for character in fold(name))
    return _SPACES.sub(" ", "".join(letters)).strip()


def clean_line(text: str, max_length: int) -> str:
    """One safe line: NFC, no control characters or direction overrides, single spaces, trimmed.

    Raises `TooLong` when the result has more than `max_length` characters.
    """
    line = _SPACES.sub(" ", _LINE_ENDS.sub(" ", text))
    line = _SPACES.sub(" ", unicodedata.normalize("NFC", _without_invisible(line)))
    return _limited(line.strip(), max_length)


def clean_text(text: str, max_length: int) -> str:
    """A safe text of many lines: NFC, "\\n" line ends, no control characters or direction overrides.

    Spaces at line ends and blank lines at both edges go away, longer runs of blank lines become two.
    Raises `TooLong` when the result has more than `max_length` characters.
    """
    lines = _LINE_ENDS.sub("\n", text).replace("\t", " ").split("\n")
    cleaned = (unicodedata.normalize("NFC", _without_invisible(line)).rstrip() for line in lines)
    return _limited(_BLANK_LINES.sub("\n\n\n", "\n".join(cleaned)).strip("\n"), max_length)


def switch_layout(text: str) -> str:
    """The text as if typed with the other keyboard layout (ЙЦУКЕН for QWERTY and back).

    The direction follows the letters: with more Russian than Latin ones it goes to Latin, else to Russian.
    Characters on neither layout stay.
    """
    to_latin = len(_RUSSIAN_LETTER.findall(text)) > len(_LATIN_LETTER.findall(text))
    return text.translate(_TO_LATIN if to_latin else _TO_RUSSIAN)


def plural_ru(number: int, one: str, few: str, many: str) -> str:
    """The Russian form of a noun after a whole number: 1 договор, 3 договора, 12 договоров."""
    last_two = abs(number) % 100
    last = last_two % 10
    if last == 1 and last_two != 11:
        return one
    if 2 <= last <= 4 and not 12 <= last_two <= 14:
        return few
    return many


def _is_word(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character).startswith("M")


def _without_invisible(text: str, kept: frozenset[str] = _KEPT_FORMATS) -> str:
    if text.isprintable():
        return text
    return "".join(
        character
        for character in text
        if character in kept or unicodedata.category(character) not in _DROPPED_CATEGORIES
    )


def _limited(text: str, max_length: int) -> str:
    if len(text) > max_length:
        raise TooLong(limit=max_length, length=len(text))
    return text
