"""Giving, changing, finishing and handing over tasks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from femida.firm.staff.assigning import set_responsible_of, start_assignments
from femida.firm.staff.queries import EmployeeRef, accounts_of, employee_by_id, employee_of
from femida.planning.tasks.about import NOTHING, About, find_about
from femida.planning.tasks.events import (
    TaskAdded,
    TaskCancelled,
    TaskChanged,
    TaskConfirmed,
    TaskDone,
    TaskReassigned,
)
from femida.planning.tasks.models import LONGEST_RESULT, LONGEST_TITLE, Task
from femida.platform.access.policy import policy_of
from femida.platform.commands.core import Outcome, command, is_system, save, take, take_rows
from femida.platform.core import clock
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Denied, FemidaError, Invalid, Text, UnableTo
from femida.platform.journal.recording import record
from femida.platform.notices.notifying import notify
from femida.platform.texts.typed import typed_line, typed_text

Status = Task.Status

OBJECT_TYPE: Final = "planning.task"
# A form is filled in for a minute or two.
LATE_FORM: Final = timedelta(minutes=10)
REMINDED_AT_ONCE: Final = 500


class UnableToGiveTask(UnableTo):
    """The person may not take this task."""

    code = "unable_to_give_task"


class UnableToChangeTask(UnableTo):
    """The task is closed."""

    code = "unable_to_change_task"
    default_sentence = _("This task is closed already. Add a new one.")


class UnableToConfirmTask(UnableTo):
    """Not done yet, or not the actor's to confirm."""

    code = "unable_to_confirm_task"
    default_sentence = _("Only who gave a task confirms it, after it has been done.")


@command(right="tasks.add")
def add_task(
    actor: Actor,
    *,
    title: str,
    due_at: datetime,
    kind: str = Task.Kind.OTHER.value,
    object_type: str = "",
    object_id: int | None = None,
    responsible_id: int | None = None,
    remind_at: datetime | None = None,
) -> int:
    """Give a task to an employee (the actor, unless another is named) and return its id.

    `object_type` and `object_id` name what it is about; the right is checked on that row, and its party is
    locked: inside of another act, lock that party first. The reminder comes at `remind_at`, by default when
    the task is due. Only the house itself gives tasks that are due in the past.
    Raises Invalid, NotFound or Denied (what it is about), UnableToGiveTask.
    """
    about = find_about(actor, "tasks.add", object_type, object_id)
    employee = _employee(actor, responsible_id, about)
    author = employee_of(actor.person_id) if actor.person_id is not None else None
    task = Task(
        party_id=about.party_id,
        object_type=about.object_type,
        object_id=about.object_id,
        kind=_kind(kind),
        title=typed_line("title", title, longest=LONGEST_TITLE, required=True),
        due_at=_due(actor, due_at),
        remind_at=_remind(remind_at, due_at),
        office_id=about.office_id or employee.main_office_id,
        department_id=employee.department_id,
        responsible_id=employee.id,
        created_by_id=author.id if author else None,
        wall_id=about.wall_id,
        created_at=clock.now(),
    )
    task.save(force_insert=True)
    start_assignments(task, OBJECT_TYPE)
    record(TaskAdded(**_refs(task), task_kind=task.kind, responsible_id=employee.id))
    _tell(actor, [employee.account_id], "tasks.given", task)
    return task.pk


@command(right="tasks.edit", on=Task)
def change_task(
    actor: Actor,
    *,
    task_id: int,
    version: int | None = None,
    title: str | None = None,
    kind: str | None = None,
    due_at: datetime | None = None,
    remind_at: datetime | None = None,
) -> None:
    """Change what is given; a new due date without a reminder of its own moves the reminder there.

    Raises Invalid, Stale, UnableToChangeTask.
    """
    task = take(actor, Task, task_id, version=version)
    _require_open(task)
    before = {name: getattr(task, name) for name in ("title", "kind", "due_at", "remind_at")}
    if title is not None:
        task.title = typed_line("title", title, longest=LONGEST_TITLE, required=True)
    if kind is not None:
        task.kind = _kind(kind)
    if due_at is not None and due_at != task.due_at:
        task.due_at = _due(actor, due_at)
        task.remind_at = task.due_at
    if remind_at is not None:
        task.remind_at = _remind(remind_at, task.due_at)
    changed = [name for name, value in before.items() if getattr(task, name) != value]
    if not changed:
        return
    if "remind_at" in changed:
        task.reminded_at = None
    save(task, *changed, "reminded_at")
    record(TaskChanged(**_refs(task), fields=tuple(changed)))


