"""Every write to documents and their templates, for the floors above."""

from femida.practice.documents.commands.filing import (
    UnableToChangeDocument,
    add_version,
    file_anew,
    remove_document,
    show_document,
    upload_document,
)
from femida.practice.documents.commands.making import UnableToMakeDocument, make_document
from femida.practice.documents.commands.pdfs import keep_pdf, note_no_pdf, try_pdf_again
from femida.practice.documents.commands.templates import (
    UnableToPublish,
    add_template,
    change_template,
    publish_template,
    retire_template,
    upload_template,
)
from femida.practice.documents.commands.types import add_type, change_type

__all__ = [
    "UnableToChangeDocument",
    "UnableToMakeDocument",
    "UnableToPublish",
    "add_template",
    "add_type",
    "add_version",
    "change_template",
    "change_type",
    "file_anew",
    "keep_pdf",
    "make_document",
    "note_no_pdf",
    "publish_template",
    "remove_document",
    "retire_template",
    "show_document",
    "try_pdf_again",
    "upload_document",
    "upload_template",
]
