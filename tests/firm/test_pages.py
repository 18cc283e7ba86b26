"""The pages of employees and of the firm's places: what they show, do and refuse."""

import pytest
from django.test import Client
from django.urls import reverse

from femida.firm.offices.models import Department, LegalEntity, Office
from femida.firm.staff.models import Employee
from femida.platform.access.models import Group, GroupMember
from femida.platform.access.rights import Scope
from femida.platform.accounts.models import User
from tests.firm.people import a_department, an_employee, an_office, give

pytestmark = pytest.mark.django_db

ADMIN = {
    "staff__view": Scope.FIRM,
    "staff__change": Scope.FIRM,
    "offices__view": Scope.FIRM,
    "offices__change": Scope.FIRM,
    "access__change": Scope.FIRM,
}


@pytest.fixture
def office():
    return an_office()


@pytest.fixture
def admin(office) -> Employee:
    person = an_employee(office)
    give(person, **ADMIN)
    return person


@pytest.fixture
def client(admin) -> Client:
    client = Client()
    client.force_login(admin.account)
    return client


def reader(office) -> Client:
    """Somebody who sees the firm and may change nothing."""
    person = an_employee(office)
    give(person, staff__view=Scope.FIRM, offices__view=Scope.FIRM)
    client = Client()
    client.force_login(person.account)
    return client


def person_form(employee: Employee, **values: object) -> dict[str, object]:
    return {
        "surname": "Новая",
        "given_name": "Яна",
        "position": employee.position_id,
        "main_office": employee.main_office_id,
        "capabilities": "leads, deals",
        **values,
    }


@pytest.mark.parametrize("slug", ["staff", "offices", "departments", "legal-entities"])
def test_lists_and_cards_open(client, office, admin, slug):
    department = a_department(office)
    page = client.get(f"/{slug}/").content.decode()
    assert f"/{slug}/new/" in page
    pk = {
        "staff": admin.pk,
        "offices": office.pk,
        "departments": department.pk,
        "legal-entities": office.legal_entity_id,
    }[slug]
    card = client.get(f"/{slug}/{pk}/")
    assert card.status_code == 200
    assert f"/{slug}/{pk}/edit/" in card.content.decode()


def test_the_card_shows_access_to_those_who_give_rights_only(client, office, admin):
    group = Group.objects.create(key="g", name="Особая группа")
    someone = an_employee(office)
    GroupMember.objects.create(group=group, person_id=someone.account_id)
    assert "Особая группа" in client.get(f"/staff/{someone.pk}/").content.decode()
    page = reader(office).get(f"/staff/{someone.pk}/").content.decode()
    assert someone.name in page
    assert "Особая группа" not in page
    assert someone.account.login not in page


def test_hiring_by_the_form(client, office, admin):
    group = Group.objects.create(key="g", name="Группа")
    form = person_form(admin, login="yana", password="длинный пароль 7", groups=[group.pk], extension="12а")
    wrong = client.post(reverse("staff:new"), form)
    assert wrong.status_code == 422
    assert list(wrong.context["form"].errors) == ["extension"]
    answer = client.post(reverse("staff:new"), {**form, "extension": "120"})
    employee = Employee.objects.get(account__login="yana")
    assert answer["Location"] == reverse("staff:card", args=[employee.pk])
    assert (employee.name, employee.capabilities) == ("Новая Яна", ["deals", "leads"])
    assert GroupMember.objects.filter(person=employee.account, group=group).exists()


def test_who_may_not_give_rights_is_not_asked_for_groups(office, admin):
    chief = an_employee(office)
    give(chief, staff__view=Scope.FIRM, staff__change=Scope.FIRM)
    client = Client()
    client.force_login(chief.account)
    assert "groups" not in client.get(reverse("staff:new")).context["form"].fields
    group = Group.objects.create(key="g", name="Группа")
    form = person_form(admin, login="yana", password="длинный пароль 7", groups=[group.pk])
    client.post(reverse("staff:new"), form)
    assert not GroupMember.objects.filter(group=group).exists()


def test_changing_by_the_form_and_a_stale_one(client, office):
    someone = an_employee(office)
    address = reverse("staff:edit", args=[someone.pk])
    shown = client.get(address).context["form"].initial
    assert shown["surname"] == someone.surname
    form = person_form(someone, on_leave="on", version=1)
    assert client.post(address, form).status_code == 302
    someone.refresh_from_db()
    assert (someone.surname, someone.status) == ("Новая", "on_leave")
    assert client.post(address, {**form, "surname": "Другая"}).status_code == 409
    assert Employee.objects.get(pk=someone.pk).surname == "Новая"


