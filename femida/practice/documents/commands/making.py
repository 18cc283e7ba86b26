"""Making a document of a contract from a template."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from femida.parties.registry.models import Party
from femida.platform.commands.core import command, take
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Invalid, UnableTo
from femida.platform.core.locks import lock_words
from femida.platform.journal.access_log import Kind as AccessKind
from femida.platform.journal.access_log import log_access
from femida.platform.journal.recording import record
from femida.platform.texts.docx import UnableToUseTemplate, fill
from femida.practice.contracts.models import Contract
from femida.practice.documents.commands.storing import Kept, keep_version, known_press
from femida.practice.documents.composing import compose, sealed_in
from femida.practice.documents.events import DocumentMade
from femida.practice.documents.facts import Facts, facts_of
from femida.practice.documents.models import TemplateVersion
from femida.practice.documents.queries import bytes_of, offered_versions

PARTY: Final = "parties.party"


class UnableToMakeDocument(UnableTo):
    """The contract is void, its client has no name, or the template cannot be filled."""

    code = "unable_to_make_document"
    default_sentence = gettext_lazy("No document can be made of this contract.")


class LeavesEmpty(Invalid):
    """Places will stay empty that nobody has let stay empty; `names` are all of them."""

    def __init__(self, names: list[str]) -> None:
        sentence = _("These places will stay empty: %(names)s. Tick to make the document all the same.")
        super().__init__({"accepted": sentence % {"names": ", ".join(names)}})
        self.names = names


@command(right="documents.make", on=Contract)
def make_document(
    actor: Actor,
    *,
    contract_id: int,
    template_id: int,
    document_id: int | None = None,
    accept_empty: Collection[str] = (),
    key: UUID | None = None,
) -> int:
    """Make a document from the published version of a template; returns the document's id.

    With `document_id` it becomes a further version of that document. Places may stay empty only when they
    are named in `accept_empty`; otherwise Invalid at `accepted` says which. Whole numbers of documents and
    accounts come out only where the actor's right to see them reaches the client, and that is recorded.
    With `key` a repeated press gives the document that the first one made. Raises Invalid, NotFound,
    UnableToMakeDocument.
    """
    if key is not None:
        lock_words("documents.make", str(key))
    contract = take(actor, Contract, contract_id)
    made = known_press(key, contract_id)
    if made is not None:
        return made
    _require_makeable(contract)
    template = _offered(contract_id, template_id)
    facts = facts_of(actor, [contract_id], sealed=sealed_in(template.places))[contract_id]
    composed = compose(facts, template.places)
    _require_accepted([one.name for one in composed.empty], accept_empty)
    try:
        filled = fill(bytes_of(template.file_id), composed.values, composed.rows)
    except UnableToUseTemplate as refusal:
        raise UnableToMakeDocument(refusal.sentence) from None
    kept = keep_version(
        actor,
        Kept(
            contract_id=contract_id,
            title=template.template.name,
            group=template.template.group,
            type_id=template.template.type_id,
            file_name=_file_name(template.template.name, facts),
            content=[filled.data],
            template_version=template,
            missing=[one.name for one in composed.empty],
            key=key,
        ),
        document_id=document_id,
    )
    _log_opened(actor, contract, template, facts)
    record(
        DocumentMade(
            document_id=kept.document_id,
            contract_id=contract_id,
            party_id=contract.party_id,
            number=kept.number,
            template_id=template.template_id,
        )
    )
    return kept.document_id


def _require_makeable(contract: Contract) -> None:
    if contract.state == Contract.State.VOID:
        raise UnableToMakeDocument(_("The contract is void."))
    if not Party.objects.filter(pk=contract.party_id, name_known=True).exists():
        raise UnableToMakeDocument(_("The client has no name. Fill it in on the client's card first."))


def _offered(contract_id: int, template_id: int) -> TemplateVersion:
    """The published version of a template that is for this contract. Raises Invalid at `template`."""
    for version in offered_versions(contract_id):
        if version.template_id == template_id:
            return version
    raise Invalid(
        {"template": _("This template is not for the services of this contract, or is out of use.")}
    )


def _require_accepted(empty: list[str], accepted: Collection[str]) -> None:
    if any(name not in accepted for name in empty):
        raise LeavesEmpty(empty)


def _log_opened(actor: Actor, contract: Contract, template: TemplateVersion, facts: Facts) -> None:
    """One line in the register of access when whole sealed numbers went into the document."""
    kinds = sealed_in(template.places)
    side = facts.client
    given = {"passport": side.passport, "inn": side.inn, "snils": side.snils, "account": side.account}
    if any(given[kind] for kind in kinds):
        log_access(
            actor,
            AccessKind.REVEAL,
            object_type=PARTY,
            object_id=contract.party_id,
            right="requisites.reveal",
            reason=_("A document was made from the template “%(name)s”.") % {"name": template.template.name},
        )


def _file_name(name: str, facts: Facts) -> str:
    number = facts.number.replace("/", "-")
    return f"{name} {number}".strip() + ".docx"


__all__ = ["LeavesEmpty", "UnableToMakeDocument", "make_document"]
