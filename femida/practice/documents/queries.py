"""Reads about documents: what is filed, what templates are offered, how a template would come out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from femida.platform.access.queries import visible
from femida.platform.core.actor import Actor
from femida.platform.files.queries import open_file
from femida.practice.contracts.models import Contract, ContractLine
from femida.practice.documents.composing import Composed, Empty, compose, sealed_in
from femida.practice.documents.facts import Facts, facts_of
from femida.practice.documents.models import (
    Document,
    DocumentVersion,
    TemplateService,
    TemplateVersion,
)

MOST_TRIED: Final = 50
_HOUSE: Final = Actor.system("documents")


@dataclass(frozen=True, slots=True)
class Tried:
    """How a template came out on one contract."""

    contract_id: int
    title: str
    client: str
    empty: tuple[Empty, ...]


def bytes_of(file_id: int) -> bytes:
    """The bytes of a file of this room: for the house itself, after a right has been checked."""
    return b"".join(open_file(_HOUSE, file_id).read())


def offered_versions(contract_id: int) -> QuerySet[TemplateVersion]:
    """The published versions of templates that are for the services of a contract, or for all contracts.

    Their names are the firm's own words: whoever may make a document of the contract may choose among them.
    """
    services = ContractLine.objects.filter(contract_id=contract_id).values("service_id")
    tied = TemplateService.objects.filter(template=OuterRef("template_id"))
    fits = Q(~Exists(tied)) | Q(Exists(tied.filter(service_id__in=services)))
    return (
        TemplateVersion.objects.filter(fits, state=TemplateVersion.State.PUBLISHED)
        .select_related("template")
        .order_by("template__name")
    )


def preview(actor: Actor, contract_id: int, places: Sequence[str]) -> Composed:
    """The values of places for a contract in sight under the actor's rights. Raises KeyError for others."""
    facts = facts_of(actor, [contract_id], sealed=sealed_in(places))[contract_id]
    return compose(facts, places)


def documents_of(actor: Actor, contract_id: int) -> list[Document]:
    """The documents of a contract that the actor may see: by group, then the newest first; one statement."""
    rows = visible(actor, Document).filter(contract_id=contract_id)
    return list(rows.select_related("type", "changed_by").order_by("-changed_at", "-pk"))


def versions_of(actor: Actor, document_ids: Sequence[int]) -> dict[int, list[DocumentVersion]]:
    """All versions of documents that the actor may see, the newest first, with their files: one statement."""
    found: dict[int, list[DocumentVersion]] = {pk: [] for pk in document_ids}
    rows = visible(actor, DocumentVersion).filter(document_id__in=document_ids)
    for row in rows.select_related("file", "made_by", "template_version").order_by("-number"):
        found[row.document_id].append(row)
    return found


def trial(actor: Actor, version: TemplateVersion, count: int) -> list[Tried]:
    """A template tried on the newest contracts that the actor sees and that it is for; nothing is kept.

    At most fifty contracts, in a fixed number of statements whatever their number.
    """
    services = list(
        TemplateService.objects.filter(template_id=version.template_id).values_list("service_id", flat=True)
    )
    contracts = visible(actor, Contract).exclude(state=Contract.State.VOID)
    if services:
        lines = ContractLine.objects.filter(contract=OuterRef("pk"), service_id__in=services)
        contracts = contracts.filter(Exists(lines))
    newest = contracts.order_by("-created_at", "-pk").values_list("pk", flat=True)
    ids = list(newest[: max(1, min(count, MOST_TRIED))])
    facts = facts_of(actor, ids, sealed=sealed_in(version.places))
    return [_tried(facts[pk], version.places) for pk in ids if pk in facts]


def _tried(facts: Facts, places: Sequence[str]) -> Tried:
    return Tried(facts.contract_id, facts.number, facts.client.name, compose(facts, places).empty)