def test_groups_password_blocking_by_the_pages(client, office):
    someone, group = an_employee(office), Group.objects.create(key="g", name="Группа")
    client.post(reverse("staff:groups", args=[someone.pk]), {"groups": [group.pk]})
    assert GroupMember.objects.filter(person_id=someone.account_id).count() == 1
    client.post(reverse("staff:password", args=[someone.pk]), {"password": "длинный пароль 7"})
    assert User.objects.get(pk=someone.account_id).check_password("длинный пароль 7")
    client.post(reverse("staff:block", args=[someone.pk]))
    assert User.objects.get(pk=someone.account_id).is_active is False
    client.post(reverse("staff:unblock", args=[someone.pk]))
    assert User.objects.get(pk=someone.account_id).is_active is True


def test_the_last_administrator_is_told_why_not(client, admin):
    answer = client.post(reverse("staff:groups", args=[admin.pk]), {"groups": []})
    assert answer.status_code == 422
    assert "последний администратор" in answer.content.decode()
    assert client.post(reverse("staff:block", args=[admin.pk])).status_code == 422


def test_offices_departments_and_entities_by_their_forms(client, office):
    entity = {"short_name": "ООО «Два»", "name": "ООО «Два»", "inn": "9999000013"}
    client.post(reverse("legal-entities:new"), entity)
    made = LegalEntity.objects.get(short_name="ООО «Два»")
    form = {
        "name": "Омск",
        "legal_entity": made.pk,
        "city": "Омск",
        "time_zone": "Asia/Omsk",
        "mon": "9:00 - 18:00",
        "tue": "09:00–18:00",
    }
    answer = client.post(reverse("offices:new"), form)
    opened = Office.objects.get(name="Омск")
    assert answer["Location"] == reverse("offices:card", args=[opened.pk])
    assert opened.hours == {"mon": ["09:00", "18:00"], "tue": ["09:00", "18:00"]}
    assert "09:00–18:00" in client.get(answer["Location"]).content.decode()
    edit = reverse("offices:edit", args=[opened.pk])
    assert client.get(edit).context["form"].initial["mon"] == "09:00–18:00"
    wrong = client.post(edit, {**form, "mon": "18:00–09:00", "version": 1})
    assert wrong.status_code == 422
    assert "Укажите часы" in wrong.content.decode()
    client.post(edit, {**form, "name": "Омск-2", "is_active": "on", "version": 1})
    assert Office.objects.get(pk=opened.pk).name == "Омск-2"
    client.post(
        reverse("departments:new"), {"name": "Отдел", "kind": "sales", "office": opened.pk, "order": 1}
    )
    department = Department.objects.get(office=opened)
    client.post(
        reverse("departments:edit", args=[department.pk]),
        {"name": "Суд", "kind": "court", "order": 2, "version": 1},
    )
    department.refresh_from_db()
    assert (department.name, department.is_active) == ("Суд", False)
    client.post(reverse("legal-entities:edit", args=[made.pk]), {**entity, "name": "Иное", "version": 1})
    assert LegalEntity.objects.get(pk=made.pk).name == "Иное"


def forbidden(office, someone, department) -> list[str]:
    places = {"offices": office.pk, "departments": department.pk, "legal-entities": office.legal_entity_id}
    return [
        reverse("staff:new"),
        *(
            reverse(f"staff:{name}", args=[someone.pk])
            for name in ("edit", "groups", "password", "block", "unblock")
        ),
        *(f"/{slug}/new/" for slug in places),
        *(f"/{slug}/{pk}/edit/" for slug, pk in places.items()),
    ]


def test_without_the_right_every_page_that_changes_is_closed(office):
    someone, department = an_employee(office), a_department(office)
    client = reader(office)
    models = (Employee, User, Office, Department, LegalEntity, GroupMember)
    before = [list(model.objects.order_by("pk").values()) for model in models]
    for address in forbidden(office, someone, department):
        assert client.post(address, {"groups": []}).status_code == 403, address
        assert Client().post(address).status_code == 302, address
    after = [list(model.objects.order_by("pk").values()) for model in models]
    assert after == before


def test_a_foreign_employee_is_not_there(office):
    chief = an_employee(office)
    give(chief, staff__view=Scope.OFFICE, staff__change=Scope.OFFICE, access__change=Scope.OFFICE)
    client = Client()
    client.force_login(chief.account)
    foreign = an_employee(an_office("Там"))
    for name in ("card", "edit", "groups", "password"):
        assert client.get(reverse(f"staff:{name}", args=[foreign.pk])).status_code == 404, name
    for name in ("block", "unblock"):
        assert client.post(reverse(f"staff:{name}", args=[foreign.pk])).status_code == 404, name
    assert foreign.name not in client.get(reverse("staff:list")).content.decode()
