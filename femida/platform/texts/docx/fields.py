"""Fields of Word: commands that Word carries out when a document is opened, printed or clicked.

Some of them start programs or read files and addresses, so only harmless ones are let through.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from femida.platform.texts.docx.refusals import refusal

_HARMLESS: Final = frozenset((
    "PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "DATE", "TIME", "CREATEDATE", "SAVEDATE",
    "PRINTDATE", "TOC", "TC", "PAGEREF", "REF", "NOTEREF", "STYLEREF", "SEQ", "HYPERLINK",
    "FORMTEXT", "FORMCHECKBOX", "FORMDROPDOWN", "SYMBOL",
))  # fmt: skip
# A link of the web or of mail, or a place in the same document.
_LINK: Final = re.compile(r'\s*HYPERLINK\s+(?:\\l\b|"?(?:https?://|mailto:|tel:))', re.IGNORECASE)


@dataclass(slots=True)
class _Field:
    code: list[str] = field(default_factory=list)
    has_result: bool = False


class Fields:
    """The fields that are open at a place of a part; a field may stand inside of another."""

    def __init__(self) -> None:
        self._open: list[_Field] = []

    @property
    def is_in_code(self) -> bool:
        """Whether the text here is the command of a field, not what people read."""
        return bool(self._open) and not self._open[-1].has_result

    def mark(self, kind: str) -> None:
        """A mark of Word: `begin`, `separate` (the result follows) or `end`."""
        if kind == "begin":
            if self.is_in_code:
                # what the inner field gives could be the name of the outer one
                self.check("".join(self._open[-1].code))
            self._open.append(_Field())
        elif not self._open:
            raise refusal("damaged")
        elif kind == "separate":
            self._check_last()
            self._open[-1].has_result = True
        elif kind == "end":
            self._check_last()
            self._open.pop()
        else:
            raise refusal("damaged")

    def add(self, code: str) -> None:
        """A further piece of the command."""
        if self.is_in_code:
            self._open[-1].code.append(code)

    def check(self, code: str) -> None:
        """Raise UnableToUseTemplate unless the command is harmless."""
        words = code.split(None, 1)
        name = words[0].upper() if words else ""
        if name not in _HARMLESS or (name == "HYPERLINK" and not _LINK.match(code)):
            raise refusal("field", name=name or "?")

    def check_closed(self) -> None:
        """Raise UnableToUseTemplate when a field has no end."""
        if self._open:
            raise refusal("damaged")

    def _check_last(self) -> None:
        self.check("".join(self._open[-1].code))
