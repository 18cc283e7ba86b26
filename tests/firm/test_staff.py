"""Hiring, changing and blocking people."""

import dataclasses

import pytest
from django.test import Client

from femida.firm.staff.commands import (
    Person,
    UnableToBlockEmployee,
    block_employee,
    change_employee,
    give_password,
    hire,
    name_head,
    unblock_employee,
)
from femida.firm.staff.models import DepartmentHead, Employee, EmployeeOffice
from femida.firm.staff.queries import employee_of, names_of, names_of_accounts, on_duty
from femida.platform.access.models import Group, GroupMember
from femida.platform.access.policy import policy_of
from femida.platform.access.rights import Scope
from femida.platform.accounts.models import Session, User
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Denied, Invalid, NotFound, Stale
from femida.platform.journal.models import AccessLog, Fact, FieldChange
from femida.platform.journal.timeline import timeline
from tests.firm.people import a_department, actor_of, an_employee, an_office, give

pytestmark = pytest.mark.django_db

HOUSE = Actor.system("test")
PASSWORD = "длинный пароль 7"


@pytest.fixture
def office():
    return an_office()


@pytest.fixture
def someone(office) -> Employee:
    return an_employee(office)


@pytest.fixture
def person(someone) -> Person:
    return Person(
        surname=" Ёжикова ",
        given_name="Анна",
        patronymic="Петровна",
        position_id=someone.position_id,
        main_office_id=someone.main_office_id,
        extension="204",
        capabilities=["leads", "leads", " "],
    )


def a_chief(office, **more: Scope) -> Actor:
    chief = an_employee(office)
    give(chief, staff__change=Scope.FIRM, staff__view=Scope.FIRM, **more)
    return actor_of(chief)


def state() -> list[list[dict]]:
    return [list(m.objects.order_by("pk").values()) for m in (User, Employee, EmployeeOffice, GroupMember)]


def test_hiring_makes_an_account_an_employee_and_groups(office, person):
    group = Group.objects.create(key="g", name="Группа")
    actor = a_chief(office, access__change=Scope.FIRM)
    further = an_office("Там")
    hired = dataclasses.replace(person, office_ids=[further.pk, office.pk])
    pk = hire(actor, login=" Anna.E ", password=PASSWORD, person=hired, group_ids=[group.pk])
    employee = Employee.objects.get(pk=pk)
    assert (employee.name, employee.name_key) == ("Ёжикова Анна Петровна", "ежикова анна петровна")
    assert employee.capabilities == ["leads"]
    assert (employee.account.login, employee.account.name) == ("anna.e", "Ёжикова Анна Петровна")
    assert employee.account.check_password(PASSWORD)
    assert list(EmployeeOffice.objects.values_list("office_id", flat=True)) == [further.pk]
    assert list(GroupMember.objects.filter(person=employee.account).values_list("group_id", flat=True)) == [
        group.pk
    ]
    assert [fact.kind for fact in Fact.objects.order_by("pk")] == [
        "employee.hired",
        "employee.groups_changed",
    ]
    assert employee_of(employee.account_id).name == names_of([pk])[pk] == "Ёжикова Анна Петровна"
    assert names_of_accounts([employee.account_id, None]) == {employee.account_id: "Ёжикова Анна Петровна"}


def test_who_may_hire_gives_no_groups_without_the_right_to(office, person):
    group = Group.objects.create(key="g", name="Группа")
    actor = a_chief(office)
    before = state()
    with pytest.raises(Denied):
        hire(actor, login="anna", password=PASSWORD, person=person, group_ids=[group.pk])
    assert state() == before


@pytest.mark.parametrize("forbidden", [{"is_demo": True}, {"password_hash": "md5$a$b"}])
def test_only_the_house_makes_demonstration_logins(office, person, forbidden):
    with pytest.raises(Denied):
        hire(a_chief(office), login="anna", password=PASSWORD, person=person, **forbidden)


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("surname", {"surname": " "}),
        ("given_name", {"given_name": "и" * 81}),
        ("position", {"position_id": 0}),
        ("main_office", {"main_office_id": 0}),
        ("offices", {"office_ids": [0]}),
        ("department", {"department_id": 0}),
        ("manager", {"manager_id": 0}),
        ("extension", {"extension": "12а"}),
        ("capabilities", {"capabilities": [str(n) for n in range(21)]}),
    ],
)
def test_bad_data_are_named_at_their_field(office, person, field, change):
    with pytest.raises(Invalid) as refusal:
        hire(HOUSE, login="anna", password=PASSWORD, person=dataclasses.replace(person, **change))
    assert list(refusal.value.fields) == [field]


