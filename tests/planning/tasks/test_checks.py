"""The invariant checks of tasks, calls and the inbox find what they are for."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

import pytest
from django.db import connection
from django.utils import timezone

from femida.comms.telephony.commands import record_call
from femida.comms.telephony.models import Call
from femida.firm.staff.models import Employee
from femida.planning.tasks.commands import add_task
from femida.planning.tasks.models import Task
from femida.platform.access.models import Wall
from femida.platform.core.actor import Actor
from femida.platform.core.verify import Verdict, checks
from femida.platform.inbox.commands import store
from femida.platform.inbox.models import Message
from femida.platform.journal.models import FactAnchor
from tests.comms.telephony.parties import a_number, a_party
from tests.firm.people import an_employee, an_office

pytestmark = pytest.mark.django_db

HOUSE = Actor.system("test")


@pytest.fixture(scope="module", autouse=True)
def loaded() -> None:
    for room in ("planning.tasks", "comms.telephony", "platform.inbox"):
        import_module(f"femida.{room}.checks")


@pytest.fixture
def employee() -> Employee:
    employee = an_employee(an_office())
    party = a_party(employee.main_office)
    due = timezone.now() + timedelta(days=1)
    about = {"object_type": "parties.party", "object_id": party.pk}
    add_task(HOUSE, title="Иск", due_at=due, responsible_id=employee.pk, **about)
    record_call(
        HOUSE, party_id=party.pk, direction="out", answered=True, talk_seconds=9, employee_id=employee.pk,
        contact_point_id=a_number(party).pk,
    )  # fmt: skip
    store(HOUSE, channel="probe", source_id=1, body=b"x", idempotency_key=None)
    return employee


def run(name: str) -> Verdict:
    return checks[name]()


def wall_up(employee: Employee) -> None:
    call = Call.objects.get()
    wall = Wall.objects.create(object_type="parties.party", object_id=call.party_id, reason="тест")
    type(call.party).objects.update(wall=wall)


def strange_number(employee: Employee) -> None:
    Call.objects.update(contact_point=a_number(a_party(employee.main_office)))


def no_fact(employee: Employee) -> None:
    FactAnchor.objects.filter(object_type="comms.call").delete()


def nobody(employee: Employee) -> None:
    Task.objects.update(responsible=None)


def lost_job(employee: Employee) -> None:
    Message.objects.update(received_at=timezone.now() - timedelta(minutes=4))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def silent_failure(employee: Employee) -> None:
    Message.objects.update(state="failed", error_code="x")


@pytest.mark.parametrize(
    ("name", "spoil"),
    [
        ("tasks: behind the wall of their party", wall_up),
        ("tasks: open ones are somebody's", nobody),
        ("calls: behind the wall of their party", wall_up),
        ("calls: to a number of their party", strange_number),
        ("calls: each has its fact", no_fact),
        ("inbox: what waits has its job", lost_job),
        ("inbox: what failed has its fact", silent_failure),
    ],
)
def test_a_check_holds_until_its_rule_is_broken(employee, name, spoil) -> None:
    assert run(name).holds
    spoil(employee)
    verdict = run(name)
    assert len(verdict.wrong) == 1
    assert verdict.looked == 1
