"""The catalogues of Russian words: `python -m femida.cli.catalogues update|compile|check`.

Each room keeps its own, `locale/ru/LC_MESSAGES/django.po`, without dates and line numbers, so that
a change of code changes only the lines of its own words. No gettext programs are needed.
"""

import argparse
import os
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import polib
from babel.messages.extract import extract

from femida.config.environment import ROOT
from femida.config.rooms import ROOMS

LANGUAGE = "ru"
PLURAL_FORMS = (
    "nplurals=4; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 "
    ": n%10==0 || (n%10>=5 && n%10<=9) || (n%100>=11 && n%100<=14)? 2 : 3);"
)
PLURALS = range(4)

HEADER = {
    "Project-Id-Version": "femida",
    "Language": LANGUAGE,
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": PLURAL_FORMS,
}

_SIMPLE = (None, (1,), (1, 2), ((1, "c"), 2), ((1, "c"), 2, 3))
KEYWORDS = {
    "_": _SIMPLE[1],
    "gettext": _SIMPLE[1],
    "gettext_lazy": _SIMPLE[1],
    "gettext_noop": _SIMPLE[1],
    "ngettext": _SIMPLE[2],
    "ngettext_lazy": _SIMPLE[2],
    "pgettext": _SIMPLE[3],
    "pgettext_lazy": _SIMPLE[3],
    "npgettext": _SIMPLE[4],
    "npgettext_lazy": _SIMPLE[4],
}

PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|%[sd]|\{(\w*)\}")


@dataclass(frozen=True, order=True)
class Phrase:
    """One phrase of the source: what stands in the code."""

    context: str
    text: str
    plural: str


def catalogue(room: str) -> Path:
    """The catalogue of a room."""
    return _folder(room) / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def update(rooms: Iterable[str] = ROOMS) -> list[str]:
    """Write every catalogue anew from the source, keeping translations; says what changed."""
    news: list[str] = []
    for room in rooms:
        path = catalogue(room)
        phrases = sorted(phrases_of(_folder(room)))
        if not phrases and not path.exists():
            continue
        known = _entries(polib.pofile(str(path))) if path.exists() else {}
        added = sum(phrase not in known for phrase in phrases)
        dropped = sum(phrase not in phrases for phrase in known)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_written(phrases, known), encoding="utf-8")
        if added or dropped:
            news.append(f"{room}: {added} new, {dropped} dropped")
    return news


def compile_all(rooms: Iterable[str] = ROOMS) -> int:
    """Make the .mo files that are older than their catalogues; how many were made."""
    made = 0
    for room in rooms:
        source = catalogue(room)
        target = source.with_suffix(".mo")
        if not source.exists():
            continue
        if target.exists() and target.stat().st_mtime_ns > source.stat().st_mtime_ns:
            continue
        draft = target.with_suffix(f".{os.getpid()}")
        polib.pofile(str(source)).save_as_mofile(str(draft))
        draft.replace(target)
        made += 1
    return made


def check(rooms: Iterable[str] = ROOMS) -> list[str]:
    """Everything wrong in the catalogues, one line each; nothing when all is well."""
    faults: list[str] = []
    for room in rooms:
        faults.extend(f"{room}: {fault}" for fault in _faults(room))
    return [*faults, *_disagreements(rooms)]


def _disagreements(rooms: Iterable[str]) -> list[str]:
    """Phrases that two rooms put into different words: Django would take the first for both."""
    said: dict[tuple[str, str], tuple[str, str]] = {}
    faults = []
    for room in rooms:
        if not catalogue(room).exists():
            continue
        for entry in polib.pofile(str(catalogue(room))):
            phrase = (entry.msgctxt or "", entry.msgid)
            if entry.obsolete or not entry.msgstr:
                continue
            first, words = said.setdefault(phrase, (room, entry.msgstr))
            if words != entry.msgstr:
                both = f"{entry.msgstr!r}, in {first} {words!r}"
                faults.append(f"{room}: {entry.msgid!r} is {both}: add a context")
    return faults


def phrases_of(folder: Path) -> set[Phrase]:
    """Every phrase for people in the Python files and templates of a room."""
    found: set[Phrase] = set()
    for path in sorted(folder.rglob("*.py")):
        if "migrations" not in path.parts:
            found.update(_extracted(path.read_bytes()))
    for path in sorted(path for path in folder.rglob("templates/**/*") if path.is_file()):
        found.update(_extracted(_as_python(path)))
    return found


