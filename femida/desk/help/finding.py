"""Search in the guides: every word asked for must stand in a section, in any of its forms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.safestring import SafeString

from femida.desk.help.guides import Guide, Section
from femida.kernel.stems import stem_ru
from femida.kernel.text import name_key
from femida.platform.search.words import other_layout, search_words
from femida.platform.ui.components import safe, text

MOST: Final = 20
_WORD = re.compile(r"\w+")
_AROUND: Final = 90


@dataclass(frozen=True, slots=True)
class Found:
    """A section that has all the words; those with them in the title come first."""

    guide: Guide
    section: Section
    excerpt: SafeString


def find(guides: Iterable[Guide], asked: str) -> list[Found]:
    """At most MOST sections, in the order of the guides; typed on the other keyboard, words are found too."""
    every = list(guides)
    return _find(every, search_words(asked)) or _find(every, search_words(other_layout(asked)))


def _find(guides: Sequence[Guide], asked: Sequence[str]) -> list[Found]:
    if not asked:
        return []
    seen: list[tuple[int, Found]] = []
    for guide in guides:
        for section in guide.sections:
            in_title = sum(any(_places(section.title, word)) for word in asked)
            whole = f"{section.title} {section.words}"
            if all(any(_places(whole, word)) for word in asked):
                seen.append((-in_title, Found(guide, section, _excerpt(section.words, asked))))
    return [found for _rank, found in sorted(seen, key=lambda pair: pair[0])][:MOST]


def _places(words: str, asked: str) -> Iterator[re.Match[str]]:
    """Words that begin as the one asked for, or are another form of it."""
    stem = stem_ru(asked)
    for place in _WORD.finditer(words):
        word = name_key(place[0])
        if word.startswith(asked) or stem_ru(word) == stem:
            yield place


def _excerpt(words: str, asked: Sequence[str]) -> SafeString:
    """The words around the first hit, with the hit marked; the beginning when only the title has it."""
    hits = (next(_places(words, word), None) for word in asked)
    hit = min((one for one in hits if one), key=lambda one: one.start(), default=None)
    start, end = hit.span() if hit else (0, 0)
    first = words.rfind(" ", 0, max(0, start - _AROUND)) + 1
    last = words.find(" ", end + (_AROUND if hit else 2 * _AROUND))
    before = ("…" if first else "") + words[first:start]
    marked = f"<mark>{text(words[start:end])}</mark>" if hit else ""
    after = f"{words[end:last].rstrip('.,;:')}…" if last > 0 else words[end:]
    return safe(f"{text(before)}{marked}{text(after)}")
