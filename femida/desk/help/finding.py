"""Search in the guides: every word asked for must stand in a section, in any of its forms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.safestring import SafeString

from femida.desk.help.guides import Guide, Section
from femida.platform.ui.components import safe, text

MOST: Final = 20
_WORD = re.compile(r"\w+")
_AROUND: Final = 90
# A word is asked for by its beginning: «платежи», «платежей» and «платёж» differ in the end.
_SHORT: Final = 4
_ENDING: Final = 2


@dataclass(frozen=True, slots=True)
class Found:
    """A section that has all the words; those with them in the title come first."""

    guide: Guide
    section: Section
    excerpt: SafeString


def find(guides: Iterable[Guide], asked: str) -> list[Found]:
    """At most MOST sections, in the order of the guides as they are given."""
    stems = [_stem(word) for word in _WORD.findall(_plain(asked))]
    if not stems:
        return []
    seen: list[tuple[int, Found]] = []
    for guide in guides:
        for section in guide.sections:
            titled = _hits(section.title, stems)
            if all(titled) or all(_hits(f"{section.title} {section.words}", stems)):
                found = Found(guide, section, _excerpt(section.words, stems))
                seen.append((-sum(titled), found))
    return [found for _rank, found in sorted(seen, key=lambda pair: pair[0])][:MOST]


def _plain(words: str) -> str:
    return words.lower().replace("ё", "е")


def _stem(word: str) -> str:
    return word[: max(_SHORT, len(word) - _ENDING)]


def _hits(words: str, stems: Sequence[str]) -> list[bool]:
    present = _WORD.findall(_plain(words))
    return [any(word.startswith(stem) for word in present) for stem in stems]


def _excerpt(words: str, stems: Sequence[str]) -> SafeString:
    """The words around the first hit, with the hit marked."""
    plain = _plain(words)
    hit = min(
        (match for stem in stems if (match := re.search(rf"\b{re.escape(stem)}\w*", plain))),
        key=lambda match: match.start(),
        default=None,
    )
    if hit is None:
        return safe(text(words[: 2 * _AROUND].rstrip() + "…"))
    first = words.rfind(" ", 0, max(0, hit.start() - _AROUND)) + 1
    last = words.find(" ", min(len(words), hit.end() + _AROUND))
    before = ("…" if first else "") + words[first : hit.start()]
    after = words[hit.end() : last if last > 0 else None] + ("…" if last > 0 else "")
    return safe(f"{text(before)}<mark>{text(words[hit.start() : hit.end()])}</mark>{text(after)}")
