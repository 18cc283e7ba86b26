"""Which converter this installation has."""

from __future__ import annotations

import shutil
from typing import Final

from django.conf import settings

from femida.practice.documents.adapters.libreoffice import LibreOffice
from femida.practice.documents.adapters.port import Converter
from femida.practice.documents.adapters.typesetting import Typesetting

_PROGRAMS: Final = ("soffice", "libreoffice")
NONE: Final = "none"


def converter() -> Converter:
    """LibreOffice when FEMIDA_SOFFICE names it or the path has it, else our own typesetting."""
    named: str = settings.FEMIDA_SOFFICE
    if named == NONE:
        return Typesetting()
    programs = (named,) if named else _PROGRAMS
    for program in programs:
        path = shutil.which(program)
        if path is not None:
            return LibreOffice(path)
    return Typesetting()
