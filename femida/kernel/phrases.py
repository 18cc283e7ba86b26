"""Names of posts and forms of business in grammatical cases: "генеральный директор", "общество".

Only what stands before the dependent words is declined: "председателя правления", "директора по развитию".
The dictionary is `pymorphy3`, loaded at the first use.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final

from femida.kernel.name_cases import Case
from femida.kernel.name_gender import dictionary

_CYRILLIC: Final = re.compile(r"[А-Яа-яЁё]+(?:-[А-Яа-яЁё]+)*")
_TAGS: Final = {
    Case.GENITIVE: "gent",
    Case.DATIVE: "datv",
    Case.ACCUSATIVE: "accs",
    Case.INSTRUMENTAL: "ablt",
    Case.PREPOSITIONAL: "loct",
}
_HEADS: Final = frozenset({"NOUN", "ADJF", "PRTF"})


@lru_cache(maxsize=1024)
def decline_phrase(text: str, case: Case) -> str:
    """A phrase of one thing or post in a case; words that the dictionary does not know stay as they are."""
    if case is Case.NOMINATIVE:
        return text
    words = text.split(" ")
    for place, word in enumerate(words):
        parse = _head(word)
        if parse is None:
            break
        words[place] = _inflected(word, parse, case)
        follows = _head(words[place + 1]) if place + 1 < len(words) else None
        # "управляющий партнёр": the first word is a noun as well, and the second is the one that is meant
        if parse.tag.POS == "NOUN" and (follows is None or follows.tag.gender != parse.tag.gender):
            break
    return " ".join(words)


def _head(word: str) -> Any:
    """How a word is read in the nominative singular, None when it depends on the word before it."""
    if not _CYRILLIC.fullmatch(word):
        return None
    parses = [
        one
        for one in dictionary().parse(word)
        if one.tag.POS in _HEADS and {"sing", "nomn"} in one.tag and (one.is_known or "-" in word)
    ]
    return parses[0] if parses else None


def _inflected(word: str, parse: Any, case: Case) -> str:
    wanted = {_TAGS[case], "sing"}
    if case is Case.ACCUSATIVE and parse.tag.POS != "NOUN":
        # posts are held by people: "генерального директора", not "генеральный"
        wanted.add("anim" if parse.tag.gender == "masc" else "sing")
    form = parse.inflect(wanted)
    if form is None:
        return word
    found = str(form.word)
    if word.isupper() and len(word) > 1:
        return found.upper()
    return found[:1].upper() + found[1:] if word[:1].isupper() else found
