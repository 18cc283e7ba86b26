"""Converters of DOCX to PDF behind one protocol: LibreOffice where it is installed, else our own."""

from femida.practice.documents.adapters.choosing import converter
from femida.practice.documents.adapters.port import Converter, UnableToConvert

__all__ = ["Converter", "UnableToConvert", "converter"]
