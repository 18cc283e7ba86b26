"""What a person learns about a template before it is used."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

from django.utils.translation import gettext_lazy as _

from femida.platform.core.errors import Text
from femida.platform.texts.docx.documents import open_document
from femida.platform.texts.docx.places import PARTING, PLACE, Plan, is_in_row, joined
from femida.platform.texts.docx.story import Paragraph

MOST_PROBLEMS: Final = 20
"""Of loose braces in one part; a person corrects the first ones and looks again."""

_BRACE: Final = re.compile(r"[{}]")
_EXCERPT: Final = 30


@dataclass(frozen=True, slots=True)
class Problem:
    """What to correct. `stray`, `outside` and `tracked` do not hinder to fill; the other codes do."""

    code: str
    sentence: Text


@dataclass(frozen=True, slots=True)
class TemplateReport:
    """The places of a template: names of the document, and by repeated group the names of its items."""

    placeholders: tuple[str, ...]
    tables: Mapping[str, tuple[str, ...]]
    problems: tuple[Problem, ...]


def inspect(data: bytes) -> TemplateReport:
    """Look into a DOCX. Raises UnableToUseTemplate when it cannot be a template at all."""
    names: dict[str, None] = {}
    tables: dict[str, dict[str, None]] = {}
    problems: list[Problem] = []
    for plan in open_document(data).plans.values():
        for place in (place for edit in plan.edits for place in edit.places):
            (tables.setdefault(place.group, {}) if place.group else names)[place.name] = None
        problems.extend(_problems(plan))
    return TemplateReport(
        tuple(names), {group: tuple(fields) for group, fields in tables.items()}, tuple(problems)
    )


def _problems(plan: Plan) -> Iterator[Problem]:
    for fault in plan.faults:
        yield Problem(fault.reason, fault.sentence)
    if plan.story.is_tracked:
        yield Problem("tracked", _("The document has tracked changes. Accept or reject them first."))
    found = (problem for paragraph in plan.story.paragraphs for problem in _loose(paragraph))
    yield from islice(found, MOST_PROBLEMS)


def _loose(paragraph: Paragraph) -> Iterator[Problem]:
    """What looks like a placeholder and will come out as it stands."""
    text = joined(paragraph)
    in_row = is_in_row(paragraph)
    rest: list[str] = []
    position = 0
    for match in PLACE.finditer(text):
        rest.append(text[position : match.start()])
        position = match.end()
        if match[2] is not None and not in_row:
            sentence = _("%(name)s repeats a row of a table, and here is none: it stays as it is.")
            yield Problem("outside", sentence % {"name": match[0]})
    rest.append(text[position:])
    for piece in rest:
        brace = _BRACE.search(piece)
        if brace is not None:
            excerpt = piece[brace.start() : brace.start() + _EXCERPT].replace(PARTING, " ")
            sentence = _("This is no placeholder and stays as it is: %(excerpt)s")
            yield Problem("stray", sentence % {"excerpt": excerpt})