def _as_python(template: Path) -> bytes:
    from django.utils.translation.template import templatize

    source = str(templatize(template.read_text(encoding="utf-8"), origin=str(template)))
    # a template's indentation means nothing to Python, and would be an error to its reader
    return "\n".join(line.strip() for line in source.splitlines()).encode()


def _extracted(source: bytes) -> Iterator[Phrase]:
    for _, message, _, context in extract("python", BytesIO(source), keywords=KEYWORDS):
        texts = (message,) if isinstance(message, str) else message
        text, plural = texts[0], texts[1] if len(texts) > 1 else ""
        if text:
            yield Phrase(context=context or "", text=text, plural=plural or "")


def _faults(room: str) -> Iterator[str]:
    path = catalogue(room)
    phrases = phrases_of(_folder(room))
    if not path.exists():
        if phrases:
            yield f"{len(phrases)} phrases and no catalogue; run `python -m femida.cli.catalogues update`"
        return
    file = polib.pofile(str(path))
    known = _entries(file)
    for phrase in sorted(phrases - known.keys()):
        yield f"missing: {phrase.text!r}"
    for phrase in sorted(known.keys() - phrases):
        yield f"not in the source any more: {phrase.text!r}"
    for entry in file:
        yield from _entry_faults(entry)


def _entry_faults(entry: polib.POEntry) -> Iterator[str]:
    if entry.obsolete:
        yield f"obsolete: {entry.msgid!r}"
        return
    if entry.fuzzy:
        yield f"fuzzy: {entry.msgid!r}"
    forms = [entry.msgstr_plural.get(n, "") for n in PLURALS] if entry.msgid_plural else [entry.msgstr]
    if not all(forms):
        yield f"untranslated: {entry.msgid!r}"
    for form in filter(None, forms):
        # a form for one thing may leave the number out ("one day"), none may add a name
        wanted = _placeholders(entry.msgid) | _placeholders(entry.msgid_plural)
        got = _placeholders(form)
        if got - wanted or (not entry.msgid_plural and wanted - got):
            yield f"placeholders differ: {entry.msgid!r} and {form!r}"


def _placeholders(text: str) -> set[str]:
    return {match.group(0) for match in PLACEHOLDER.finditer(text or "")}


def _entries(file: polib.POFile) -> dict[Phrase, polib.POEntry]:
    return {
        Phrase(context=entry.msgctxt or "", text=entry.msgid, plural=entry.msgid_plural or ""): entry
        for entry in file
        if not entry.obsolete
    }


def _written(phrases: list[Phrase], known: dict[Phrase, polib.POEntry]) -> str:
    file = polib.POFile(wrapwidth=0)
    file.metadata = dict(HEADER)
    for phrase in phrases:
        old = known.get(phrase)
        entry = polib.POEntry(msgid=phrase.text, msgctxt=phrase.context or None)
        if phrase.plural:
            entry.msgid_plural = phrase.plural
            entry.msgstr_plural = {n: old.msgstr_plural.get(n, "") if old else "" for n in PLURALS}
        elif old:
            entry.msgstr = old.msgstr
        if old and old.fuzzy:
            entry.flags.append("fuzzy")
        if old and old.tcomment:
            entry.tcomment = old.tcomment
        if "%(" in phrase.text + phrase.plural:
            entry.flags.append("python-format")
        file.append(entry)
    return str(file) + "\n"


def _folder(room: str) -> Path:
    return ROOT.joinpath(*room.split("."))


def main() -> int:
    """The command line of this module."""
    parser = argparse.ArgumentParser(prog="python -m femida.cli.catalogues", description=__doc__)
    parser.add_argument("act", choices=("update", "compile", "check"))
    parser.add_argument("rooms", nargs="*", help="only these rooms (femida.sales.leads …); default: all")
    options = parser.parse_args()
    rooms = options.rooms or ROOMS
    if options.act == "update":
        print("\n".join(update(rooms)) or "Nothing has changed.")
        return 0
    if options.act == "compile":
        print(f"{compile_all(rooms)} catalogues compiled.")
        return 0
    faults = check(rooms)
    print("\n".join(faults) or "Every phrase is translated.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
