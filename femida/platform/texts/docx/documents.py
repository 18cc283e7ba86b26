"""A checked document: its parts, and the plans of those that are filled."""

from __future__ import annotations

from dataclasses import dataclass

from femida.platform.texts.docx.markup import Allowance
from femida.platform.texts.docx.package import read_parts
from femida.platform.texts.docx.places import MOST_PLACES, Plan, plan
from femida.platform.texts.docx.refusals import refusal
from femida.platform.texts.docx.safety import check
from femida.platform.texts.docx.story import read_story


@dataclass(frozen=True, slots=True)
class Document:
    """All parts by name, and by name the plans of the text, headers, footers and notes."""

    parts: dict[str, bytes]
    plans: dict[str, Plan]


def open_document(data: bytes) -> Document:
    """Read and check a DOCX. Raises UnableToUseTemplate."""
    parts = read_parts(data)
    allowance = Allowance()
    contents = check(parts, allowance)
    plans: dict[str, Plan] = {}
    for name in contents.markup:
        story = read_story(parts[name], allowance)
        if name in contents.filled:
            plans[name] = plan(story)
    if sum(len(edit.parts) for made in plans.values() for edit in made.edits) > 2 * MOST_PLACES:
        raise refusal("too_complex")
    return Document(parts, plans)
