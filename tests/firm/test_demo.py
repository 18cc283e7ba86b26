"""The people of the demonstration firm: every role, the same at every run, hired through commands."""

import random
from types import SimpleNamespace

import pytest
from django.test import Client

from femida.firm.offices import demo as offices_demo
from femida.firm.staff import demo as staff_demo
from femida.firm.staff.models import DepartmentHead, Employee
from femida.firm.staff.presets import PRESETS
from femida.firm.staff.queries import accounts_with_right, on_duty
from femida.platform.access.models import GroupMember
from femida.platform.accounts.models import User
from femida.platform.journal.models import Fact

pytestmark = pytest.mark.django_db


def built(seed: int = 7) -> SimpleNamespace:
    logins: list[dict] = []
    context = SimpleNamespace(
        random=random.Random(seed), made={}, logins=logins, login=lambda **login: logins.append(login)
    )
    offices_demo.build(context)
    staff_demo.build(context)
    return context


def test_every_role_is_there_with_its_group_head_and_office():
    context = built()
    assert Employee.objects.count() == len(staff_demo.STAFF) >= 30
    used = set(GroupMember.objects.values_list("group__key", flat=True))
    assert used == {preset.key for preset in PRESETS}
    manager = Employee.objects.get(pk=context.made["employees"]["manager2.spb"])
    head = Employee.objects.get(pk=context.made["employees"]["head.sales.spb"])
    assert manager.manager == head
    assert DepartmentHead.objects.get(department=manager.department).employee == head
    assert manager.main_office.name == "Санкт-Петербург"
    assert Fact.objects.filter(kind="employee.hired").count() == Employee.objects.count()


def test_questions_of_routing_and_notices_find_the_right_people():
    context = built()
    office, people = context.made["offices"]["msk"], context.made["employees"]
    assert on_duty(office, "call_centre", capability="leads") == [
        people["operator1.msk"],
        people["operator2.msk"],
        people["operator3.msk"],
    ]
    assert accounts_with_right("access.change", None) == [Employee.objects.get(pk=people["admin"]).account_id]


def test_the_same_seed_gives_the_same_people():
    assert staff_demo._names(random.Random(3)) == staff_demo._names(random.Random(3))
    assert staff_demo._names(random.Random(3)) != staff_demo._names(random.Random(4))


def test_the_logins_told_are_one_per_role_and_work_on_loopback_only(client):
    context = built()
    assert [login["login"] for login in context.logins] == list(staff_demo.SHOWN)
    assert User.objects.filter(is_demo=False).count() == 0
    form = {"login": "operator1.msk", "password": staff_demo.PASSWORD}
    assert client.post("/sign-in/", form, HTTP_HOST="localhost").status_code == 302
    assert Client().post("/sign-in/", form, HTTP_HOST="localhost", REMOTE_ADDR="192.0.2.1").status_code == 200
