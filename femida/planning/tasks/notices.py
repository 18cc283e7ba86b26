"""The words of notices about tasks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from femida.planning.tasks.queries import TaskLine, tasks_by_id
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Text
from femida.platform.notices.kinds import NoticeKind, StoredNotice, Words, notice_kinds

Draw = Callable[[TaskLine], Words]


def _drawn_by(draw: Draw) -> Callable[[Actor, Sequence[StoredNotice]], Mapping[int, Words]]:
    """A renderer that draws the notices whose tasks the reader still sees."""

    def render(actor: Actor, notices: Sequence[StoredNotice]) -> Mapping[int, Words]:
        tasks = tasks_by_id(actor, {notice.object_id for notice in notices})
        return {n.id: draw(tasks[n.object_id]) for n in notices if n.object_id in tasks}

    return render


def _register(key: str, label: Text, title: Text, *, icon: str, tone: str = "") -> None:
    def draw(task: TaskLine) -> Words:
        return Words(title=title, body=task.title, icon=icon, tone=tone)

    notice_kinds.register(key, NoticeKind(label, _drawn_by(draw)))


_register("tasks.given", _("New tasks"), _("You have a new task"), icon="checkbox")
_register("tasks.due", _("Tasks that are due"), _("A task is due"), icon="clock", tone="warn")
_register("tasks.done", _("Results of tasks"), _("Your task is done"), icon="circle-check", tone="good")
_register("tasks.cancelled", _("Cancelled tasks"), _("A task was cancelled"), icon="circle-x")
