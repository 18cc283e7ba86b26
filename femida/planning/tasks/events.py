"""What the room records about tasks."""

from __future__ import annotations

from dataclasses import dataclass

from typing_extensions import override

from femida.platform.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class TaskEvent(Event):
    """Base: a fact stands on the time-lines of the task, of its party and of what it is about."""

    subject = ("planning.task", "task_id")
    anchors = (("parties.party", "party_id"),)

    task_id: int
    party_id: int | None = None
    object_type: str = ""
    object_id: int | None = None

    @override
    def anchor_refs(self) -> list[tuple[str, int]]:
        """The task, its party, and what it is about (which its own fields name)."""
        refs = super().anchor_refs()
        if self.object_id is not None and (self.object_type, self.object_id) not in refs:
            refs.append((self.object_type, self.object_id))
        return refs


@dataclass(frozen=True, kw_only=True)
class TaskAdded(TaskEvent):
    """Somebody has been given something to do."""

    kind = "task.added"

    task_kind: str
    responsible_id: int


@dataclass(frozen=True, kw_only=True)
class TaskChanged(TaskEvent):
    """Title, kind or times were changed; `fields` names what."""

    kind = "task.changed"

    fields: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TaskReassigned(TaskEvent):
    """The task went to another employee."""

    kind = "task.reassigned"

    from_employee_id: int | None = None
    to_employee_id: int


@dataclass(frozen=True, kw_only=True)
class TaskDone(TaskEvent):
    """The task was done."""

    kind = "task.done"


@dataclass(frozen=True, kw_only=True)
class TaskConfirmed(TaskEvent):
    """Who had given the task has accepted the result."""

    kind = "task.confirmed"


@dataclass(frozen=True, kw_only=True)
class TaskCancelled(TaskEvent):
    """The task is no longer needed."""

    kind = "task.cancelled"
