"""Filing documents: uploading, further versions, another group, the portal, removal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from femida.platform.access.queries import get_visible
from femida.platform.commands.core import command, save, take
from femida.platform.core import clock
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Invalid, UnableTo
from femida.platform.core.locks import lock_words
from femida.platform.journal.recording import record
from femida.platform.texts.typed import typed_line
from femida.practice.contracts.models import Contract
from femida.practice.documents.commands.storing import Kept, keep_version, known_press
from femida.practice.documents.events import (
    DocumentFiled,
    DocumentRemoved,
    DocumentShown,
    DocumentUploaded,
)
from femida.practice.documents.models import Document, DocumentType, Group

RIGHT: Final = "documents.file"


class UnableToChangeDocument(UnableTo):
    """The contract is void: its documents stay as they are."""

    code = "unable_to_change_document"
    default_sentence = gettext_lazy("The contract is void: its documents stay as they are.")


@command(right=RIGHT, on=Contract)
def upload_document(
    actor: Actor,
    *,
    contract_id: int,
    title: str,
    group: str,
    type_id: int,
    file_name: str,
    content: Iterable[bytes],
    key: UUID | None = None,
) -> int:
    """File a file as a new document of a contract; returns the document's id.

    With `key` a repeated press gives the document that the first one made. Raises Invalid (at `file` for an
    empty or too large one), UnableToChangeDocument.
    """
    if key is not None:
        lock_words("documents.make", str(key))
    contract = take(actor, Contract, contract_id)
    made = known_press(key, contract_id)
    if made is not None:
        return made
    _require_alive(contract)
    stored = keep_version(
        actor,
        Kept(
            contract_id=contract_id,
            title=typed_line("title", title, longest=200, required=True),
            group=_group(group),
            type_id=_type(type_id),
            file_name=file_name,
            content=content,
            key=key,
        ),
    )
    _record_upload(contract, stored.document_id, stored.number)
    return stored.document_id


@command(right=RIGHT, on=Contract)
def add_version(
    actor: Actor,
    *,
    document_id: int,
    file_name: str,
    content: Iterable[bytes],
    version: int | None = None,
    key: UUID | None = None,
) -> int:
    """File a file as a further version of a document; returns its number. Raises Invalid, NotFound, Stale."""
    if key is not None:
        lock_words("documents.make", str(key))
    known = get_visible(actor, Document, document_id)
    contract = take(actor, Contract, known.contract_id)
    if known_press(key, contract.pk) is not None:
        return Document.objects.values_list("last_number", flat=True).get(pk=document_id)
    _require_alive(contract)
    stored = keep_version(
        actor,
        Kept(
            contract_id=contract.pk,
            title=known.title,
            group=known.group,
            type_id=known.type_id,
            file_name=file_name,
            content=content,
            key=key,
        ),
        document_id=document_id,
        version=version,
    )
    _record_upload(contract, document_id, stored.number)
    return stored.number


@command(right=RIGHT, on=Document)
def file_anew(
    actor: Actor, *, document_id: int, title: str, group: str, type_id: int, version: int | None = None
) -> None:
    """Give a document another name, group or type. Raises Invalid, Stale."""
    document = take(actor, Document, document_id, version=version)
    before = (document.title, document.group, document.type_id)
    document.title = typed_line("title", title, longest=200, required=True)
    document.group = _group(group)
    document.type_id = type_id if type_id == document.type_id else _type(type_id)
    if before == (document.title, document.group, document.type_id):
        return
    save(document, "title", "group", "type")
    record(DocumentFiled(document_id=document.pk, contract_id=document.contract_id))


@command(right="documents.publish", on=Document)
def show_document(actor: Actor, *, document_id: int, is_published: bool, version: int | None = None) -> None:
    """Show a document in the client portal, or take it out. Raises Stale."""
    document = take(actor, Document, document_id, version=version)
    if document.is_published == is_published:
        return
    document.is_published = is_published
    save(document, "is_published")
    record(
        DocumentShown(
            document_id=document.pk,
            contract_id=document.contract_id,
            party_id=_party_of(document),
            is_published=is_published,
        )
    )


@command(right=RIGHT, on=Document)
def remove_document(actor: Actor, *, document_id: int, version: int | None = None) -> None:
    """Remove a document: it is marked, and from then on nobody finds it or opens its files. Raises Stale."""
    document = take(actor, Document, document_id, version=version)
    document.removed_at = clock.now()
    document.version += 1
    document.save(update_fields=["removed_at", "version"])
    record(
        DocumentRemoved(
            document_id=document.pk, contract_id=document.contract_id, party_id=_party_of(document)
        )
    )


def _require_alive(contract: Contract) -> None:
    if contract.state == Contract.State.VOID:
        raise UnableToChangeDocument


def _group(group: str) -> str:
    if group not in Group.values:
        raise Invalid({"group": _("Choose from the list.")})
    return group


def _type(type_id: int) -> int:
    if not DocumentType.objects.filter(pk=type_id, is_active=True).exists():
        raise Invalid({"type": _("Choose from the list.")})
    return type_id


def _party_of(document: Document) -> int:
    return Contract.objects.values_list("party_id", flat=True).get(pk=document.contract_id)


def _record_upload(contract: Contract, document_id: int, number: int) -> None:
    record(
        DocumentUploaded(
            document_id=document_id, contract_id=contract.pk, party_id=contract.party_id, number=number
        )
    )
