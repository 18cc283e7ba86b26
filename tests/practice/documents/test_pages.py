"""The pages of documents: making, filing, templates, the trial, what they refuse, in how many statements."""

from __future__ import annotations

import json
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from femida.firm.offices.models import LegalEntity
from femida.parties.registry.commands import close_party
from femida.platform.access.rights import Scope
from femida.platform.journal.models import AccessLog
from femida.practice.documents.commands import remove_document
from femida.practice.documents.jobs import make_pdf
from femida.practice.documents.models import (
    Document,
    DocumentType,
    DocumentVersion,
    Template,
    TemplateVersion,
)
from tests.firm.people import give_personally
from tests.platform.texts.docx.building import docx, paragraph
from tests.practice.contracting import HOUSE
from tests.practice.documents.papers import ACCOUNT, Papers, some_papers, words_of
from tests.practice.test_contract_pages import FRAME, browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def papers() -> Papers:
    return some_papers()


@pytest.fixture
def client(papers) -> Client:
    """The browser of the head, who maintains templates as well."""
    return browser(papers.head)


def at(name: str, *ids: int) -> str:
    return reverse(f"documents:{name}", args=ids)


def of_template(name: str, *ids: int) -> str:
    return reverse(f"document-templates:{name}", args=ids)


def a_file(name: str = "проба.docx", data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, docx(paragraph("{клиент}")) if data is None else data)


def card_of(papers: Papers, client: Client) -> str:
    return client.get(reverse("contracts:card", args=[papers.contract.pk])).content.decode()


def test_from_the_upload_of_a_template_to_the_document_in_hand(papers, client, settings):
    settings.FEMIDA_SOFFICE = "none"
    data = docx(paragraph("{клиент родительный}, {клиент снилс}") + paragraph("{кленит}"))
    form = {"name": "Заявление", "group": "lawyer", "type": papers.type_id, "file": a_file(data=data)}
    answer = client.post(of_template("new"), form)
    template = Template.objects.get()
    assert answer["Location"] == of_template("card", template.pk)
    card = client.get(answer["Location"]).content.decode()
    assert "Неизвестная подстановка {кленит}. Возможно, {клиент}?" in card
    number, version = 1, template.version
    refused = client.post(of_template("publish", template.pk, number), {"version": version})
    assert (refused.status_code, TemplateVersion.objects.get().state) == (422, "draft")
    data = docx(paragraph("{клиент родительный}, {клиент снилс}"))
    client.post(of_template("upload", template.pk), {"file": a_file(data=data), "version": version})
    trial = client.get(of_template("trial", template.pk) + "?count=5").content.decode()
    assert "клиент снилс" in trial
    assert "пусто" in trial
    sample = client.get(of_template("sample", template.pk, 2, papers.contract.pk))
    assert "attachment" in sample["Content-Disposition"]
    assert words_of(sample.content) == "Воробьёвой Любови Ильиничны,"
    assert AccessLog.objects.filter(kind="reveal", object_id=papers.contract.party_id).count() == 1
    assert "Где-то пусто: клиент снилс" in client.get(of_template("publish", template.pk, 2)).content.decode()
    client.post(of_template("publish", template.pk, 2))
    assert TemplateVersion.objects.get(number=2).state == "published"
    # the person who makes it is shown what stays empty, and goes on
    seller = browser(papers.seller)
    dialog = seller.get(at("make", papers.contract.pk))
    key = dialog.context["form"]["key"].value()
    given = {"template": str(template.pk), "key": str(key)}
    first = seller.post(at("make", papers.contract.pk), given)
    assert first.status_code == 422
    page = first.content.decode()
    assert "Останутся пустыми: клиент снилс" in page
    shown = first.context["form"]["shown"].value()
    assert json.loads(shown) == ["клиент снилс"]
    assert not Document.objects.exists()
    agreed = {**given, "accepted": "on", "shown": shown}
    assert seller.post(at("make", papers.contract.pk), agreed).status_code == 302
    assert seller.post(at("make", papers.contract.pk), agreed).status_code == 302
    made = DocumentVersion.objects.get()
    assert "PDF готовится" in card_of(papers, seller)
    make_pdf.func(version_id=made.pk)
    made.refresh_from_db()
    card = card_of(papers, seller)
    assert reverse("files:open", args=[made.pdf_id]) in card
    assert reverse("files:open", args=[made.file_id]) in card
    assert (
        "Заявление" in seller.get(reverse("parties:card", args=[papers.contract.party_id])).content.decode()
    )
    assert "1 пустое место" in seller.get(at("card", made.document_id)).content.decode()
    listed = seller.get("/documents/?q=заявл").content.decode()
    assert at("card", made.document_id) in listed
    followed = seller.get(reverse("files:open", args=[made.file_id]), follow=True)
    assert words_of(b"".join(followed.streaming_content)).startswith("Воробьёвой")


