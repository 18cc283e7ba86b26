"""Templates: looked into, tried, published, never changed; unsafe files and unknown places refused."""

from __future__ import annotations

import io
import zipfile

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from femida.platform.access.policy import one_policy_per_actor
from femida.platform.access.rights import Scope
from femida.platform.core.errors import Denied, Invalid, NotFound, Stale
from femida.platform.files.models import StoredFile
from femida.practice.contracts.commands import register_contract
from femida.practice.documents.commands import (
    UnableToPublish,
    add_template,
    add_type,
    change_template,
    change_type,
    publish_template,
    retire_template,
    upload_template,
)
from femida.practice.documents.composing import known_fields, unknown
from femida.practice.documents.models import DocumentType, Template, TemplateService, TemplateVersion
from femida.practice.documents.places import canonical, known_places, known_rows
from femida.practice.documents.queries import offered_versions, trial
from femida.practice.services.commands import add_field
from tests.firm.people import actor_of, an_employee, give, give_personally, numbers
from tests.platform.texts.docx.building import document, packed, relations
from tests.practice.contracting import HOUSE, a_deal
from tests.practice.documents.papers import Papers, docx, paragraph, some_papers


@pytest.fixture
def papers() -> Papers:
    return some_papers()


def added(papers: Papers, data: bytes, **more) -> int:
    return add_template(
        HOUSE,
        **{
            "name": "Проба",
            "group": "mutual",
            "type_id": papers.type_id,
            "data": data,
            "file_name": "проба.docx",
        }
        | more,
    )


@pytest.mark.django_db
def test_a_template_with_unknown_places_is_told_the_nearest_names_and_not_published(papers):
    template = papers.template(
        "{клиент родительныи} {догвор номер} {нечто совсем иное} {клиент}", publish=False
    )
    version = TemplateVersion.objects.get(template=template)
    assert unknown([*version.places, "кл\u0438ент бан\u006b"], {}) == {
        # a Latin letter among the Russian ones is not seen by eye
        "клиент банk": "клиент банк",
        "клиент родительныи": "клиент родительный",
        "догвор номер": "договор номер",
        "нечто совсем иное": "",
    }
    with pytest.raises(UnableToPublish, match="нечто совсем иное"):
        publish_template(HOUSE, template_id=template.pk, number=1)
    assert not TemplateVersion.objects.filter(state="published").exists()
    rows = unknown(["услуги.цена", "услуга.ценна", "услуга.цена"], {})
    assert rows == {"услуги.цена": "услуга.цена", "услуга.ценна": "услуга.цена"}


@pytest.mark.django_db
def test_twin_without_the_look_the_unknown_is_published(papers, monkeypatch):
    from femida.practice.documents.commands import templates

    template = papers.template("{нечто}", publish=False)
    monkeypatch.setattr(templates, "unknown", lambda *_given: {})
    publish_template(HOUSE, template_id=template.pk, number=1)
    assert TemplateVersion.objects.get().state == "published"


def bomb() -> bytes:
    parts = document(paragraph("x"))
    parts["word/bomb.xml"] = b"0" * 30_000_000
    return packed(parts)


def with_macros() -> bytes:
    parts = document(paragraph("x"))
    parts["word/vbaProject.bin"] = b"x"
    return packed(parts)


def with_a_file_outside() -> bytes:
    more = {"word/_rels/document.xml.rels": relations(("image", "http://evil.example/x.png", "External"))}
    return packed(document(paragraph("x"), more))


UNSAFE = (
    (bomb, "велик"),
    (with_macros, "макрос"),
    (with_a_file_outside, "ссылается"),
    (lambda: b"%PDF-1.4", "DOCX"),
    (lambda: b"PK\x03\x04broken", "повреждён"),
)


@pytest.mark.django_db
def test_unsafe_files_are_refused_at_the_field_and_nothing_is_written(papers):
    template = papers.template("{клиент}")
    for make, words in UNSAFE:
        with pytest.raises(Invalid) as refusal:
            added(papers, make(), name="Опасная")
        assert list(refusal.value.fields) == ["file"]
        assert words in str(refusal.value.fields["file"])
        with pytest.raises(Invalid):
            upload_template(HOUSE, template_id=template.pk, data=make(), file_name="x.docx")
    assert Template.objects.count() == TemplateVersion.objects.count() == StoredFile.objects.count() == 1


