"""Policies kept between requests: used while nothing has changed, loaded anew right after every change."""

from __future__ import annotations

import re
from collections.abc import Callable

import psycopg
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from femida.firm.staff.models import DepartmentHead, Employee, EmployeeOffice
from femida.platform.access.models import Group, GroupGrant, GroupMember, PersonGrant, Wall, WallMember
from femida.platform.access.policy import Policy, load_policy, one_policy_per_actor, policy_of
from femida.platform.access.rights import Scope
from femida.platform.core.actor import Actor
from tests.firm.people import a_department, actor_of, an_employee, an_office, give
from tests.sales.test_races import at_once

RIGHT = "tasks.view"
CHANGES: dict[str, Callable[[Employee], object]] = {
    "a grant of the group": lambda one: GroupGrant.objects.filter(right=RIGHT).update(scope=Scope.FIRM),
    "a grant taken away": lambda one: GroupGrant.objects.filter(right=RIGHT).delete(),
    "a new grant": lambda one: GroupGrant.objects.create(
        group=GroupMember.objects.get(person_id=one.account_id).group, right="calls.view", scope=Scope.OWN
    ),
    "a personal grant": lambda one: PersonGrant.objects.create(
        person_id=one.account_id, right=RIGHT, scope=Scope.DENIED
    ),
    "leaving the group": lambda one: GroupMember.objects.filter(person_id=one.account_id).delete(),
    "a wall": lambda one: WallMember.objects.create(
        person_id=one.account_id,
        wall=Wall.objects.create(object_type="parties.party", object_id=1, reason="Закрытое дело"),
    ),
    "the main office": lambda one: Employee.objects.filter(pk=one.pk).update(main_office=an_office("Тверь")),
    "one more office": lambda one: EmployeeOffice.objects.create(employee=one, office=an_office("Тверь")),
    "the time zone": lambda one: type(one.main_office).objects.update(time_zone="Asia/Omsk"),
    "the department": lambda one: Employee.objects.filter(pk=one.pk).update(
        department=a_department(one.main_office)
    ),
    "a department to lead": lambda one: DepartmentHead.objects.create(
        employee=one, department=a_department(one.main_office)
    ),
    "a person below": lambda one: an_employee(one.main_office, manager=one),
    "blocking": lambda one: type(one.account).objects.filter(pk=one.account_id).update(is_active=False),
}


@pytest.fixture
def someone(cloned_database: str) -> Employee:
    employee = an_employee(an_office())
    give(employee, tasks__view=Scope.OFFICE)
    return employee


def asked(employee: Employee) -> Policy:
    """What one request is answered with."""
    with one_policy_per_actor():
        return policy_of(actor_of(employee))


def test_a_kept_policy_costs_one_statement(someone: Employee) -> None:
    first = asked(someone)
    with CaptureQueriesContext(connection) as captured:
        assert asked(someone) is first
    assert len(captured) == 1


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_counts_from_the_next_request_on(someone: Employee, change: str) -> None:
    before = asked(someone)
    CHANGES[change](someone)
    after = asked(someone)
    assert after == load_policy(Actor.person(someone.account_id))
    assert after != before


@pytest.mark.parametrize("table", ["access_groupgrant"])
def test_twin_without_the_trigger_an_old_policy_is_used(
    someone: Employee, cloned_database: str, database_server, table: str
) -> None:
    before = asked(someone)
    with psycopg.connect(database_server.owner_conninfo(cloned_database), autocommit=True) as owner:
        owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_rights")
    CHANGES["a grant of the group"](someone)
    assert asked(someone) is before


def test_other_changes_of_an_employee_keep_it(someone: Employee) -> None:
    before = asked(someone)
    Employee.objects.filter(pk=someone.pk).update(surname="Другая", version=2)
    type(someone.account).objects.filter(pk=someone.account_id).update(last_login=timezone.now())
    assert asked(someone) is before


def test_inside_a_transaction_its_own_changes_count_and_outside_not_before_its_end(someone: Employee) -> None:
    before = asked(someone)
    with transaction.atomic():
        CHANGES["a grant of the group"](someone)
        assert asked(someone).scope(RIGHT) is Scope.FIRM
        (elsewhere,) = at_once([lambda: asked(someone)])
        assert elsewhere == before
    assert asked(someone).scope(RIGHT) is Scope.FIRM
    (elsewhere,) = at_once([lambda: asked(someone)])
    assert elsewhere.scope(RIGHT) is Scope.FIRM


def test_without_the_mark_nothing_is_kept(someone: Employee, cloned_database: str, database_server) -> None:
    with psycopg.connect(database_server.owner_conninfo(cloned_database), autocommit=True) as owner:
        owner.execute("DELETE FROM access_rightsmark")
    assert asked(someone) is not asked(someone)
    Group.objects.create(key="none", name="Пустая")
    assert asked(someone) == load_policy(Actor.person(someone.account_id))


def test_every_table_that_policies_are_read_from_is_watched(someone: Employee) -> None:
    with CaptureQueriesContext(connection) as captured:
        load_policy(Actor.person(someone.account_id))
    read = {name for one in captured for name in re.findall(r"(?:FROM|JOIN)\s+([a-z]+_[a-z]+)", one["sql"])}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger"
            " WHERE tgfoid = 'access_rights_changed'::regproc AND tgenabled = 'O'"
        )
        watched = {name for (name,) in cursor.fetchall()}
    assert {"access_groupgrant", "staff_employee", "accounts_user", "offices_office"} <= read
    assert read <= watched