def test_a_tick_for_one_template_does_not_count_for_another(papers, client):
    first, second = papers.template("{клиент снилс}"), papers.template("{договор номер}", name="Вторая")
    address, key = at("make", papers.contract.pk), str(uuid.uuid4())
    shown = json.dumps(["клиент снилс"], ensure_ascii=False)
    given = {"template": str(second.pk), "key": key, "accepted": "on", "shown": shown}
    answer = client.post(address, given)
    assert answer.status_code == 422
    assert json.loads(answer.context["form"]["shown"].value()) == ["договор номер"]
    assert not answer.context["form"]["accepted"].value()
    assert not Document.objects.exists()
    for junk in ("не json", "{}", "[1"):
        assert client.post(address, {**given, "template": str(first.pk), "shown": junk}).status_code == 422


def test_filing_by_the_pages(papers, client):
    picture = SimpleUploadedFile("скан.jpg", b"\xff\xd8\xff" + b"0" * 40)
    form = {"file": picture, "title": "", "group": "client", "type": papers.type_id, "key": str(uuid.uuid4())}
    assert client.post(at("upload", papers.contract.pk), form).status_code == 302
    document = Document.objects.get()
    assert document.title == "Договор"
    pk = document.pk
    newer = {"file": SimpleUploadedFile("с.jpg", b"\xff\xd8\xff1"), "key": str(uuid.uuid4()), "version": 1}
    assert client.post(at("new-version", pk), {**newer, "version": 9}).status_code == 409
    newer["file"].seek(0)
    assert client.post(at("new-version", pk), newer).status_code == 302
    card = card_of(papers, client)
    assert "в. 2" in card
    assert card.count("JPG") >= 1
    edit = {"title": "Скан", "group": "sample", "type": papers.type_id, "version": 1}
    assert client.post(at("edit", pk), edit).status_code == 409
    assert client.post(at("edit", pk), {**edit, "version": 2}).status_code == 302
    assert client.post(at("show", pk)).status_code == 204
    assert "в кабинете" in card_of(papers, client)
    assert client.post(at("hide", pk)).status_code == 204
    own = f"http://testserver{at('card', pk)}"
    answer = client.post(at("remove", pk), headers={"HX-Current-URL": own})
    assert answer["HX-Redirect"] == reverse("contracts:card", args=[papers.contract.pk])
    assert "Скан" not in card_of(papers, client).split("panel-documents")[1].split("</section>")[0]
    assert client.get(at("card", pk)).status_code == 404


def test_bad_input_is_answered_at_its_field(papers, client):
    template = papers.template("x", name="Занято")
    key = str(uuid.uuid4())
    empty = SimpleUploadedFile("x.docx", b"")
    kept = {"type": papers.type_id, "key": key}
    told = {"group": "client", "type": papers.type_id}
    make, upload, new = at("make", papers.contract.pk), at("upload", papers.contract.pk), of_template("new")
    cases = (
        (make, {"template": "0", "key": key}, "template"),
        (make, {"template": str(template.pk), "key": "x"}, "key"),
        (upload, {"file": a_file(), "group": "x", **kept}, "group"),
        (upload, {"file": empty, "group": "client", **kept}, "file"),
        (new, {"name": "Занято", "file": a_file(), **told}, "name"),
        (new, {"name": "Иное", "file": a_file(data=b"%PDF"), **told}, "file"),
        (of_template("upload", template.pk), {"file": a_file(data=b"PK\x03\x04")}, "file"),
        (reverse("document-types:new"), {"name": "Договор", "order": "1"}, "name"),
    )
    for address, form, field in cases:
        answer = client.post(address, form)
        assert answer.status_code == 422, (address, form)
        assert list(answer.context["form"].errors) == [field], address
    assert not Document.objects.exists()
    assert Template.objects.count() == DocumentType.objects.count() == 1


