"""A contract ready for documents, templates made by hand, and reading what came out."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import date

import pypdf

from femida.firm.offices.commands import Signing, change_legal_entity, set_bank_details
from femida.firm.offices.models import LegalEntity, Office
from femida.firm.staff.models import Employee
from femida.parties.registry.models import Party
from femida.parties.requisites.commands import add_bank_account, add_identity_document, set_requisites
from femida.platform.access.rights import Scope
from femida.practice.contracts.models import Contract
from femida.practice.documents.commands import (
    add_template,
    add_type,
    make_document,
    publish_template,
)
from femida.practice.documents.models import Document, DocumentType, DocumentVersion, Template
from femida.practice.documents.queries import bytes_of
from tests.firm.people import give
from tests.platform.texts.docx.building import docx, paragraph, row, table
from tests.practice.contracting import HEADING, HOUSE, SELLING, Desk, a_desk

PASSPORT = "45 08 123456"
ACCOUNT, BIC = "40702810900000000123", "044525225"
WORKING = (
    *("documents__view", "documents__make", "documents__file", "documents__publish"),
    *("requisites__view", "requisites__reveal"),
)


@dataclass
class Papers:
    """A registered contract of a person with requisites, and people with rights on its documents."""

    desk: Desk
    contract: Contract
    type_id: int

    @property
    def seller(self) -> Employee:
        return self.desk.seller

    @property
    def head(self) -> Employee:
        return self.desk.head

    @property
    def party(self) -> Party:
        return Party.objects.get(pk=self.contract.party_id)

    def rename(self, surname: str, given: str = "", patronymic: str = "", gender: str = "") -> None:
        """Give the client another name."""
        whole = " ".join(part for part in (surname, given, patronymic) if part)
        Party.objects.filter(pk=self.contract.party_id).update(
            surname=surname, given_name=given, patronymic=patronymic, name=whole, name_known=True
        )
        set_requisites(HOUSE, party_id=self.contract.party_id, values={"gender": gender})

    def template(self, *lines: str, name: str = "Проба", services=(), publish: bool = True) -> Template:
        """A template of these paragraphs; one that is an XML table goes in as it is."""
        body = "".join(line if line.startswith("<w:") else paragraph(line) for line in lines)
        pk = add_template(
            HOUSE,
            name=name,
            group="mutual",
            type_id=self.type_id,
            data=docx(body),
            file_name="проба.docx",
            service_ids=services,
        )
        if publish:
            publish_template(HOUSE, template_id=pk, number=1)
        return Template.objects.get(pk=pk)

    def make(self, template: Template, actor=HOUSE, accept=None, **more) -> DocumentVersion:
        """A document of the contract; whatever stays empty is accepted unless `accept` says otherwise."""
        names = Everything() if accept is None else accept
        pk = make_document(
            actor, contract_id=self.contract.pk, template_id=template.pk, accept_empty=names, **more
        )
        return DocumentVersion.objects.filter(document_id=pk).order_by("-number")[0]

    def said(self, *lines: str, actor=HOUSE) -> str:
        """The text of a document made of these lines."""
        number = Template.objects.count()
        return text_of(self.make(self.template(*lines, name=f"Проба {number}"), actor))


class Everything(frozenset):
    """Names that a person has accepted, whatever they are."""

    def __contains__(self, _name: object) -> bool:
        return True


def some_papers() -> Papers:
    """Set all of it up."""
    desk = a_desk()
    give(desk.seller, **dict.fromkeys(WORKING, Scope.OWN))
    give(desk.head, **dict.fromkeys(WORKING, Scope.OFFICE), documents__templates=Scope.FIRM)
    contract = desk.ready()
    entity = LegalEntity.objects.get()
    change_legal_entity(
        HOUSE,
        legal_entity_id=entity.pk,
        name="Общество с ограниченной ответственностью «Проба»",
        short_name="ООО «Проба»",
        inn="7700000009",
        address="г. Москва, ул. Примерная, д. 7",
        signing=Signing(
            head_name="Орлова Мария Павловна",
            head_position="Генеральный директор",
            head_basis="Устава",
        ),
    )
    set_bank_details(HOUSE, legal_entity_id=entity.pk, bank_name="Банк «Пробный»", bic=BIC, account=ACCOUNT)
    Office.objects.filter(pk=desk.office.pk).update(phone="+7 495 000-00-07", address="ул. Садовая, д. 1")
    papers = Papers(desk, contract, add_type(HOUSE, name="Договор"))
    papers.rename("Воробьёва", "Любовь", "Ильинична")
    pk = contract.party_id
    set_requisites(
        HOUSE,
        party_id=pk,
        values={"birth_date": date(1985, 3, 8), "registered_address": "г. Тула, ул. Садовая, д. 5"},
    )
    add_identity_document(
        HOUSE,
        party_id=pk,
        kind="passport",
        number=PASSPORT,
        issuer="ОВД района Сокол",
        issued_on=date(2010, 5, 20),
        unit_code="770-001",
    )
    return papers


def text_of(version: DocumentVersion) -> str:
    """The words of a version's DOCX, one paragraph a line."""
    return words_of(bytes_of(version.file_id))


def words_of(data: bytes) -> str:
    """The words of a DOCX, one paragraph a line; breaks of lines are line ends too."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("word/document.xml").decode()
    xml = re.sub(r"<w:br\s*/>|</w:p>", "\n", xml)
    text = re.sub(r"<[^>]+>", "", xml)
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        text = text.replace(entity, sign)
    return text.strip()


def pdf_words(data: bytes) -> str:
    """The words of a PDF."""
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def bank_of_client(papers: Papers) -> None:
    """Give the client an account."""
    add_bank_account(HOUSE, party_id=papers.contract.party_id, bic=BIC, bank_name="Банк", account=ACCOUNT)


__all__ = [
    "HEADING",
    "HOUSE",
    "SELLING",
    "Document",
    "DocumentType",
    "Papers",
    "docx",
    "paragraph",
    "row",
    "some_papers",
    "table",
]
