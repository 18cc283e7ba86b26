"""Tasks of the large demonstration firm: rooms above say who is to do what."""

from __future__ import annotations

from datetime import datetime

from femida.firm.staff.bulk import Person, start_assignments
from femida.planning.tasks.commands import OBJECT_TYPE
from femida.planning.tasks.events import TaskAdded, TaskDone
from femida.planning.tasks.models import Task
from femida.platform.bulk.batches import Batch


def add_task(
    batch: Batch,
    person: Person,
    about: tuple[str, int],
    *,
    party_id: int,
    office_id: int,
    title: str,
    kind: str,
    given_at: datetime,
    due_at: datetime,
    done_at: datetime | None,
) -> None:
    """Give a task to somebody; one that is done later than now is still to do."""
    is_done = done_at is not None and done_at <= batch.now
    deed = batch.deed(person.actor, given_at)
    task = batch.add(
        Task,
        party_id=party_id,
        object_type=about[0],
        object_id=about[1],
        kind=kind,
        title=title,
        due_at=due_at,
        remind_at=due_at,
        reminded_at=due_at if due_at <= batch.now else None,
        status=(Task.Status.DONE if is_done else Task.Status.NEW).value,
        done_at=done_at if is_done else None,
        office_id=office_id,
        department_id=person.department_id,
        responsible_id=person.id,
        created_by_id=person.id,
        created_at=given_at,
    )
    start_assignments(batch, OBJECT_TYPE, task)
    refs = {"task_id": task["id"], "party_id": party_id, "object_type": about[0], "object_id": about[1]}
    batch.record(deed, TaskAdded(**refs, task_kind=kind, responsible_id=person.id))
    if is_done and done_at is not None:
        batch.record(batch.deed(person.actor, done_at), TaskDone(**refs))
