"""The unchanging part of a Russian word: what «кузнецова» and «кузнецовым» have in common.

The Snowball algorithm for Russian, the one that PostgreSQL calls `russian_stem` (a test compares the two).
Here, because a search needs the stem before it asks the database.
"""

from __future__ import annotations

import re
from typing import Final

_VOWELS: Final = "аеиоуыэюя"
_AFTER_FIRST_VOWEL: Final = re.compile(rf"^.*?[{_VOWELS}]")
_REGION: Final = re.compile(rf".*?[{_VOWELS}][^{_VOWELS}]")


def _endings(words: str) -> str:
    return "|".join(sorted(words.split(), key=len, reverse=True))


_GERUND: Final = re.compile(
    rf"(?:(?<=[ая])(?:{_endings('в вши вшись')})|(?:{_endings('ив ивши ившись ыв ывши ывшись')}))$"
)
_REFLEXIVE: Final = re.compile(r"(?:ся|сь)$")
_ADJECTIVE: Final = re.compile(
    rf"(?:{_endings('ее ие ые ое ими ыми ей ий ый ой ем им ым ом его ого ему ому их ых ую юю ая яя ою ею')})$"
)
_PARTICIPLE: Final = re.compile(rf"(?:(?<=[ая])(?:{_endings('ем нн вш ющ щ')})|(?:ивш|ывш|ующ))$")
_VERB: Final = re.compile(
    rf"(?:(?<=[ая])(?:{_endings('ла на ете йте ли й л ем н ло но ет ют ны ть ешь нно')})"
    rf"|(?:{_endings('ила ыла ена ейте уйте ите или ыли ей уй ил ыл им ым ен ило ыло ено ят ует уют ит')}"
    r"|ить|ыть|ишь|ены|ую|ыт|ю))$"
)
_NOUN: Final = re.compile(
    rf"(?:{_endings('а ев ов ие ье е иями ями ами еи ии и ией ей ой ий й иям ям ием ем ам ом о у ах иях ях')}"
    r"|ы|ь|ию|ью|ю|ия|ья|я)$"
)
_DERIVED: Final = re.compile(r"(?:ость|ост)$")
_SUPERLATIVE: Final = re.compile(r"(?:ейше|ейш)$")


def stem_ru(word: str) -> str:
    """The stem of a folded Russian word (lower case, е for ё); other words come back as they are."""
    found = _AFTER_FIRST_VOWEL.match(word)
    if found is None:
        return word
    start, tail = found[0], word[found.end() :]
    second = _second_region(word) - found.end()
    tail = _without_ending(tail)
    tail = tail.removesuffix("и")
    derived = _DERIVED.search(tail)
    if derived is not None and derived.start() >= second:
        tail = tail[: derived.start()]
    return start + _tidy(tail)


def _second_region(word: str) -> int:
    """Where the part begins from which endings that make new words may be taken."""
    first = _REGION.match(word)
    if first is None:
        return len(word)
    further = _REGION.match(word, first.end())
    return further.end() if further is not None else len(word)


def _without_ending(tail: str) -> str:
    shorter = _GERUND.sub("", tail)
    if shorter != tail:
        return shorter
    tail = _REFLEXIVE.sub("", tail)
    shorter = _ADJECTIVE.sub("", tail)
    if shorter != tail:
        return _PARTICIPLE.sub("", shorter)
    for endings in (_VERB, _NOUN):
        shorter = endings.sub("", tail)
        if shorter != tail:
            return shorter
    return tail


def _tidy(tail: str) -> str:
    if tail.endswith("нн"):
        return tail[:-1]
    shorter = _SUPERLATIVE.sub("", tail)
    if shorter != tail:
        return shorter[:-1] if shorter.endswith("нн") else shorter
    return tail.removesuffix("ь")
