"""Offices, departments, legal entities and positions through their commands."""

import pytest

from femida.firm.offices.commands import (
    add_department,
    add_legal_entity,
    add_position,
    change_department,
    change_legal_entity,
    change_office,
    change_position,
    open_office,
)
from femida.firm.offices.models import Department, LegalEntity, Office, Position
from femida.platform.access.rights import Scope
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Denied, Invalid, NotFound, Stale
from femida.platform.journal.models import Fact, FieldChange
from femida.platform.journal.timeline import timeline
from tests.firm.people import a_department, actor_of, an_employee, an_office, give

pytestmark = pytest.mark.django_db

HOUSE = Actor.system("test")
INN, KPP, OGRN = "9999000013", "999901001", "1269900000017"


@pytest.fixture
def office() -> Office:
    return an_office()


def boss(office, scope=Scope.FIRM) -> Actor:
    person = an_employee(office)
    give(person, offices__change=scope, offices__view=Scope.FIRM)
    return actor_of(person)


def test_a_legal_entity_is_entered_and_changed(office):
    actor = boss(office)
    pk = add_legal_entity(
        actor, name=" ООО  «Новая» ", short_name="Новая", inn="99 9900 0013", kpp=KPP, ogrn=OGRN
    )
    entity = LegalEntity.objects.get(pk=pk)
    assert (entity.name, entity.inn, entity.kpp, entity.ogrn) == ("ООО «Новая»", INN, KPP, OGRN)
    change_legal_entity(actor, legal_entity_id=pk, version=1, name="ООО «Другая»", short_name="Другая")
    entity.refresh_from_db()
    assert (entity.short_name, entity.inn, entity.version) == ("Другая", "", 2)
    changed = FieldChange.objects.filter(table="offices_legalentity", row=pk)
    assert set(changed.values_list("field", flat=True)) >= {"name", "short_name", "inn"}
    with pytest.raises(Stale):
        change_legal_entity(actor, legal_entity_id=pk, version=1, name="Х", short_name="Х")
    kinds = [fact.kind for fact in Fact.objects.order_by("pk")]
    assert kinds == ["legal_entity.added", "legal_entity.changed"]
    titles = [entry.title for entry in timeline(actor, "firm.legal_entity", pk)]
    assert titles == ["Данные юрлица изменены", "Юрлицо заведено"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("inn", "9999000014"),
        ("kpp", "12345"),
        ("ogrn", "1269900000018"),
        ("name", "  "),
        ("short_name", "х" * 121),
    ],
)
def test_bad_data_of_a_legal_entity_are_named_at_their_field(field, value):
    data = {"name": "ООО", "short_name": "О", "inn": INN, "kpp": KPP, "ogrn": OGRN, field: value}
    with pytest.raises(Invalid) as refusal:
        add_legal_entity(HOUSE, **data)
    assert list(refusal.value.fields) == [field]
    assert not LegalEntity.objects.exists()


def test_names_and_tax_numbers_stand_once():
    add_legal_entity(HOUSE, name="Один", short_name="Один", inn=INN, kpp=KPP)
    with pytest.raises(Invalid) as twice:
        add_legal_entity(HOUSE, name="Два", short_name="Один")
    assert list(twice.value.fields) == ["short_name"]
    with pytest.raises(Invalid) as same:
        add_legal_entity(HOUSE, name="Два", short_name="Два", inn=INN, kpp=KPP)
    assert list(same.value.fields) == ["inn"]
    add_legal_entity(HOUSE, name="Филиал", short_name="Филиал", inn=INN, kpp="999901002")


def test_an_office_is_opened_with_its_hours(office):
    pk = open_office(
        boss(office),
        name="Омск",
        legal_entity_id=office.legal_entity_id,
        city="Омск",
        time_zone="Asia/Omsk",
        hours={"tue": ["10:00", "19:00"], "mon": ["09:00", "18:00"]},
    )
    opened = Office.objects.get(pk=pk)
    assert opened.hours == {"mon": ["09:00", "18:00"], "tue": ["10:00", "19:00"]}
    assert Fact.objects.get().kind == "office.opened"


@pytest.mark.parametrize(
    "wrong",
    [
        {"time_zone": "Mars/Olympus"},
        {"hours": {"mon": ["18:00", "09:00"]}},
        {"hours": {"mon": ["9", "18"]}},
        {"hours": {"someday": ["09:00", "18:00"]}},
        {"hours": {"mon": ["09:00"]}},
        {"legal_entity_id": 0},
        {"city": ""},
    ],
)
def test_a_wrong_office_is_refused(office, wrong):
    data = {"name": "Омск", "legal_entity_id": office.legal_entity_id, "city": "Омск", **wrong}
    with pytest.raises(Invalid):
        open_office(HOUSE, **data)
    assert Office.objects.count() == 1