@pytest.mark.django_db
def test_a_new_upload_is_a_new_version_and_the_published_one_stays(papers):
    template = papers.template("Первая {клиент}")
    first = papers.make(template)
    upload_template(HOUSE, template_id=template.pk, data=docx(paragraph("Вторая")), file_name="2.docx")
    upload_template(HOUSE, template_id=template.pk, data=docx(paragraph("Третья")), file_name="3.docx")
    states = dict(TemplateVersion.objects.values_list("number", "state"))
    assert states == {1: "published", 2: "retired", 3: "draft"}
    assert papers.make(template).template_version.number == 1
    publish_template(HOUSE, template_id=template.pk, number=3)
    states = dict(TemplateVersion.objects.values_list("number", "state"))
    assert states == {1: "retired", 2: "retired", 3: "published"}
    assert papers.make(template).template_version.number == 3
    first.refresh_from_db()
    assert first.template_version.number == 1
    for number in (1, 2, 3):
        with pytest.raises(UnableToPublish):
            publish_template(HOUSE, template_id=template.pk, number=number)
    retire_template(HOUSE, template_id=template.pk)
    with pytest.raises(UnableToPublish):
        retire_template(HOUSE, template_id=template.pk)


FORBIDDEN = (
    "UPDATE documents_templateversion SET places = '[]'",
    "UPDATE documents_templateversion SET number = 7",
    "UPDATE documents_templateversion SET state = 'draft'",
    "DELETE FROM documents_templateversion",
    "UPDATE documents_documentversion SET missing = '[\"x\"]'",
    "DELETE FROM documents_documentversion",
)


