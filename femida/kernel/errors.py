"""The root of all refusals of the kernel.

The kernel knows no translations: an error carries a stable `code`, by which the floors above choose the
sentence for a person, and a short English message for developers. A message never contains the refused
text, because error messages end up in logs and the text may be somebody's phone number or passport.
"""

from __future__ import annotations

from collections.abc import Mapping


class KernelError(ValueError):
    """A value that the kernel refuses.

    Subclasses list every code with its English message in `MESSAGES`; an unlisted code is a mistake of the
    caller and raises `KeyError` at once.
    """

    MESSAGES: Mapping[str, str] = {}

    def __init__(self, code: str) -> None:
        super().__init__(self.MESSAGES[code])
        self.code = code
