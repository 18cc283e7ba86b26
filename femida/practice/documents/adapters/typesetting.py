"""Our own typesetting as a converter: no program but ours, no network; decent for contracts.

Drawn are paragraphs with alignment, indents, spacing, bold, italic, underline, sizes, colours, numbered and
bulleted lists, page breaks, tables with widths, borders and merged cells, headers and footers with page
numbers. Pictures, text boxes and footnotes are left out: who needs them installs LibreOffice.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext_lazy as _

from femida.platform.texts.layouts import typeset
from femida.practice.documents.adapters.port import UnableToConvert
from femida.practice.documents.adapters.word import read_document

LAYOUT: Final = Path(__file__).with_name("document.typ")


class Typesetting:
    """Reads the DOCX and sets it anew."""

    name = "Typst"

    def convert(self, data: bytes) -> bytes:
        """The PDF. Raises UnableToConvert for a document that cannot be read or drawn."""
        try:
            return typeset(LAYOUT, read_document(data))
        except (KeyError, ValueError, ParseError) as error:
            raise UnableToConvert(
                _("The document has something that our typesetting cannot draw.")
            ) from error
