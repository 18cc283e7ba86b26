"""Cleaning what people type into the forms of the firm floor: all faults at once, each at its field."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from femida.kernel.errors import KernelError
from femida.kernel.text import TooLong, clean_line
from femida.platform.core.errors import Invalid, Text

EMPTY = _("Fill this in.")
TOO_LONG = _("This is too long.")
UNKNOWN = _("There is no such choice.")


class Inputs:
    """Collects cleaned values and faults; `check` raises them together.

    Each method returns a value even after a fault, so that the rest of the form is looked at as well.
    """

    def __init__(self) -> None:
        self.faults: dict[str, Text] = {}

    def fault(self, field: str, sentence: Text) -> None:
        """Note a fault; the first of a field stays."""
        self.faults.setdefault(field, sentence)

    def line(self, field: str, value: str, longest: int, *, required: bool = False) -> str:
        """One clean line of at most `longest` characters."""
        try:
            line = clean_line(value, longest)
        except TooLong:
            self.fault(field, TOO_LONG)
            return ""
        if required and not line:
            self.fault(field, EMPTY)
        return line

    def number(self, field: str, value: str, validate: Callable[[str], str], sentence: Text) -> str:
        """An identifier that may be left empty, checked by the kernel."""
        if not value.strip():
            return ""
        try:
            return validate(value)
        except KernelError:
            self.fault(field, sentence)
            return ""

    def choice(self, field: str, value: str, allowed: frozenset[str]) -> str:
        """One of the allowed words."""
        if value not in allowed:
            self.fault(field, UNKNOWN)
        return value

    def known(self, field: str, exists: bool) -> None:
        """Note that what the field refers to is not there, or not within the person's reach."""
        if not exists:
            self.fault(field, UNKNOWN)

    def check(self) -> None:
        """Raise Invalid with all faults, if there are any."""
        if self.faults:
            raise Invalid(self.faults)
