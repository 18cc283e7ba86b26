"""Facts of requisites on the time-line of a party. None of them needs a look into the database."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from femida.parties.requisites.events import (
    BankAccountAdded,
    BankAccountOutdated,
    IdentityDocumentAdded,
    IdentityDocumentOutdated,
    NameCorrected,
    RequisitesSet,
)
from femida.parties.requisites.models import IdentityDocument, Requisites
from femida.platform.access.policy import policy_of
from femida.platform.core.actor import Actor
from femida.platform.journal.timeline import Entry, StoredFact, renders

KINDS = dict(IdentityDocument.Kind.choices)


@renders(RequisitesSet)
def draw_set(actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """Which requisites were changed, not what they hold."""
    labels = {field.attname: str(field.verbose_name) for field in Requisites._meta.concrete_fields}
    entries = []
    for fact in facts:
        assert isinstance(fact.event, RequisitesSet)
        changed = ", ".join(labels.get(column, column) for column in fact.event.fields)
        entries += _entry(actor, fact, "edit", _("Requisites changed"), changed)
    return entries


@renders(IdentityDocumentAdded, IdentityDocumentOutdated)
def draw_documents(actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """That a document was written down or put out of use; its number stands nowhere."""
    entries = []
    for fact in facts:
        assert isinstance(fact.event, IdentityDocumentAdded | IdentityDocumentOutdated)
        kind = str(KINDS.get(fact.event.document_kind, fact.event.document_kind))
        is_added = isinstance(fact.event, IdentityDocumentAdded)
        title = _("Document added: %(kind)s") if is_added else _("Document out of use: %(kind)s")
        entries += _entry(actor, fact, "file-text", title % {"kind": kind})
    return entries


@renders(BankAccountAdded, BankAccountOutdated)
def draw_accounts(actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """That an account was written down or put out of use."""
    entries = []
    for fact in facts:
        is_added = isinstance(fact.event, BankAccountAdded)
        title = _("Bank account added") if is_added else _("Bank account out of use")
        entries += _entry(actor, fact, "building-bank", title)
    return entries


@renders(NameCorrected)
def draw_corrections(actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """That a form of the name was put right."""
    return [entry for fact in facts for entry in _entry(actor, fact, "edit", _("Form of the name corrected"))]


def _entry(actor: Actor, fact: StoredFact, icon: str, title: str, body: str = "") -> list[Entry]:
    """An entry for those who may see requisites at all."""
    if not policy_of(actor).may("requisites.view"):
        return []
    return [Entry(fact.id, fact.at, icon, title, body, author_id=fact.actor.person_id)]
