"""Why a file cannot be a template."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from femida.platform.core.errors import Text, UnableTo

SENTENCES: Final[dict[str, Text]] = {
    "not_docx": _("This is not a DOCX document. Save it in Word as “Word document (.docx)”."),
    "damaged": _("The document is damaged: save it anew in Word or LibreOffice."),
    "encrypted": _("The document is closed by a password. Save it without one."),
    "macros": _("The document has macros. Save it as “Word document (.docx)”, without them."),
    "external": _("The document refers to something outside of itself: a file, a picture or a template."),
    "embedded": _("The document has another file inside of it. Put in a picture or a plain table instead."),
    "field": _("The document has a field that templates may not have: %(name)s."),
    "content": _("The document has something inside that templates may not have: %(name)s."),
    "names": _("The document has parts with forbidden names."),
    "entities": _("The document declares entities of its own; templates may not."),
    "too_large": _("The document is too large for a template, or becomes too large when it is filled."),
    "too_complex": _("The document is too complex for a template: too many parts, elements or placeholders."),
    "two_groups": _("One row of a table names two repeated groups: {%(first)s.…} and {%(second)s.…}."),
    "nested_groups": _("A repeated row of a table has another repeated row inside of it."),
}
"""Code -> sentence."""

_LONGEST_NAME: Final = 40


class UnableToUseTemplate(UnableTo):
    """The file is no template of ours. `reason` is one of the codes of `SENTENCES`."""

    code = "unable_to_use_template"

    def __init__(self, reason: str, sentence: Text) -> None:
        super().__init__(sentence)
        self.reason = reason


def refusal(reason: str, **words: str) -> UnableToUseTemplate:
    """The error of this reason; words from the file are cut to 40 visible characters."""
    shown = {
        key: "".join(filter(str.isprintable, word[: 2 * _LONGEST_NAME]))[:_LONGEST_NAME]
        for key, word in words.items()
    }
    sentence = SENTENCES[reason]
    return UnableToUseTemplate(reason, sentence % shown if shown else sentence)
