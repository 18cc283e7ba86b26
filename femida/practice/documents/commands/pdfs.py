"""What becomes of the PDF of a version: jobs keep it or say why there is none."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from femida.platform.commands.core import command, take
from femida.platform.core.actor import Actor
from femida.platform.core.errors import NotFound, Text, UnableTo
from femida.platform.files.commands import attach_file
from femida.platform.journal.recording import record
from femida.practice.documents.events import DocumentConverted
from femida.practice.documents.jobs import make_pdf
from femida.practice.documents.models import Document, DocumentVersion

TYPE: Final = "practice.document"
Pdf = DocumentVersion.Pdf


class UnableToConvertAgain(UnableTo):
    """The PDF is there already, or is being made."""

    code = "unable_to_convert_again"


@command(right="documents.make", on=Document)
def keep_pdf(actor: Actor, *, version_id: int, data: bytes) -> bool:
    """Keep the PDF of a version that waits for it; says whether it was kept. A second one changes nothing."""
    found = DocumentVersion.objects.filter(pk=version_id).values_list("document_id", flat=True).first()
    if found is None:
        raise NotFound
    document = take(actor, Document, found)
    version = DocumentVersion.objects.select_related("file").get(pk=version_id)
    if version.pdf_state != Pdf.WAITING:
        return False
    file_id = attach_file(
        actor.as_system("documents.pdf"),
        object_type=TYPE,
        object_id=document.pk,
        name=f"{version.file.name.rpartition('.')[0] or version.file.name}.pdf",
        content=[data],
    )
    DocumentVersion.objects.filter(pk=version_id).update(pdf=file_id, pdf_state=Pdf.READY, pdf_note="")
    _record(document, version, is_ready=True)
    return True


@command(right="documents.make", on=Document)
def note_no_pdf(actor: Actor, *, version_id: int, why: Text) -> None:
    """Say on a version that waits for its PDF why none can be made."""
    found = DocumentVersion.objects.filter(pk=version_id).values_list("document_id", flat=True).first()
    if found is None:
        raise NotFound
    document = take(actor, Document, found)
    version = DocumentVersion.objects.get(pk=version_id)
    if version.pdf_state != Pdf.WAITING:
        return
    DocumentVersion.objects.filter(pk=version_id).update(pdf_state=Pdf.FAILED, pdf_note=str(why)[:300])
    _record(document, version, is_ready=False)


@command(right="documents.make", on=Document)
def try_pdf_again(actor: Actor, *, document_id: int, number: int) -> None:
    """Have the PDF of a version made once more after a failure. Raises NotFound, UnableToConvertAgain."""
    document = take(actor, Document, document_id)
    version = DocumentVersion.objects.filter(document=document, number=number).first()
    if version is None:
        raise NotFound
    if version.pdf_state != Pdf.FAILED:
        raise UnableToConvertAgain(_("The PDF is there already, or is being made."))
    DocumentVersion.objects.filter(pk=version.pk).update(pdf_state=Pdf.WAITING, pdf_note="")
    make_pdf.defer(version_id=version.pk)


def _record(document: Document, version: DocumentVersion, *, is_ready: bool) -> None:
    record(
        DocumentConverted(
            document_id=document.pk,
            contract_id=document.contract_id,
            number=version.number,
            is_ready=is_ready,
        )
    )