def test_templates_and_types_are_changed_by_their_pages(papers, client):
    template = papers.template("{клиент}", services=[papers.desk.divorce])
    card = client.get(of_template("card", template.pk)).content.decode()
    assert "Развод" in card
    form = {"name": "Новое имя", "group": "sample", "type": papers.type_id, "version": template.version}
    assert client.post(of_template("edit", template.pk), form).status_code == 302
    assert "Для всех договоров" in client.get(of_template("card", template.pk)).content.decode()
    assert "опубликован" in client.get(of_template("list")).content.decode()
    assert client.post(of_template("retire", template.pk)).status_code == 204
    assert client.post(reverse("document-types:presets")).status_code == 204
    assert Template.objects.count() == 3
    types = reverse("document-types:edit", args=[papers.type_id])
    assert client.post(types, {"name": "Договоры", "order": "5", "is_active": "on"}).status_code == 302
    assert "Договоры" in client.get(reverse("document-types:list")).content.decode()
    page = client.get(reverse("document-types:places")).content.decode()
    for words in ("{клиент родительный}", "Воробьёвой Любови Ильиничны", "{платёж.сумма прописью}"):
        assert words in page
    service = client.get(reverse("services:card", args=[papers.desk.divorce])).content.decode()
    assert "Новое имя" in service


def test_our_own_firm_says_who_signs(papers, client):
    from tests.firm.people import give

    give(papers.head, offices__view=Scope.FIRM, offices__change=Scope.FIRM)
    entity = LegalEntity.objects.get()
    address = reverse("legal-entities:edit", args=[entity.pk])
    form = dict(client.get(address).context["form"].initial)
    assert form["head_name"] == "Орлова Мария Павловна"
    wrong = client.post(address, {**form, "is_active": "on", "head_name": "я" * 201})
    assert list(wrong.context["form"].errors) == ["head_name"]
    kept = {**form, "is_active": "on", "head_position": "Директор"}
    assert client.post(address, kept).status_code == 302
    entity.refresh_from_db()
    assert (entity.head_position, entity.account) == ("Директор", ACCOUNT)


def test_strangers_readers_and_the_wall(papers, client):
    made = papers.make(papers.template("{клиент}"))
    pk = made.document_id
    seller = browser(papers.seller)
    for address in (of_template("list"), reverse("document-types:places"), reverse("document-types:list")):
        assert seller.get(address).status_code == 403
    give_personally(papers.seller, documents__make=Scope.DENIED, documents__file=Scope.DENIED)
    assert seller.get(at("make", papers.contract.pk)).status_code == 403
    assert seller.post(at("remove", pk)).status_code == 403
    assert at("make", papers.contract.pk) not in card_of(papers, seller)
    close_party(HOUSE, party_id=papers.contract.party_id, people=[papers.head.account_id], reason="Конфликт")
    for address in (at("card", pk), reverse("files:open", args=[made.file_id])):
        assert seller.get(address).status_code == 404
        assert client.get(address).status_code in (200, 302)
    assert "Проба" not in seller.get("/documents/").content.decode()
    remove_document(HOUSE, document_id=pk)
    assert client.get(reverse("files:open", args=[made.file_id])).status_code == 404


BUDGETS = {
    "/documents/": FRAME + 1,
    "/documents/{document}/": FRAME + 7,
    "/contracts/{contract}/": FRAME + 12,
    "/document-templates/": FRAME + 2,
    "/document-templates/{template}/trial/?count=50": FRAME + 18,
}


def test_exactly_as_many_statements_with_few_rows_and_with_many(papers, client):
    template = papers.template("{клиент} {договор номер}")
    first = papers.make(template).document_id
    ids = {"document": first, "contract": papers.contract.pk, "template": template.pk}
    for size in (1, 3):
        for number in range(size):
            papers.make(template, document_id=papers.make(template).document_id)
            papers.template("x", name=f"Шаблон {size} {number}")
        for address, budget in BUDGETS.items():
            page = address.format(**ids)
            client.get(page)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(page).status_code == 200
            statements = [one["sql"] for one in captured.captured_queries]
            assert len(statements) == budget, "\n".join([address, *statements])