@command(right="tasks.finish", on=Task)
def finish_task(actor: Actor, *, task_id: int, result: str = "", version: int | None = None) -> None:
    """Mark a task done, with a word about the result. Its author is told.

    Raises Invalid, Stale, UnableToChangeTask.
    """
    task = take(actor, Task, task_id, version=version)
    _require_open(task)
    task.status = Status.DONE
    task.done_at = clock.now()
    task.result = typed_text("result", result, longest=LONGEST_RESULT)
    save(task, "status", "done_at", "result")
    record(TaskDone(**_refs(task)))
    if task.created_by_id != task.responsible_id:
        _tell(actor, list(accounts_of([task.created_by_id]).values()), "tasks.done", task)


@command(right="tasks.edit", on=Task)
def confirm_task(actor: Actor, *, task_id: int, version: int | None = None) -> None:
    """Accept the result of a task that the actor gave. Raises Stale, UnableToConfirmTask."""
    task = take(actor, Task, task_id, version=version)
    is_author = (
        task.created_by_id is not None and task.created_by_id == policy_of(actor).placement.employee_id
    )
    if task.status != Status.DONE or not (is_author or is_system(actor)):
        raise UnableToConfirmTask
    task.status = Status.CONFIRMED
    save(task, "status")
    record(TaskConfirmed(**_refs(task)))


@command(right="tasks.edit", on=Task)
def cancel_task(actor: Actor, *, task_id: int, reason: str = "", version: int | None = None) -> None:
    """Give a task up: it is no longer needed. The responsible person is told.

    Raises Invalid, Stale, UnableToChangeTask.
    """
    task = take(actor, Task, task_id, version=version)
    _require_open(task)
    task.status = Status.CANCELLED
    task.result = typed_text("reason", reason, longest=LONGEST_RESULT)
    save(task, "status", "result")
    record(TaskCancelled(**_refs(task)))
    _tell(actor, list(accounts_of([task.responsible_id]).values()), "tasks.cancelled", task)


@command(right="tasks.edit", on=Task)
def reassign_task(actor: Actor, *, task_id: int, employee_id: int) -> None:
    """Hand an open task over to another employee. Raises Invalid, UnableToChangeTask, UnableToGiveTask."""
    reassign_tasks(actor, task_ids=[task_id], employee_id=employee_id).raise_single()


@command(right="tasks.edit", on=Task, rows=True)
def reassign_tasks(actor: Actor, *, task_ids: Sequence[int], employee_id: int) -> Outcome:
    """Hand open tasks over to another employee, who is told. Raises Invalid for an unknown employee."""
    outcome = Outcome()
    employee = _active(employee_id)
    taken = take_rows(actor, Task, task_ids, outcome=outcome)
    given: list[tuple[Task, int | None]] = []
    for task in taken:
        try:
            _require_open(task)
            _require_passes(employee, task.wall_id)
        except FemidaError as refusal:
            outcome.refuse(task.pk, refusal)
            continue
        outcome.done.append(task.pk)
        if task.responsible_id != employee.id:
            given.append((task, task.responsible_id))
    _hand_over(given, employee)
    for task, former in given:
        record(TaskReassigned(**_refs(task), from_employee_id=former, to_employee_id=employee.id))
        _tell(actor, [employee.account_id], "tasks.given", task)
    return outcome


def _hand_over(given: list[tuple[Task, int | None]], employee: EmployeeRef) -> None:
    tasks = [task for task, _former in given]
    if not tasks:
        return
    set_responsible_of(tasks, OBJECT_TYPE, employee.id)
    Task.objects.filter(pk__in=[task.pk for task in tasks]).update(
        department_id=employee.department_id, reminded_at=None
    )


