"""Making documents: values and tables, rights on sealed numbers, what stays empty, refusals."""

from __future__ import annotations

import uuid
from datetime import date
from decimal import Decimal

import pytest

from femida.parties.registry.commands import close_party, register_party
from femida.parties.registry.models import Party
from femida.platform.access.rights import Scope
from femida.platform.core.errors import Denied, Invalid, NotFound
from femida.platform.files.models import StoredFile
from femida.platform.journal.models import AccessLog
from femida.platform.journal.timeline import timeline
from femida.practice.contracts.commands import (
    LineWish,
    add_line,
    add_to_contract,
    describe_contract,
    register_contract,
    set_plan,
    void_contract,
)
from femida.practice.contracts.plans import evenly
from femida.practice.documents.commands import UnableToMakeDocument, make_document, retire_template
from femida.practice.documents.commands.making import LeavesEmpty
from femida.practice.documents.commands.storing import UnableToKeepVersion
from femida.practice.documents.models import Document, DocumentVersion
from femida.practice.services.commands import add_field
from tests.firm.people import actor_of, an_employee, give, give_personally
from tests.practice.contracting import HOUSE, a_deal
from tests.practice.documents.papers import (
    PASSPORT,
    Papers,
    bank_of_client,
    row,
    some_papers,
    table,
    text_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def papers() -> Papers:
    return some_papers()


def test_a_contract_comes_out_with_numbers_days_sums_and_tables(papers):
    pk = papers.contract.pk
    add_field(HOUSE, service_id=papers.desk.divorce, key="court_name", label="Суд", kind="text")
    add_line(HOUSE, contract_id=pk, wish=LineWish(papers.desk.advice, Decimal("1.5")))
    set_plan(HOUSE, contract_id=pk, way="equal", payments=evenly(Decimal("1500.00"), 2, date(2026, 12, 31)))
    values = {str(papers.desk.divorce): {"court_name": "Тверской районный суд"}}
    describe_contract(HOUSE, contract_id=pk, essence="Раздел", values=values)
    payer = register_party(HOUSE, kind="organisation", legal_name="ООО «Платит»")
    add_to_contract(HOUSE, contract_id=pk, party_id=payer, role="payer")
    number = register_contract(HOUSE, contract_id=pk)
    papers.contract.refresh_from_db()
    day = papers.contract.signed_on
    said = papers.said(
        "№ {Договор_Номер}; {договор дата цифрами}; {договор суть}; {договор сумма}",
        "{договор сумма полностью}; {договор ндс}; {договор предмет}; {поле court_name}; {офис телефон}",
        table(
            row("{услуга.номер}", "{услуга.название}", "{услуга.количество}", "{услуга.цена}", "{услуга.ндс}")
        ),
        table(row("{платёж.номер}", "{платёж.срок}", "{платёж.сумма}", "{платёж.сумма прописью}")),
        table(row("{участник.роль}", "{участник.имя}")),
    ).replace("\u202f", " ").replace("\xa0", " ")  # fmt: skip
    lines = said.splitlines()
    assert lines[0] == f"№ {number}; {day:%d.%m.%Y}; Раздел; 1 500,00"
    assert lines[1] == (
        "1 500 (одна тысяча пятьсот) рублей 00 копеек; в том числе НДС 22 % — 180,33 руб.; "
        "в остальной части НДС не облагается; Развод; Совет; Тверской районный суд; +7 495 000-00-07"
    )
    assert lines[2:] == [
        *("1", "Развод", "1", "1 000,00", "22 %"),
        *("2", "Совет", "1,5", "333,33", "без НДС"),
        *("1", "31.12.2026", "750,00", "семьсот пятьдесят рублей 00 копеек"),
        *("2", "31.01.2027", "750,00", "семьсот пятьдесят рублей 00 копеек"),
        *("платит", "ООО «Платит»"),
    ]


def test_requisites_stand_one_a_line_and_the_preamble_in_one_sentence(papers):
    bank_of_client(papers)
    said = papers.said("{клиент преамбула}", "{клиент реквизиты}")
    assert said.splitlines() == [
        "Воробьёва Любовь Ильинична, 08.03.1985 года рождения, паспорт 45 08 123456, выдан ОВД района Сокол "
        "20.05.2010, код подразделения 770-001, зарегистрированная по адресу: г. Тула, ул. Садовая, д. 5",
        "Воробьёва Любовь Ильинична",
        "Дата рождения: 08.03.1985",
        "Паспорт: 45 08 123456, выдан ОВД района Сокол 20.05.2010, код подразделения 770-001",
        "Адрес: г. Тула, ул. Садовая, д. 5",
        "Р/с: 40702810900000000123",
        "Банк: Банк",
        "БИК: 044525225",
    ]


def test_sealed_numbers_follow_the_right_of_the_maker_and_are_recorded(papers):
    template = papers.template("Паспорт: {клиент паспорт}.")
    made = papers.make(template, actor_of(papers.seller))
    assert text_of(made) == f"Паспорт: {PASSPORT}."
    line = AccessLog.objects.get(kind="reveal")
    assert (line.object_id, line.actor_id) == (papers.contract.party_id, papers.seller.account_id)
    give_personally(papers.seller, requisites__reveal=Scope.DENIED)
    with pytest.raises(LeavesEmpty) as refusal:
        papers.make(template, actor_of(papers.seller), accept=())
    assert refusal.value.names == ["клиент паспорт"]
    made = papers.make(template, actor_of(papers.seller), accept=["клиент паспорт"])
    assert text_of(made) == "Паспорт: ."
    assert made.missing == ["клиент паспорт"]
    assert AccessLog.objects.filter(kind="reveal").count() == 1


def test_twin_without_the_right_looked_at_the_number_comes_out(papers, monkeypatch):
    from femida.parties.requisites import queries

    template = papers.template("{клиент паспорт}")
    give_personally(papers.seller, requisites__reveal=Scope.DENIED)
    real = queries.policy_of
    monkeypatch.setattr(queries, "policy_of", lambda _actor: real(HOUSE))
    assert text_of(papers.make(template, actor_of(papers.seller))) == PASSPORT


def test_sums_are_empty_for_those_who_may_not_see_them(papers):
    give_personally(papers.seller, contracts__see_amount=Scope.DENIED)
    template = papers.template(
        "Цена {договор сумма прописью} {договор ндс}", table(row("{услуга.название}", "{услуга.цена}"))
    )
    made = papers.make(template, actor_of(papers.seller))
    assert text_of(made).splitlines() == ["Цена  ", "Развод"]
    assert made.missing == ["договор сумма прописью", "договор ндс", "услуга.цена"]


def test_a_client_out_of_sight_leaves_all_places_empty(papers):
    person = an_employee(papers.desk.office, papers.desk.firm.sales)
    give(person, contracts__view=Scope.OFFICE, documents__make=Scope.OFFICE, documents__view=Scope.OFFICE)
    made = papers.make(papers.template("Клиент: {клиент}, {клиент адрес}"), actor_of(person))
    assert text_of(made) == "Клиент: ,"
    assert made.missing == ["клиент", "клиент адрес"]


def test_what_stays_empty_needs_consent_by_name_and_nothing_is_written_before(papers):
    template = papers.template("{договор номер} {клиент снилс}")
    with pytest.raises(LeavesEmpty) as refusal:
        papers.make(template, accept=["договор номер"])
    assert refusal.value.names == ["договор номер", "клиент снилс"]
    assert "договор номер, клиент снилс" in str(refusal.value.fields["accepted"])
    assert not Document.objects.exists()
    assert not StoredFile.objects.filter(object_type="practice.document").exists()
    papers.make(template, accept=["договор номер", "клиент снилс", "прочее"])
    assert Document.objects.count() == 1


def test_values_are_text_and_never_a_template_or_markup(papers):
    evil = "{договор номер} <w:p/> &amp; {{7*7}}"
    describe_contract(HOUSE, contract_id=papers.contract.pk, essence=evil)
    assert papers.said("{договор суть}") == evil


def test_a_template_of_another_service_is_refused_at_its_field(papers):
    other = papers.template("текст", name="Совет", services=[papers.desk.advice])
    own = papers.template("текст", name="Развод", services=[papers.desk.divorce])
    with pytest.raises(Invalid) as refusal:
        papers.make(other)
    assert list(refusal.value.fields) == ["template"]
    papers.make(own)
    retire_template(HOUSE, template_id=own.pk)
    draft = papers.template("текст", name="Черновик", publish=False)
    for template in (own, draft):
        with pytest.raises(Invalid):
            papers.make(template)
    assert Document.objects.count() == 1


def test_walled_void_and_nameless_are_refused(papers):
    template = papers.template("{клиент}")
    seller = actor_of(papers.seller)
    Party.objects.filter(pk=papers.contract.party_id).update(name_known=False)
    with pytest.raises(UnableToMakeDocument, match="не указано имя"):
        papers.make(template, seller)
    Party.objects.filter(pk=papers.contract.party_id).update(name_known=True)
    close_party(HOUSE, party_id=papers.contract.party_id, people=[papers.head.account_id], reason="Конфликт")
    with pytest.raises(NotFound):
        papers.make(template, seller)
    papers.make(template, actor_of(papers.head))
    void_contract(HOUSE, contract_id=papers.contract.pk, reason="Ошибка")
    with pytest.raises(UnableToMakeDocument):
        papers.make(template)
    assert Document.objects.count() == 1


def test_a_stranger_makes_nothing_and_a_reader_neither(papers):
    template = papers.template("{клиент}")
    stranger, reader = (an_employee(papers.desk.office, papers.desk.firm.sales) for _ in range(2))
    give(stranger, contracts__view=Scope.OWN, documents__make=Scope.OWN)
    give(reader, contracts__view=Scope.OFFICE, documents__make=Scope.OWN)
    with pytest.raises(NotFound):
        papers.make(template, actor_of(stranger))
    with pytest.raises(Denied):
        papers.make(template, actor_of(reader))
    assert not Document.objects.exists()


def test_a_repeated_press_makes_one_document_and_a_further_version_is_asked_for(papers):
    template = papers.template("{клиент}")
    key = uuid.uuid4()
    first = papers.make(template, key=key)
    again = papers.make(template, key=key)
    assert first.pk == again.pk
    papers.rename("Иная", "Анна", "Львовна")
    second = papers.make(template, document_id=first.document_id)
    document = Document.objects.get()
    assert (second.number, document.last_number) == (2, 2)
    assert second.template_version.number == 1
    assert text_of(first) == "Воробьёва Любовь Ильинична"
    assert text_of(second) == "Иная Анна Львовна"
    papers.desk.deal = a_deal(papers.desk.firm, "+79990000002", papers.seller)
    other = papers.desk.ready()
    with pytest.raises(NotFound):
        make_document(HOUSE, contract_id=other.pk, template_id=template.pk, document_id=document.pk)
    with pytest.raises(UnableToKeepVersion):
        make_document(HOUSE, contract_id=other.pk, template_id=template.pk, key=key)


def test_the_time_lines_of_contract_and_client_tell_of_it(papers):
    papers.make(papers.template("{клиент}"), actor_of(papers.seller))
    for kind, pk in (("practice.contract", papers.contract.pk), ("parties.party", papers.contract.party_id)):
        told = [one for one in timeline(actor_of(papers.seller), kind, pk) if one.body == "Проба"]
        assert len(told) == 1, kind
        assert told[0].author_id == papers.seller.account_id
    # who may not see documents is told nothing of them
    give_personally(papers.head, documents__view=Scope.DENIED)
    lines = timeline(actor_of(papers.head), "practice.contract", papers.contract.pk)
    assert not [one for one in lines if one.body == "Проба"]


def test_the_ready_templates_fill_and_are_what_the_builder_builds(papers):
    from pathlib import Path

    from femida.practice.documents.models import Template
    from femida.practice.documents.preset import FOLDER, load_document_presets
    from tools.document_presets import BUILT

    for name, build in BUILT.items():
        assert (Path(FOLDER) / f"{name}.docx").read_bytes() == build(), "run python -m tools.document_presets"
    assert load_document_presets(HOUSE) == 2
    assert load_document_presets(HOUSE) == 0
    register_contract(HOUSE, contract_id=papers.contract.pk)
    describe_contract(
        HOUSE, contract_id=papers.contract.pk, essence="Развод", legal_actions="Иск", terms="полгода"
    )
    made = papers.make(Template.objects.get(preset="contract"))
    # the firm of the tests has no OGRN, and the block of requisites says what it lacks
    assert made.missing == ["исполнитель реквизиты: исполнитель огрн"]
    words = text_of(made)
    assert "Воробьёва Любовь Ильинична, 08.03.1985 года рождения" in words
    assert "именуемая в дальнейшем «Заказчик»" in words
    assert "семьсот" not in words
    attorney = papers.make(Template.objects.get(preset="power_of_attorney"))
    assert f"уполномочивает {papers.seller.surname} Петра" in text_of(attorney)
    assert "{" not in words + text_of(attorney)
    assert DocumentVersion.objects.filter(pdf_state="waiting").count() == 2
