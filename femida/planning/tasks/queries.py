"""Reading tasks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, IntegerField, QuerySet, When

from femida.planning.tasks.models import Task
from femida.platform.access.policy import policy_of
from femida.platform.access.prepared import prepared
from femida.platform.access.queries import visible
from femida.platform.core.actor import Actor
from femida.platform.core.statements import Hole


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task as lists and cards show it."""

    id: int
    kind: str
    title: str
    due_at: datetime
    status: str
    responsible_id: int | None
    created_by_id: int | None
    party_id: int | None
    object_type: str
    object_id: int | None
    result: str
    version: int


_LINE = (
    "id", "kind", "title", "due_at", "status", "responsible_id", "created_by_id", "party_id", "object_type",
    "object_id", "result", "version",
)  # fmt: skip


def tasks_about(actor: Actor, object_type: str, object_id: int, *, limit: int = 20) -> list[TaskLine]:
    """Visible tasks about an object (of a party: all of the party's), the open ones first by due date."""

    def build() -> QuerySet[Task, Any]:
        rows = visible(actor, Task)
        if object_type == "parties.party":
            rows = rows.filter(party_id__same=Hole("about"))
        else:
            rows = rows.filter(object_type=object_type, object_id__same=Hole("about"))
        is_closed = Case(When(status=Task.Status.NEW, then=0), default=1, output_field=IntegerField())
        return rows.order_by(is_closed, "due_at", "id").values_list(*_LINE)[:limit]

    statement = prepared(policy_of(actor), ("tasks about", object_type, limit), build)
    return [TaskLine(*row) for row in statement.rows(about=object_id)]


def own_open_tasks(actor: Actor, *, until: datetime, limit: int = 50) -> list[TaskLine]:
    """Open tasks that the actor is responsible for and that are due before a moment, the oldest first."""
    return _lines(own_open(actor, until).order_by("due_at", "id"), limit)


def own_open(actor: Actor, until: datetime) -> QuerySet[Task]:
    """Open tasks that the actor is responsible for and that are due before a moment."""
    employee_id = policy_of(actor).placement.employee_id
    own = visible(actor, Task).filter(responsible_id=employee_id, status=Task.Status.NEW, due_at__lt=until)
    return own if employee_id is not None else own.none()


def open_tasks_count(object_type: str, object_id: int) -> int:
    """How many open tasks there are about an object, whoever asks: for gates and rules, no row is shown."""
    return Task.objects.filter(object_type=object_type, object_id=object_id, status=Task.Status.NEW).count()


def tasks_by_id(actor: Actor, task_ids: Iterable[int]) -> dict[int, TaskLine]:
    """The visible ones of these tasks, in one query."""
    rows = visible(actor, Task).filter(pk__in=list(task_ids))
    return {line.id: line for line in _lines(rows, None)}


def _lines(rows: QuerySet[Task], limit: int | None) -> list[TaskLine]:
    return [TaskLine(*row) for row in rows.values_list(*_LINE)[:limit]]
