"""Reminders of tasks."""

from __future__ import annotations

from femida.planning.tasks.commands import REMINDED_AT_ONCE, remind_of_tasks
from femida.platform.core.actor import Actor
from femida.platform.jobs.queue import job


@job("tasks.remind", every="* * * * *", retry=False)
def remind() -> None:
    """Remind of what is due."""
    while remind_of_tasks(Actor.system("tasks.remind")) == REMINDED_AT_ONCE:
        pass