@pytest.mark.parametrize("login", ["ab", "анна", "a b c", "x" * 65, "a/b/c"])
def test_bad_logins_are_refused(person, login):
    with pytest.raises(Invalid) as refusal:
        hire(HOUSE, login=login, password=PASSWORD, person=person)
    assert list(refusal.value.fields) == ["login"]


def test_logins_and_internal_numbers_stand_once(person):
    hire(HOUSE, login="anna", password=PASSWORD, person=person)
    with pytest.raises(Invalid) as login:
        hire(HOUSE, login="ANNA", password=PASSWORD, person=dataclasses.replace(person, extension=""))
    with pytest.raises(Invalid) as extension:
        hire(HOUSE, login="other", password=PASSWORD, person=person)
    assert (list(login.value.fields), list(extension.value.fields)) == (["login"], ["extension"])
    assert User.objects.filter(login="other").count() == 0


@pytest.mark.parametrize("password", ["", "1234567890", "short", "password123"])
def test_passwords_that_are_easy_to_guess_are_refused(person, password):
    with pytest.raises(Invalid) as refusal:
        hire(HOUSE, login="anna", password=password, person=person)
    assert list(refusal.value.fields) == ["password"]


def test_a_department_of_another_office_is_refused(person):
    elsewhere = an_office("Там")
    department = a_department(elsewhere)
    wrong = dataclasses.replace(person, department_id=department.pk)
    with pytest.raises(Invalid) as refusal:
        hire(HOUSE, login="anna", password=PASSWORD, person=wrong)
    assert list(refusal.value.fields) == ["department"]
    hire(
        HOUSE,
        login="anna",
        password=PASSWORD,
        person=dataclasses.replace(wrong, office_ids=[elsewhere.pk]),
    )


def test_who_may_hire_for_one_office_hires_for_no_other(office, person):
    chief = an_employee(office)
    give(chief, staff__change=Scope.OFFICE)
    elsewhere = an_office("Там")
    hire(actor_of(chief), login="anna", password=PASSWORD, person=person)
    wrong = dataclasses.replace(person, main_office_id=elsewhere.pk, extension="")
    with pytest.raises(Invalid) as refusal:
        hire(actor_of(chief), login="other", password=PASSWORD, person=wrong)
    assert list(refusal.value.fields) == ["main_office"]
    with pytest.raises(NotFound):
        change_employee(actor_of(chief), employee_id=an_employee(elsewhere).pk, person=person)


def test_changing_keeps_account_history_and_version(office, someone, person):
    actor = a_chief(office)
    change_employee(actor, employee_id=someone.pk, person=person, on_leave=True, version=1)
    someone.refresh_from_db()
    assert (someone.version, someone.status, someone.account.name) == (2, "on_leave", "Ёжикова Анна Петровна")
    assert FieldChange.objects.filter(table="staff_employee", row=someone.pk, field="surname").exists()
    change_employee(actor, employee_id=someone.pk, person=person, on_leave=True, version=2)
    assert Employee.objects.get(pk=someone.pk).version == 2
    assert Fact.objects.filter(kind="employee.changed").count() == 1
    with pytest.raises(Stale):
        change_employee(actor, employee_id=someone.pk, person=person, version=1)
    assert "Изменено" in [entry.title for entry in timeline(actor, "firm.employee", someone.pk)]


def test_a_chain_of_heads_is_never_bent_into_a_ring(office, someone, person):
    top, middle = an_employee(office), an_employee(office)
    Employee.objects.filter(pk=middle.pk).update(manager=top)
    Employee.objects.filter(pk=someone.pk).update(manager=middle)
    for below in (someone, middle, top):
        with pytest.raises(Invalid) as refusal:
            change_employee(
                HOUSE, employee_id=top.pk, person=dataclasses.replace(person, manager_id=below.pk)
            )
        assert list(refusal.value.fields) == ["manager"]


