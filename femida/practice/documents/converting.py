"""From the DOCX of a version to its PDF, by whichever converter this installation has."""

from __future__ import annotations

from django.utils.translation import gettext as _

from femida.platform.core.actor import Actor
from femida.platform.texts.docx import UnableToUseTemplate, inspect
from femida.practice.documents.adapters import UnableToConvert, converter
from femida.practice.documents.commands.pdfs import keep_pdf, note_no_pdf
from femida.practice.documents.models import DocumentVersion
from femida.practice.documents.queries import bytes_of


def convert_version(actor: Actor, version_id: int) -> None:
    """Make the PDF of a version that waits for it, or note why there is none."""
    version = DocumentVersion.objects.filter(pk=version_id).first()
    if version is None or version.pdf_state != DocumentVersion.Pdf.WAITING:
        return
    data = bytes_of(version.file_id)
    try:
        # an uploaded file is a stranger's: it is looked into like a template before a program opens it
        inspect(data)
        pdf = converter().convert(data)
    except UnableToUseTemplate as refusal:
        note_no_pdf(actor, version_id=version_id, why=refusal.sentence)
    except UnableToConvert as refusal:
        note_no_pdf(actor, version_id=version_id, why=refusal.sentence or _("The converter failed."))
    else:
        keep_pdf(actor, version_id=version_id, data=pdf)