@command(right="tasks.edit")
def close_tasks_of(actor: Actor, *, party_id: int, wall_id: int) -> None:
    """Put the tasks of a party behind its wall. Only the house itself does this."""
    _move_walls(actor, Task.objects.filter(party_id=party_id), wall_id)


@command(right="tasks.edit")
def open_tasks_of(actor: Actor, *, party_id: int, wall_id: int) -> None:
    """Open the tasks that stood behind a party's wall. Only the house itself does this."""
    _move_walls(actor, Task.objects.filter(party_id=party_id, wall_id=wall_id), None)


def _move_walls(actor: Actor, tasks: QuerySet[Task], wall_id: int | None) -> None:
    if not is_system(actor):
        raise Denied(right="tasks.edit")
    list(tasks.select_for_update().order_by("pk").values_list("pk", flat=True))
    tasks.update(wall_id=wall_id)


@command(right="tasks.edit", on=Task, rows=True)
def remind_of_tasks(actor: Actor) -> int:
    """Remind of up to 500 open tasks whose moment has come, each once; returns how many.

    Only the house itself does this.
    """
    if not is_system(actor):
        raise Denied(right="tasks.edit")
    now = clock.now()
    waiting = {"status": Status.NEW, "reminded_at": None}
    due = Task.objects.filter(**waiting, remind_at__lte=now).order_by("remind_at")
    ids = list(due.values_list("pk", flat=True)[:REMINDED_AT_ONCE])
    taken = take_rows(actor, Task, ids, outcome=Outcome())
    # another worker may have been here between the look and the lock
    tasks = [task for task in taken if task.status == Status.NEW and task.reminded_at is None]
    Task.objects.filter(pk__in=[task.pk for task in tasks]).update(reminded_at=now)
    accounts = accounts_of(task.responsible_id for task in tasks)
    for task in tasks:
        if task.responsible_id in accounts:
            notify([accounts[task.responsible_id]], "tasks.due", OBJECT_TYPE, task.pk)
    return len(tasks)


def _refs(task: Task) -> dict[str, Any]:
    return {
        "task_id": task.pk,
        "party_id": task.party_id,
        "object_type": task.object_type,
        "object_id": task.object_id,
    }


def _tell(actor: Actor, accounts: Sequence[int], kind: str, task: Task) -> None:
    """Tell people of a task, except the one who acts."""
    others = [account for account in accounts if account != actor.person_id]
    if others:
        notify(others, kind, OBJECT_TYPE, task.pk)


def _require_open(task: Task) -> None:
    if task.status != Status.NEW:
        raise UnableToChangeTask


def _employee(actor: Actor, responsible_id: int | None, about: About = NOTHING) -> EmployeeRef:
    if responsible_id is not None:
        employee = _active(responsible_id)
    else:
        own = employee_of(actor.person_id) if actor.person_id is not None else None
        if own is None:
            raise Invalid({"responsible_id": _("Choose who will do this.")})
        employee = own
    _require_passes(employee, about.wall_id)
    return employee


def _active(employee_id: int) -> EmployeeRef:
    employee = employee_by_id(employee_id)
    if employee is None or not employee.is_active:
        raise Invalid({"responsible_id": _("This employee does not work now. Choose another.")})
    return employee


def _require_passes(employee: EmployeeRef, wall_id: int | None) -> None:
    if wall_id is not None and wall_id not in policy_of(Actor.person(employee.account_id)).walls:
        raise UnableToGiveTask(
            _("The matter is closed to %(name)s. Choose a person it is open to.") % {"name": employee.name}
        )


def _kind(kind: str) -> str:
    if kind not in Task.Kind.values:
        raise Invalid({"kind": _("Choose what kind of task this is.")})
    return kind


def _due(actor: Actor, due_at: datetime) -> datetime:
    if not is_system(actor) and due_at < clock.now() - LATE_FORM:
        raise Invalid({"due_at": _("This moment has passed. Choose a later one.")})
    return due_at


def _remind(remind_at: datetime | None, due_at: datetime) -> datetime:
    if remind_at is None:
        return due_at
    if remind_at > due_at:
        wrong: dict[str, Text] = {"remind_at": _("The reminder comes before the task is due, not after.")}
        raise Invalid(wrong)
    return remind_at