def test_blocking_ends_everything_at_once(office, someone):
    client = Client()
    client.force_login(someone.account)
    give(someone, things__view=Scope.FIRM)
    assert Session.objects.filter(account=someone.account).count() == 1
    assert on_duty(office.pk) == [someone.pk]
    block_employee(a_chief(office), employee_id=someone.pk, version=1)
    assert not Session.objects.filter(account=someone.account).exists()
    assert not policy_of(actor_of(someone)).may("things.view")
    assert someone.pk not in on_duty(office.pk)
    assert client.get("/").status_code == 302
    assert Employee.objects.get(pk=someone.pk).status == "blocked"
    unblock_employee(a_chief(office), employee_id=someone.pk)
    assert policy_of(actor_of(someone)).may("things.view")
    assert [fact.kind for fact in Fact.objects.order_by("pk")] == ["employee.blocked", "employee.unblocked"]


def test_nobody_blocks_oneself_or_an_administrator_without_being_one(office):
    chief = a_chief(office)
    admin = an_employee(office)
    give(admin, access__change=Scope.FIRM)
    with pytest.raises(UnableToBlockEmployee):
        block_employee(chief, employee_id=employee_of(chief.id).id)
    with pytest.raises(Denied):
        block_employee(chief, employee_id=admin.pk)
    assert User.objects.filter(is_active=False).count() == 0
    User.objects.filter(pk=admin.account_id).update(is_active=False)
    Employee.objects.filter(pk=admin.pk).update(status="blocked")
    with pytest.raises(Denied):
        unblock_employee(chief, employee_id=admin.pk)
    assert User.objects.get(pk=admin.account_id).is_active is False


def test_a_new_password_is_given_by_an_administrator_and_ends_the_sessions(office, someone):
    client = Client()
    client.force_login(someone.account)
    admin = an_employee(office)
    give(admin, access__change=Scope.FIRM, staff__view=Scope.FIRM)
    give_password(actor_of(admin), employee_id=someone.pk, password=PASSWORD)
    assert User.objects.get(pk=someone.account_id).check_password(PASSWORD)
    assert not Session.objects.filter(account=someone.account).exists()
    secret = FieldChange.objects.filter(table="accounts_user", field="password")
    assert list(secret.values_list("old", "new")) == [(None, None)]
    assert not Fact.objects.filter(payload__icontains="пароль").exists()


def test_a_local_administrator_gives_no_password_to_one_of_the_firm(office):
    local, admin = an_employee(office), an_employee(office)
    give(local, access__change=Scope.OFFICE, staff__view=Scope.FIRM)
    give(admin, access__change=Scope.FIRM)
    with pytest.raises(Denied):
        give_password(actor_of(local), employee_id=admin.pk, password=PASSWORD)
    assert not User.objects.get(pk=admin.account_id).check_password(PASSWORD)


def test_a_department_gets_a_head(office, someone):
    department = a_department(office)
    actor = a_chief(office, offices__view=Scope.FIRM)
    name_head(actor, department_id=department.pk, employee_id=someone.pk)
    assert DepartmentHead.objects.get().employee == someone
    with pytest.raises(Invalid):
        name_head(actor, department_id=department.pk, employee_id=0)
    name_head(actor, department_id=department.pk, employee_id=None)
    assert not DepartmentHead.objects.exists()
    titles = [entry.title for entry in timeline(actor, "firm.department", department.pk)]
    assert titles == ["У отдела больше нет руководителя", f"Руководитель отдела: {someone.name}"]


def refused_commands(office, someone, person):
    department = a_department(office)
    return {
        "hire": lambda actor: hire(actor, login="anna", password=PASSWORD, person=person),
        "change": lambda actor: change_employee(actor, employee_id=someone.pk, person=person),
        "block": lambda actor: block_employee(actor, employee_id=someone.pk),
        "unblock": lambda actor: unblock_employee(actor, employee_id=someone.pk),
        "password": lambda actor: give_password(actor, employee_id=someone.pk, password=PASSWORD),
        "head": lambda actor: name_head(actor, department_id=department.pk, employee_id=someone.pk),
    }


@pytest.mark.parametrize("act", ["hire", "change", "block", "unblock", "password", "head"])
def test_without_the_right_nothing_changes_but_the_register(office, someone, person, act):
    clerk = an_employee(office)
    give(clerk, staff__view=Scope.FIRM, offices__view=Scope.FIRM)
    command = refused_commands(office, someone, person)[act]
    before = state()
    with pytest.raises(Denied):
        command(actor_of(clerk))
    assert state() == before
    assert not Fact.objects.exists()
    assert not DepartmentHead.objects.exists()
    assert AccessLog.objects.get().kind == "refused"
