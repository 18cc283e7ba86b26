"""How the facts of tasks read on a time-line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from femida.planning.tasks.events import (
    TaskAdded,
    TaskCancelled,
    TaskChanged,
    TaskConfirmed,
    TaskDone,
    TaskEvent,
    TaskReassigned,
)
from femida.planning.tasks.queries import tasks_by_id
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Text
from femida.platform.journal.timeline import Entry, EntryGroup, StoredFact, entry_groups, renders


@dataclass(frozen=True, slots=True)
class _Look:
    title: Text
    icon: str
    tone: str = ""
    shows_result: bool = False


_LOOKS: dict[type[TaskEvent], _Look] = {
    TaskAdded: _Look(_("New task"), "checkbox"),
    TaskChanged: _Look(_("Task changed"), "pencil"),
    TaskReassigned: _Look(_("Task handed over"), "user"),
    TaskDone: _Look(_("Task done"), "circle-check", "good", shows_result=True),
    TaskConfirmed: _Look(_("Result of the task confirmed"), "checks", "good"),
    TaskCancelled: _Look(_("Task cancelled"), "x", shows_result=True),
}


entry_groups.register("tasks", EntryGroup(_("Tasks"), "checkbox", 40))


@renders(*_LOOKS, group="tasks", changes=(TaskChanged, TaskReassigned))
def draw_tasks(actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """Tasks with their titles; those out of the reader's sight leave no entry."""
    events = {fact.id: fact.event for fact in facts if isinstance(fact.event, TaskEvent)}
    tasks = tasks_by_id(actor, {event.task_id for event in events.values()})
    entries = []
    for fact in facts:
        event = events.get(fact.id)
        task = tasks.get(event.task_id) if event is not None else None
        if event is None or task is None:
            continue
        look = _LOOKS[type(event)]
        body = f"{task.title}\n{task.result}" if look.shows_result and task.result else task.title
        entries.append(
            Entry(
                fact_id=fact.id,
                at=fact.at,
                icon=look.icon,
                title=str(look.title),
                body=body,
                author_id=fact.actor.person_id,
                tone=look.tone,
            )
        )
    return entries
