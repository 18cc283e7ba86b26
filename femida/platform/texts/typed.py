"""Texts that people type: cleaned, held to their length, with blanks for numbers and e-mail addresses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from femida.kernel.contacts import blank_out
from femida.kernel.text import TooLong, clean_line, clean_text
from femida.platform.core.errors import Invalid


def typed_line(field: str, text: str, *, longest: int, required: bool = False) -> str:
    """One clean line without contacts. Raises Invalid at `field`: too long, or needed but empty."""
    try:
        line = clean_line(blank_out(clean_line(text, longest)).text, longest)
    except TooLong:
        raise Invalid({field: _too_long(longest)}) from None
    return _required(field, line, required)


def typed_text(field: str, text: str, *, longest: int, required: bool = False) -> str:
    """A clean text of many lines without contacts. Raises Invalid at `field` like `typed_line`."""
    try:
        cleaned = clean_text(blank_out(clean_text(text, longest)).text, longest).strip()
    except TooLong:
        raise Invalid({field: _too_long(longest)}) from None
    return _required(field, cleaned, required)


def _required(field: str, text: str, required: bool) -> str:
    if required and not text:
        raise Invalid({field: _("Please fill this in.")})
    return text


def _too_long(longest: int) -> str:
    return _("At most %(count)d characters.") % {"count": longest}
