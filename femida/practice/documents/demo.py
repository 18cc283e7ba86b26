"""Documents of the demonstration firm: ready templates, a few contracts with papers."""

from __future__ import annotations

from typing import Any, Final, Protocol

from femida.platform.core import clock
from femida.platform.core.actor import Actor
from femida.practice.contracts.models import Contract
from femida.practice.documents.commands import make_document, show_document, upload_document
from femida.practice.documents.composing import compose
from femida.practice.documents.facts import facts_of
from femida.practice.documents.models import DocumentType, Template, TemplateVersion
from femida.practice.documents.preset import load_document_presets

CONTRACTS: Final = 6
SCAN: Final = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 298]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
"""An empty page in place of a scan: nobody's passport."""


class Context(Protocol):
    """What the set-up of the demonstration firm gives to each room."""

    made: dict[str, Any]


def build(_context: Context) -> None:
    """Load the templates and make documents of the newest contracts."""
    actor = Actor.system("demo")
    load_document_presets(actor)
    templates = {one.preset: one for one in Template.objects.exclude(preset="")}
    scan = DocumentType.objects.get(name="Паспорт: главная страница").pk
    # those with a number first, then drafts
    newest = Contract.objects.exclude(state=Contract.State.VOID).order_by("-state", "-created_at", "-pk")
    for place, contract in enumerate(newest[:CONTRACTS]):
        with clock.at(contract.created_at):
            made = _make(actor, contract.pk, templates["contract"])
            if place == 0:
                show_document(actor, document_id=made, is_published=True)
                _make(actor, contract.pk, templates["contract"], document_id=made)
            if place % 2 == 0:
                _make(actor, contract.pk, templates["power_of_attorney"])
                upload_document(
                    actor,
                    contract_id=contract.pk,
                    title="Паспорт: главная страница",
                    group="client",
                    type_id=scan,
                    file_name="паспорт.pdf",
                    content=[SCAN],
                )


def _make(actor: Actor, contract_id: int, template: Template, document_id: int | None = None) -> int:
    version = TemplateVersion.objects.get(template=template, state="published")
    composed = compose(facts_of(actor, [contract_id])[contract_id], version.places)
    return make_document(
        actor,
        contract_id=contract_id,
        template_id=template.pk,
        document_id=document_id,
        accept_empty=[one.name for one in composed.empty],
    )
