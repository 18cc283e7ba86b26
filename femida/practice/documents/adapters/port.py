"""What a converter is."""

from __future__ import annotations

from typing import Protocol

from femida.platform.core.errors import UnableTo


class UnableToConvert(UnableTo):
    """No PDF could be made; the sentence says why."""

    code = "unable_to_convert"


class Converter(Protocol):
    """Makes the PDF of a DOCX that has been looked into (`texts.docx.inspect`)."""

    name: str

    def convert(self, data: bytes) -> bytes:
        """The PDF. Raises UnableToConvert."""
