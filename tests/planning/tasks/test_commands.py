"""Giving, changing, finishing, confirming, cancelling and handing over tasks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from femida.firm.staff.models import Assignment, Employee
from femida.planning.tasks.commands import (
    UnableToChangeTask,
    UnableToConfirmTask,
    UnableToGiveTask,
    add_task,
    cancel_task,
    change_task,
    close_tasks_of,
    confirm_task,
    finish_task,
    open_tasks_of,
    reassign_task,
    reassign_tasks,
    remind_of_tasks,
)
from femida.planning.tasks.models import Task
from femida.planning.tasks.queries import open_tasks_count, own_open_tasks, tasks_about
from femida.platform.access.models import Wall, WallMember
from femida.platform.access.queries import visible
from femida.platform.access.rights import Scope
from femida.platform.core import clock
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Denied, Invalid, NotFound, Stale
from femida.platform.journal.models import AccessLog, Fact, FactAnchor
from femida.platform.notices.models import Notice
from femida.platform.notices.queries import bell
from tests.comms.telephony.parties import a_party
from tests.firm.people import a_department, actor_of, an_employee, an_office, give

pytestmark = pytest.mark.django_db

HOUSE = Actor.system("test")
ALL = {f"tasks__{verb}": Scope.OFFICE for verb in ("view", "add", "edit", "finish")}


def tomorrow():
    return timezone.now() + timedelta(days=1)


@pytest.fixture
def office():
    return an_office()


@pytest.fixture
def manager(office) -> Employee:
    employee = an_employee(office, a_department(office))
    give(employee, parties__view=Scope.OFFICE, **ALL)
    return employee


@pytest.fixture
def lawyer(office) -> Employee:
    employee = an_employee(office, a_department(office, "execution"))
    give(employee, parties__view=Scope.OFFICE, tasks__view=Scope.OWN, tasks__finish=Scope.OWN)
    return employee


@pytest.fixture
def party(office):
    return a_party(office)


def given(author: Employee, party=None, **values) -> Task:
    values = {"title": "Подготовить иск", "due_at": tomorrow(), "kind": "document", **values}
    if party is not None:
        values = {"object_type": "parties.party", "object_id": party.pk, **values}
    return Task.objects.get(pk=add_task(actor_of(author), **values))


def kinds_told(employee: Employee) -> list[str]:
    return [notice.stored.kind for notice in bell(actor_of(employee)).notices]


def test_a_task_is_one_s_own_unless_another_is_named(manager, lawyer) -> None:
    own = given(manager)
    assert own.responsible_id == own.created_by_id == manager.pk
    assert (own.office_id, own.department_id) == (manager.main_office_id, manager.department_id)
    assert own.remind_at == own.due_at
    assert kinds_told(manager) == []
    other = given(manager, responsible_id=lawyer.pk)
    assert (other.responsible_id, other.created_by_id) == (lawyer.pk, manager.pk)
    assert other.department_id == lawyer.department_id
    assert kinds_told(lawyer) == ["tasks.given"]
    roles = Assignment.objects.filter(object_type="planning.task", object_id=other.pk)
    assert set(roles.values_list("role", "employee_id")) == {
        ("responsible", lawyer.pk),
        ("author", manager.pk),
    }


def test_a_task_about_a_party_stands_on_its_time_line(manager, party) -> None:
    task = given(manager, party)
    assert (task.party_id, task.object_type, task.object_id) == (party.pk, "parties.party", party.pk)
    fact = Fact.objects.get(kind="task.added")
    assert "Подготовить" not in str(fact.payload)
    anchors = set(FactAnchor.objects.filter(fact=fact).values_list("object_type", "object_id"))
    assert anchors == {("planning.task", task.pk), ("parties.party", party.pk)}
    assert open_tasks_count("parties.party", party.pk) == 1


def test_numbers_in_a_title_are_masked(manager) -> None:
    assert "345" not in given(manager, title="Набрать +7 912 345-67-89 до обеда").title


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "ы" * 201}, "title"),
        ({"kind": "nonsense"}, "kind"),
        ({"due_at": timezone.now() - timedelta(hours=1)}, "due_at"),
        ({"remind_at": timezone.now() + timedelta(days=2)}, "remind_at"),
        ({"responsible_id": 999}, "responsible_id"),
        ({"object_type": "nonsense", "object_id": 1}, "object_type"),
        ({"object_type": "parties.party"}, "object_id"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(manager, values, field) -> None:
    with pytest.raises(Invalid) as refusal:
        given(manager, **values)
    assert field in refusal.value.fields
    assert not Task.objects.exists()
    assert not Notice.objects.exists()


def test_who_does_not_work_now_gets_no_task(manager, lawyer) -> None:
    Employee.objects.filter(pk=lawyer.pk).update(status="blocked")
    with pytest.raises(Invalid):
        given(manager, responsible_id=lawyer.pk)
    task = given(manager)
    with pytest.raises(Invalid):
        reassign_task(actor_of(manager), task_id=task.pk, employee_id=lawyer.pk)


def test_the_house_names_who_and_may_give_what_was_due_already(manager) -> None:
    past = timezone.now() - timedelta(days=100)
    with pytest.raises(Invalid):
        add_task(HOUSE, title="Без никого", due_at=past)
    task_id = add_task(HOUSE, title="Давно", due_at=past, responsible_id=manager.pk)
    assert Task.objects.get(pk=task_id).due_at == past


def test_an_entered_history_bears_its_own_moments(manager) -> None:
    past = timezone.now() - timedelta(days=100)
    with clock.at(past):
        task = given(manager, due_at=past + timedelta(days=1))
    with clock.at(past + timedelta(hours=1)):
        finish_task(actor_of(manager), task_id=task.pk)
    task.refresh_from_db()
    assert (task.created_at, task.done_at) == (past, past + timedelta(hours=1))
    moments = dict(Fact.objects.filter(kind__startswith="task.").values_list("kind", "at"))
    assert moments == {"task.added": past, "task.done": past + timedelta(hours=1)}


def test_changes_are_made_to_open_tasks_and_noted_by_name(manager) -> None:
    task = given(manager)
    Task.objects.update(reminded_at=timezone.now())
    later = tomorrow() + timedelta(days=3)
    change_task(actor_of(manager), task_id=task.pk, version=1, due_at=later)
    task.refresh_from_db()
    assert (task.due_at, task.remind_at, task.reminded_at, task.version) == (later, later, None, 2)
    assert Fact.objects.get(kind="task.changed").payload["fields"] == ["due_at", "remind_at"]
    with pytest.raises(Stale):
        change_task(actor_of(manager), task_id=task.pk, version=1, title="Другое")
    change_task(actor_of(manager), task_id=task.pk, title=task.title)
    assert Fact.objects.filter(kind="task.changed").count() == 1
    finish_task(actor_of(manager), task_id=task.pk)
    with pytest.raises(UnableToChangeTask):
        change_task(actor_of(manager), task_id=task.pk, title="Другое")


def test_a_result_is_told_to_who_gave_the_task(manager, lawyer) -> None:
    task = given(manager, responsible_id=lawyer.pk)
    finish_task(actor_of(lawyer), task_id=task.pk, result="Готово, лежит в деле")
    task.refresh_from_db()
    assert (task.status, task.result) == ("done", "Готово, лежит в деле")
    assert task.done_at is not None
    assert kinds_told(manager) == ["tasks.done"]
    with pytest.raises(UnableToChangeTask):
        finish_task(actor_of(lawyer), task_id=task.pk)


def test_only_who_gave_a_task_confirms_it_and_only_a_done_one(manager, lawyer) -> None:
    task = given(manager, responsible_id=lawyer.pk)
    with pytest.raises(UnableToConfirmTask):
        confirm_task(actor_of(manager), task_id=task.pk)
    finish_task(actor_of(lawyer), task_id=task.pk)
    head = an_employee(manager.main_office)
    give(head, **ALL)
    with pytest.raises(UnableToConfirmTask):
        confirm_task(actor_of(head), task_id=task.pk)
    confirm_task(actor_of(manager), task_id=task.pk)
    task.refresh_from_db()
    assert task.status == "confirmed"


def test_a_cancelled_task_keeps_its_reason(manager, lawyer) -> None:
    task = given(manager, responsible_id=lawyer.pk)
    cancel_task(actor_of(manager), task_id=task.pk, reason="Клиент передумал")
    task.refresh_from_db()
    assert (task.status, task.result, task.done_at) == ("cancelled", "Клиент передумал", None)
    assert kinds_told(lawyer) == ["tasks.cancelled", "tasks.given"]
    with pytest.raises(UnableToChangeTask):
        cancel_task(actor_of(manager), task_id=task.pk)


def test_a_task_goes_to_another_and_is_no_longer_the_first_one_s(manager, lawyer) -> None:
    task = given(manager, responsible_id=lawyer.pk)
    heir = an_employee(manager.main_office, a_department(manager.main_office))
    give(heir, tasks__view=Scope.OWN)
    reassign_task(actor_of(manager), task_id=task.pk, employee_id=heir.pk)
    task.refresh_from_db()
    assert (task.responsible_id, task.department_id) == (heir.pk, heir.department_id)
    assert kinds_told(heir) == ["tasks.given"]
    assert not visible(actor_of(lawyer), Task).exists()
    assert kinds_told(lawyer) == []
    fact = Fact.objects.get(kind="task.reassigned")
    assert (fact.payload["from_employee_id"], fact.payload["to_employee_id"]) == (lawyer.pk, heir.pk)


def test_handing_over_many_leaves_out_the_closed_ones(manager, lawyer) -> None:
    first, done, second = given(manager), given(manager), given(manager)
    finish_task(actor_of(manager), task_id=done.pk)
    ids = [first.pk, done.pk, second.pk, 999]
    outcome = reassign_tasks(actor_of(manager), task_ids=ids, employee_id=lawyer.pk)
    assert outcome.done == [first.pk, second.pk]
    assert set(outcome.refused) == {done.pk, 999}
    assert Task.objects.filter(responsible=lawyer).count() == 2


def test_a_reminder_comes_once(manager) -> None:
    due, later, done = given(manager), given(manager), given(manager)
    finish_task(actor_of(manager), task_id=done.pk)
    Task.objects.filter(pk__in=[due.pk, done.pk]).update(remind_at=timezone.now() - timedelta(minutes=1))
    assert remind_of_tasks(HOUSE) == 1
    assert remind_of_tasks(HOUSE) == 0
    assert list(Notice.objects.values_list("kind", "object_id")) == [("tasks.due", due.pk)]
    change_task(actor_of(manager), task_id=due.pk, due_at=tomorrow())
    Task.objects.filter(pk=due.pk).update(remind_at=timezone.now())
    assert remind_of_tasks(HOUSE) == 1
    assert later.reminded_at is None


def test_without_the_mark_a_reminder_comes_again(manager) -> None:
    """The twin: the moment of the reminder is what keeps it single."""
    task = given(manager)
    Task.objects.update(remind_at=timezone.now())
    remind_of_tasks(HOUSE)
    Task.objects.update(reminded_at=None)
    remind_of_tasks(HOUSE)
    assert Notice.objects.filter(object_id=task.pk).count() == 2


def every_command(actor: Actor, task: Task):
    yield lambda: change_task(actor, task_id=task.pk, title="Чужое")
    yield lambda: finish_task(actor, task_id=task.pk)
    yield lambda: confirm_task(actor, task_id=task.pk)
    yield lambda: cancel_task(actor, task_id=task.pk)
    yield lambda: reassign_task(actor, task_id=task.pk, employee_id=task.responsible_id)


def test_every_command_refuses_without_the_right_and_changes_nothing(manager, party) -> None:
    task = given(manager, party)
    before = (list(Task.objects.values()), Fact.objects.count(), Notice.objects.count())
    viewer, stranger = an_employee(party.office), an_employee(an_office("Тула"))
    give(viewer, parties__view=Scope.OFFICE, tasks__view=Scope.OFFICE)
    give(stranger, parties__view=Scope.OFFICE, **ALL)
    for employee, error in ((viewer, Denied), (stranger, NotFound)):
        for act in every_command(actor_of(employee), task):
            with pytest.raises(error):
                act()
        with pytest.raises(error):
            given(employee, party)
    for act in (
        lambda: close_tasks_of(actor_of(manager), party_id=party.pk, wall_id=1),
        lambda: open_tasks_of(actor_of(manager), party_id=party.pk, wall_id=1),
        lambda: remind_of_tasks(actor_of(manager)),
        lambda: add_task(Actor.anonymous(), title="x", due_at=tomorrow()),
    ):
        with pytest.raises(Denied):
            act()
    assert (list(Task.objects.values()), Fact.objects.count(), Notice.objects.count()) == before
    assert AccessLog.objects.filter(kind="refused").exists()


def test_the_right_to_give_tasks_is_checked_on_what_they_are_about(party) -> None:
    narrow = an_employee(party.office)
    give(narrow, parties__view=Scope.OFFICE, tasks__add=Scope.OWN)
    with pytest.raises(Denied):
        given(narrow, party)
    assert not Task.objects.exists()


def test_a_closed_matter_closes_its_tasks_and_takes_no_outsider(manager, lawyer, party) -> None:
    wall = Wall.objects.create(object_type="parties.party", object_id=party.pk, reason="тест")
    WallMember.objects.create(wall=wall, person_id=manager.account_id)
    party.wall = wall
    party.save()
    task = given(manager, party)
    assert task.wall_id == wall.pk
    for act in (
        lambda: given(manager, party, responsible_id=lawyer.pk),
        lambda: reassign_task(actor_of(manager), task_id=task.pk, employee_id=lawyer.pk),
    ):
        with pytest.raises(UnableToGiveTask):
            act()
    outsider = an_employee(party.office)
    give(outsider, parties__view=Scope.FIRM, tasks__view=Scope.FIRM, tasks__add=Scope.FIRM)
    with pytest.raises(NotFound):
        given(outsider, party)
    assert not visible(actor_of(outsider), Task).exists()
    assert tasks_about(actor_of(outsider), "parties.party", party.pk) == []
    assert [line.id for line in tasks_about(actor_of(manager), "parties.party", party.pk)] == [task.pk]


def test_a_notice_of_a_task_out_of_reach_is_neither_shown_nor_counted(manager, lawyer) -> None:
    task = given(manager, responsible_id=lawyer.pk)
    assert bell(actor_of(lawyer)).unread == 1
    wall = Wall.objects.create(object_type="parties.party", object_id=1, reason="тест")
    Task.objects.filter(pk=task.pk).update(wall=wall)
    assert (bell(actor_of(lawyer)).notices, bell(actor_of(lawyer)).unread) == ((), 0)


def test_own_open_tasks_are_those_due_soon(manager, lawyer) -> None:
    soon, late = given(manager), given(manager, due_at=tomorrow() + timedelta(days=5))
    given(manager, responsible_id=lawyer.pk)
    lines = own_open_tasks(actor_of(manager), until=tomorrow() + timedelta(days=1))
    assert [line.id for line in lines] == [soon.pk]
    assert late.pk not in [line.id for line in lines]


@pytest.mark.parametrize(
    "values",
    [
        {"status": "done"},
        {"status": "new", "done_at": timezone.now()},
        {"status": "nonsense"},
        {"kind": "nonsense"},
        {"title": ""},
        {"object_type": "parties.party"},
        {"remind_at": timezone.now() + timedelta(days=9)},
    ],
)
def test_the_database_holds_the_rules_by_itself(values) -> None:
    due = tomorrow()
    whole = {"title": "x", "due_at": due, "remind_at": due}
    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.create(**{**whole, **values})
    Task.objects.create(**whole)
