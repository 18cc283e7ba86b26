"""Keeping the file of a version: shared by making and by uploading. Not commands, but their helpers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from femida.firm.staff.queries import employee_of
from femida.platform.commands.core import hold
from femida.platform.core.actor import Actor
from femida.platform.core.context import current_act
from femida.platform.core.errors import NotFound, Stale, UnableTo
from femida.platform.files.commands import attach_file
from femida.platform.files.models import StoredFile
from femida.practice.documents.jobs import make_pdf
from femida.practice.documents.models import Document, DocumentVersion, TemplateVersion

TYPE: Final = "practice.document"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST_VERSIONS: Final = 500


class UnableToKeepVersion(UnableTo):
    """The press belongs to another contract, or the document has too many versions."""

    code = "unable_to_keep_version"


@dataclass(frozen=True, slots=True)
class Kept:
    """What is to be kept: where it is filed, its file, and what it was made from."""

    contract_id: int
    title: str
    group: str
    type_id: int
    file_name: str
    content: Iterable[bytes]
    template_version: TemplateVersion | None = None
    missing: list[str] = field(default_factory=list)
    key: UUID | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """A version that was kept."""

    document_id: int
    number: int


def known_press(key: UUID | None, contract_id: int) -> int | None:
    """The document that an earlier press with this key made. Raises UnableToKeepVersion for another's key."""
    if key is None:
        return None
    made = DocumentVersion.objects.filter(key=key).select_related("document").first()
    if made is None:
        return None
    if made.document.contract_id != contract_id:
        raise UnableToKeepVersion(_("This form was sent for another contract."))
    return made.document_id


def keep_version(
    actor: Actor, kept: Kept, *, document_id: int | None = None, version: int | None = None
) -> Stored:
    """Store a file as a new document of a contract that the act holds, or as a further version of one.

    A DOCX has its PDF made by a job queued with the act. Raises NotFound for a document of another
    contract, Stale, and what `attach_file` raises.
    """
    act = current_act()
    assert act is not None
    author = employee_of(actor.id) if actor.kind == "person" and actor.id is not None else None
    author_id = author.id if author is not None else None
    if document_id is None:
        document = Document.objects.create(
            contract_id=kept.contract_id,
            title=kept.title,
            group=kept.group,
            type_id=kept.type_id,
            template=kept.template_version.template if kept.template_version is not None else None,
            last_number=1,
            changed_at=act.at,
            changed_by_id=author_id,
        )
    else:
        document = _held(document_id, kept.contract_id, version)
        Document.objects.filter(pk=document.pk).update(
            last_number=F("last_number") + 1,
            changed_at=act.at,
            changed_by_id=author_id,
            version=F("version") + 1,
        )
        document.refresh_from_db()
    # the right on the contract has been checked by the command
    file_id = attach_file(
        actor.as_system("documents.version"),
        object_type=TYPE,
        object_id=document.pk,
        name=kept.file_name,
        content=kept.content,
    )
    is_docx = StoredFile.objects.filter(pk=file_id, content_type=DOCX).exists()
    made = DocumentVersion.objects.create(
        document=document,
        number=document.last_number,
        file_id=file_id,
        template_version=kept.template_version,
        missing=kept.missing,
        pdf_state=DocumentVersion.Pdf.WAITING if is_docx else DocumentVersion.Pdf.NONE,
        made_at=act.at,
        made_by_id=author_id,
        key=kept.key,
    )
    if is_docx:
        make_pdf.defer(version_id=made.pk)
    return Stored(document.pk, made.number)


def _held(document_id: int, contract_id: int, version: int | None) -> Document:
    """The document, locked. Its contract is held already, and nothing of another contract is given out."""
    hold(Document, document_id)
    document = Document.objects.filter(pk=document_id, contract_id=contract_id).first()
    if document is None:
        raise NotFound
    if version is not None and document.version != version:
        raise Stale
    if document.last_number >= MOST_VERSIONS:
        raise UnableToKeepVersion(_("The document has too many versions. File it as a new one."))
    return document