def test_who_may_change_one_office_opens_no_other(office):
    elsewhere = an_office("Там")
    actor = boss(office, Scope.OFFICE)
    data = {"legal_entity_id": office.legal_entity_id, "city": "Город"}
    change_office(actor, office_id=office.pk, version=1, name="Новое имя", **data)
    with pytest.raises(Denied):
        change_office(actor, office_id=elsewhere.pk, version=1, name="Чужое", **data)
    with pytest.raises(Denied):
        open_office(actor, name="Ещё", **data)
    add_department(actor, name="Отдел", kind="sales", office_id=office.pk)
    with pytest.raises(Invalid):
        add_department(actor, name="Отдел", kind="sales", office_id=elsewhere.pk)
    with pytest.raises(Denied):
        add_department(actor, name="Отдел", kind="sales")
    with pytest.raises(Denied):
        add_position(actor, name="Пост")
    assert set(Office.objects.values_list("name", flat=True)) == {"Новое имя", "Там"}


def test_departments_are_unique_in_their_office_and_in_the_firm(office):
    for place in (office.pk, None):
        pk = add_department(HOUSE, name="Отдел", kind="sales", office_id=place)
        with pytest.raises(Invalid):
            add_department(HOUSE, name="Отдел", kind="court", office_id=place)
    with pytest.raises(Invalid):
        add_department(HOUSE, name="Отдел 2", kind="circus")
    change_department(HOUSE, department_id=pk, version=1, name="Дирекция", kind="management", is_active=False)
    assert Department.objects.get(pk=pk).kind == "management"


def test_the_time_line_of_an_office_names_its_departments(office, django_assert_num_queries):
    actor = boss(office)
    for name in ("Продажи", "Суд"):
        add_department(actor, name=name, kind="sales", office_id=office.pk)
    stranger = an_employee(office)
    # facts, departments, and the policy (2)
    with django_assert_num_queries(4):
        lines = [entry.title for entry in timeline(actor, "firm.office", office.pk)]
    assert lines == ["Создан отдел: Суд", "Создан отдел: Продажи"]
    assert timeline(actor_of(stranger), "firm.office", office.pk) == []


def test_positions_are_added_and_renamed():
    pk = add_position(HOUSE, name="Юрист", order=5)
    change_position(HOUSE, position_id=pk, name="Адвокат", order=6)
    assert Position.objects.get().name == "Адвокат"
    with pytest.raises(Invalid):
        add_position(HOUSE, name="Адвокат")


COMMANDS = [
    lambda actor, office, department: add_legal_entity(actor, name="Х", short_name="Х"),
    lambda actor, office, department: change_legal_entity(
        actor, legal_entity_id=office.legal_entity_id, name="Х", short_name="Х"
    ),
    lambda actor, office, department: open_office(
        actor, name="Х", legal_entity_id=office.legal_entity_id, city="Х"
    ),
    lambda actor, office, department: change_office(
        actor, office_id=office.pk, name="Х", legal_entity_id=office.legal_entity_id, city="Х"
    ),
    lambda actor, office, department: add_department(actor, name="Х", kind="sales", office_id=office.pk),
    lambda actor, office, department: change_department(
        actor, department_id=department.pk, name="Х", kind="sales"
    ),
    lambda actor, office, department: add_position(actor, name="Х"),
    lambda actor, office, department: change_position(actor, position_id=Position.objects.get().pk, name="Х"),
]


@pytest.mark.parametrize("act", COMMANDS)
def test_without_the_right_nothing_changes(office, act):
    department, person = a_department(office), an_employee(office)
    give(person, offices__view=Scope.FIRM)

    def state():
        return [list(m.objects.values()) for m in (LegalEntity, Office, Department, Position)]

    before = state()
    with pytest.raises(Denied):
        act(actor_of(person), office, department)
    assert state() == before
    assert not Fact.objects.exists()


def test_a_foreign_office_is_not_there_at_all(office):
    stranger = an_employee(office)
    give(stranger, offices__change=Scope.OFFICE)
    elsewhere = an_office("Там")
    with pytest.raises(NotFound):
        change_office(
            actor_of(stranger),
            office_id=elsewhere.pk,
            name="Х",
            legal_entity_id=office.legal_entity_id,
            city="Х",
        )