@pytest.mark.django_db
def test_the_database_keeps_versions_as_they_are(papers):
    papers.make(papers.template("{клиент}"))
    for change in FORBIDDEN:
        with (
            pytest.raises(IntegrityError, match=r"never|become"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change)


def test_twin_without_the_triggers_versions_are_changed(cloned_database, database_server):
    """As the owner of the tables, who may take the triggers off."""
    papers = some_papers()
    papers.make(papers.template("{клиент}"))
    with psycopg.connect(database_server.owner_conninfo(cloned_database), autocommit=True) as owner:
        for table in ("documents_templateversion", "documents_documentversion"):
            owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    with connection.cursor() as cursor:
        for change in FORBIDDEN[:3]:
            cursor.execute(change)
    assert TemplateVersion.objects.get().number == 7


@pytest.mark.django_db
def test_fields_of_services_are_known_only_to_templates_of_these_services(papers):
    divorce, advice = papers.desk.divorce, papers.desk.advice
    add_field(HOUSE, service_id=divorce, key="court_name", label="Суд", kind="text")
    assert set(known_fields([divorce])) == set(known_fields()) == {"поле court name"}
    assert known_fields([advice]) == {}
    template = papers.template("{поле court_name}", services=[divorce])
    with pytest.raises(Invalid) as refusal:
        change_template(
            HOUSE,
            template_id=template.pk,
            name="Проба",
            group="mutual",
            type_id=papers.type_id,
            service_ids=[advice],
        )
    assert list(refusal.value.fields) == ["services"]
    assert TemplateService.objects.get().service_id == divorce
    wrong = papers.template("{поле court_name}", name="Не та", services=[advice], publish=False)
    with pytest.raises(UnableToPublish):
        publish_template(HOUSE, template_id=wrong.pk, number=1)
    assert [one.template_id for one in offered_versions(papers.contract.pk)] == [template.pk]


BAD = (
    ({"name": " "}, "name"),
    ({"name": "Занято"}, "name"),
    ({"name": "я" * 161}, "name"),
    ({"group": "прочее"}, "group"),
    ({"type_id": 0}, "type"),
    ({"service_ids": [0]}, "services"),
)


@pytest.mark.django_db
def test_bad_input_is_told_at_its_field(papers):
    papers.template("x", name="Занято", publish=False)
    for values, field in BAD:
        with pytest.raises(Invalid) as refusal:
            added(papers, docx(paragraph("x")), **values)
        assert list(refusal.value.fields) == [field]
    assert Template.objects.count() == 1


@pytest.mark.django_db
def test_stale_edits_and_rights(papers):
    template = papers.template("x")
    for act in (
        lambda: publish_template(HOUSE, template_id=template.pk, number=1, version=template.version + 1),
        lambda: retire_template(HOUSE, template_id=template.pk, version=template.version + 1),
        lambda: upload_template(
            HOUSE, template_id=template.pk, data=docx(paragraph("x")), file_name="x", version=99
        ),
    ):
        with pytest.raises(Stale):
            act()
    # a right over an office only does not reach words of the whole firm
    give(papers.seller, documents__templates=Scope.OFFICE)
    with pytest.raises(NotFound):
        retire_template(actor_of(papers.seller), template_id=template.pk)
    with pytest.raises(Denied):
        add_type(actor_of(an_employee(papers.desk.office)), name="Чужой")
    assert TemplateVersion.objects.get().state == "published"


@pytest.mark.django_db
def test_types_of_papers_have_names_of_their_own(papers):
    with pytest.raises(Invalid):
        add_type(HOUSE, name="Договор")
    pk = add_type(HOUSE, name="Скан")
    with pytest.raises(Invalid):
        change_type(HOUSE, type_id=pk, name="Договор")
    change_type(HOUSE, type_id=pk, name="Скан договора", is_active=False)
    assert DocumentType.objects.get(pk=pk).name == "Скан договора"
    with pytest.raises(Invalid) as refusal:
        added(papers, docx(paragraph("x")), type_id=pk)
    assert list(refusal.value.fields) == ["type"]


def more_contracts(papers: Papers, count: int) -> None:
    for _number in range(count):
        phone = f"+7999{next(numbers):07}"
        papers.desk.deal = a_deal(papers.desk.firm, phone, papers.seller)
        papers.desk.ready()


@pytest.mark.django_db
def test_a_trial_tells_contract_by_contract_what_stays_empty_and_keeps_nothing(papers):
    register_contract(HOUSE, contract_id=papers.contract.pk)
    more_contracts(papers, 2)
    papers.template("{договор номер} {клиент} {клиент паспорт}", publish=False)
    version = TemplateVersion.objects.get()
    results = trial(actor_of(papers.head), version, 10)
    empty = {one.contract_id: [place.name for place in one.empty] for one in results}
    assert empty.pop(papers.contract.pk) == []
    assert list(empty.values()) == [["договор номер", "клиент паспорт"]] * 2
    assert len(trial(actor_of(papers.head), version, 2)) == 2
    # what is there and closed to the reader is told apart from what is not there
    give_personally(papers.head, requisites__reveal=Scope.DENIED)
    by_id = {one.contract_id: one for one in trial(actor_of(papers.head), version, 10)}
    own = by_id.pop(papers.contract.pk)
    assert [(place.name, place.is_hidden) for place in own.empty] == [("клиент паспорт", True)]
    assert not any(place.is_hidden for one in by_id.values() for place in one.empty)
    # whoever sees no contract tries on none
    give_personally(papers.head, contracts__view=Scope.DENIED)
    assert trial(actor_of(papers.head), version, 10) == []


@pytest.mark.django_db
def test_a_trial_asks_the_database_as_often_for_many_contracts_as_for_few(papers):
    papers.template("{клиент} {клиент паспорт}", publish=False)
    version = TemplateVersion.objects.get()
    counts = []
    for _size in range(2):
        more_contracts(papers, 2)
        with one_policy_per_actor(), CaptureQueriesContext(connection) as captured:
            trial(actor_of(papers.head), version, 50)
        counts.append(len(captured.captured_queries))
    assert counts[0] == counts[1] == 16


def test_every_place_has_a_name_that_templates_can_hold_and_an_example():
    from femida.platform.texts.docx.places import PLACE
    from femida.practice.documents.catalogue import SAMPLE, example_of

    for key, place in known_places().items():
        assert PLACE.fullmatch(f"{{{place.name}}}"), place.name
        assert canonical(place.name) == key
        assert example_of(place), place.name
    for group in known_rows().values():
        for column in group.columns.values():
            assert PLACE.fullmatch(f"{{{group.name}.{column.name}}}")
        assert group.items(SAMPLE)


@pytest.mark.django_db
def test_the_file_of_a_template_is_kept_encrypted(papers):
    papers.template("Особое слово")
    stored = StoredFile.objects.get()
    from femida.platform.files.storage import storage

    with storage().open(stored.blob) as file:
        raw = file.read()
    assert not zipfile.is_zipfile(io.BytesIO(raw))
