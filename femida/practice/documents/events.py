"""What happens to documents and their templates."""

from __future__ import annotations

from dataclasses import dataclass

from femida.platform.journal.events import Event

_SUBJECT = ("practice.document", "document_id")
_ANCHORS = (("practice.contract", "contract_id"), ("parties.party", "party_id"))


@dataclass(frozen=True, kw_only=True)
class DocumentMade(Event):
    """A document was made from a template: a new one, or a further version of one that was there."""

    kind = "document.made"
    subject = _SUBJECT
    anchors = _ANCHORS
    document_id: int
    contract_id: int
    party_id: int
    number: int
    template_id: int


@dataclass(frozen=True, kw_only=True)
class DocumentUploaded(Event):
    """A file was filed as a document, or as a further version of one."""

    kind = "document.uploaded"
    subject = _SUBJECT
    anchors = _ANCHORS
    document_id: int
    contract_id: int
    party_id: int
    number: int


@dataclass(frozen=True, kw_only=True)
class DocumentFiled(Event):
    """The name, the group or the type of a document was changed."""

    kind = "document.filed"
    subject = _SUBJECT
    anchors = (("practice.contract", "contract_id"),)
    document_id: int
    contract_id: int


@dataclass(frozen=True, kw_only=True)
class DocumentShown(Event):
    """A document was shown in the client portal, or taken out of it."""

    kind = "document.shown"
    subject = _SUBJECT
    anchors = _ANCHORS
    document_id: int
    contract_id: int
    party_id: int
    is_published: bool


@dataclass(frozen=True, kw_only=True)
class DocumentRemoved(Event):
    """A document was removed; nobody can open it any more."""

    kind = "document.removed"
    subject = _SUBJECT
    anchors = _ANCHORS
    document_id: int
    contract_id: int
    party_id: int


@dataclass(frozen=True, kw_only=True)
class DocumentConverted(Event):
    """The PDF of a version is ready, or could not be made."""

    kind = "document.converted"
    subject = _SUBJECT
    anchors = (("practice.contract", "contract_id"),)
    document_id: int
    contract_id: int
    number: int
    is_ready: bool


@dataclass(frozen=True, kw_only=True)
class TypeSaved(Event):
    """A type of papers was entered or changed."""

    kind = "document_type.saved"
    subject = ("documents.type", "type_id")
    type_id: int
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class TemplateSaved(Event):
    """A template was entered, or its name, place or services were changed."""

    kind = "document_template.saved"
    subject = ("documents.template", "template_id")
    template_id: int
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class TemplateUploaded(Event):
    """A further version of a template was uploaded."""

    kind = "document_template.uploaded"
    subject = ("documents.template", "template_id")
    template_id: int
    number: int


@dataclass(frozen=True, kw_only=True)
class TemplatePublished(Event):
    """A version of a template came into use."""

    kind = "document_template.published"
    subject = ("documents.template", "template_id")
    template_id: int
    number: int


@dataclass(frozen=True, kw_only=True)
class TemplateRetired(Event):
    """A template was taken out of use."""

    kind = "document_template.retired"
    subject = ("documents.template", "template_id")
    template_id: int
    number: int
