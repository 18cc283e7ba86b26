"""Reading a checked DOCX into blocks that our own typesetting draws."""

from femida.practice.documents.adapters.word.body import read_document

__all__ = ["read_document"]
