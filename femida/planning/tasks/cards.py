"""What tasks hang into the common screens: columns, actions, panels, composers, board, start page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any, Final, Literal

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from femida.firm.staff.queries import names_of
from femida.planning.tasks import commands
from femida.planning.tasks.commands import UnableToChangeTask
from femida.planning.tasks.forms import ShortTaskForm
from femida.planning.tasks.models import Task
from femida.planning.tasks.queries import TaskLine, own_open, own_open_tasks, tasks_about
from femida.platform.access.queries import visible
from femida.platform.core.actor import Actor
from femida.platform.objects.types import object_types
from femida.platform.screens.ports import (
    Action,
    Cell,
    Composer,
    HomeWidget,
    Panel,
    PanelContext,
    add_action,
    add_composer,
    add_panel,
    board_moves,
    column_renderers,
    home_widgets,
    nav_counters,
)
from femida.platform.screens.requests import PageRequest
from femida.platform.ui import components as ui
from femida.platform.ui import formats

TYPE: Final = "planning.task"
ABOUT: Final = ("parties.party", "sales.lead", "sales.deal", "practice.contract", "practice.execution")
Status = Task.Status


def end_of_today() -> datetime:
    """The coming midnight of the person's zone."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    return timezone.make_aware(datetime.combine(tomorrow, time.min))


def due_mark(due_at: datetime, *, is_open: bool) -> SafeString:
    """When a task is due, with a sign when that is over or today."""
    if not is_open:
        return formats.when(due_at)
    now = timezone.now()
    state: Literal["", "soon", "over"] = ""
    if due_at < now:
        state = "over"
    elif due_at < end_of_today():
        state = "soon"
    return ui.due(formats.moment(due_at), state=state, title=formats.exact(due_at))


def _due_cell(cell: Cell) -> SafeString:
    return due_mark(cell.value, is_open=cell.text == Status.NEW)


column_renderers.register(f"{TYPE}:due_at", _due_cell)


# --- the card of a task ---


def _address(name: str) -> Callable[[Any], str]:
    return lambda task: reverse(f"tasks:{name}", args=[task.pk])


def _is_open(task: Any) -> bool:
    return bool(task.status == Status.NEW)


def _is_done(task: Any) -> bool:
    return bool(task.status == Status.DONE)


for action in (
    Action(
        "tasks.finish", (TYPE,), gettext_lazy("Finish"), _address("finish"), style="primary", icon="check",
        needs_right="tasks.finish", visible=_is_open, dialog=True, shortcut="f", order=10,
    ),
    Action(
        "tasks.confirm", (TYPE,), gettext_lazy("Confirm the result"), _address("confirm"), method="post",
        style="primary", icon="checks", needs_right="tasks.edit", visible=_is_done, order=10,
    ),
    Action(
        "tasks.change", (TYPE,), gettext_lazy("Change"), _address("change"), icon="pencil",
        needs_right="tasks.edit", visible=_is_open, dialog=True, shortcut="e", order=20,
    ),
    Action(
        "tasks.hand_over", (TYPE,), gettext_lazy("Hand over"), _address("hand-over"), icon="user",
        needs_right="tasks.edit", visible=_is_open, dialog=True, order=30,
    ),
    Action(
        "tasks.cancel", (TYPE,), gettext_lazy("Cancel the task"), _address("cancel"), style="quiet", icon="x",
        needs_right="tasks.edit", visible=_is_open, dialog=True, order=40,
    ),
):  # fmt: skip
    add_action(action)


def _about(context: PanelContext) -> SafeString | None:
    """What the task is about, by the title of its own description; nothing when that is out of sight."""
    described = object_types.get(context.row.object_type)
    if described is None:
        return None
    rows = visible(context.actor, described.model).filter(pk=context.row.object_id)
    title = rows.values_list(described.title, flat=True).first()
    if title is None:
        return None
    address = reverse(f"{described.slug}:card", args=[context.row.object_id])
    return ui.facts([(described.label, ui.link(title or described.label, address))])


add_panel(Panel("task-about", (TYPE,), gettext_lazy("What it is about"), 10, _about))


# --- tasks on the cards of what they are about ---


def _initials(name: str) -> SafeString:
    """Who, in the width of two letters; the name is the hint and is read out."""
    spoken = ui.safe(f'<span class="f-sr">{ui.text(name)}</span>')
    return ui.safe(f'<span class="f-person"{ui.attributes({"title": name})}>{ui.avatar(name)}{spoken}</span>')


def draw_lines(lines: Sequence[TaskLine], names: Mapping[int, str], *, may_finish: bool) -> SafeString:
    """A list of tasks: what, who and until when, with a button that finishes an open one."""
    drawn = []
    for line in lines:
        is_open = line.status == Status.NEW
        label = dict(Status.choices)[Status(line.status)]
        address = reverse("tasks:card", args=[line.id])
        title = ui.safe(f'<span class="f-grow">{ui.link(line.title, address)}</span>')
        parts: list[object] = [title]
        if line.responsible_id is not None and line.responsible_id in names:
            parts.append(_initials(names[line.responsible_id]))
        parts.append(due_mark(line.due_at, is_open=True) if is_open else ui.badge(label))
        if is_open and may_finish:
            parts.append(
                ui.button(
                    _("Finish"),
                    icon_name="check",
                    tone="quiet",
                    small=True,
                    only_icon=True,
                    hx_get=reverse("tasks:finish", args=[line.id]),
                    hx_target="#dialog-body",
                )
            )
        drawn.append(ui.safe(f"<li>{ui.join(parts)}</li>"))
    return ui.safe(f'<ul class="f-items">{ui.join(drawn)}</ul>')


def _panel(context: PanelContext) -> SafeString | None:
    lines = tasks_about(context.actor, context.object_type.key, context.object_id)
    if not lines:
        return ui.state(_("No tasks yet"), icon_name="checkbox", small=True)
    names = names_of(line.responsible_id for line in lines)
    return draw_lines(lines, names, may_finish=context.policy.may("tasks.finish"))


def _add_button(context: PanelContext) -> SafeString | None:
    if not context.policy.may("tasks.add"):
        return None
    address = reverse("tasks:add", args=[context.object_type.key, context.object_id])
    return ui.button(
        _("Add a task"),
        icon_name="plus",
        tone="quiet",
        small=True,
        only_icon=True,
        hx_get=address,
        hx_target="#dialog-body",
    )


add_panel(
    Panel(
        "tasks",
        ABOUT,
        gettext_lazy("Tasks"),
        40,
        _panel,
        needs_right="tasks.view",
        live=(TYPE,),
        flush=True,
        act=_add_button,
    )
)


def _composer_of(object_type: str) -> Composer:
    return Composer(
        key=f"task-{object_type.replace('.', '-')}",
        object_types=(object_type,),
        label=gettext_lazy("Task"),
        icon="checkbox",
        url=lambda row: reverse("tasks:add", args=[object_type, row.pk]),
        form=lambda _context: ShortTaskForm(),
        submit=gettext_lazy("Add"),
        order=40,
        needs_right="tasks.add",
        shortcut="t",
    )


for about in ABOUT:
    add_composer(_composer_of(about))


# --- the board and the start page ---


def _move_on_board(actor: Actor, task_id: int, to: str, version: int | None) -> None:
    """A drop on a column: done, confirmed or cancelled; a closed task never opens again."""
    if to == Status.DONE:
        commands.finish_task(actor, task_id=task_id, version=version)
    elif to == Status.CONFIRMED:
        commands.confirm_task(actor, task_id=task_id, version=version)
    elif to == Status.CANCELLED:
        commands.cancel_task(actor, task_id=task_id, version=version)
    else:
        raise UnableToChangeTask


board_moves.register(TYPE, _move_on_board)


def _waiting(actor: Actor) -> QuerySet[Task]:
    return own_open(actor, end_of_today())


nav_counters.register(TYPE, _waiting)


def _today(request: PageRequest) -> SafeString | None:
    lines = own_open_tasks(request.actor, until=end_of_today(), limit=12)
    if not lines:
        return ui.state(_("Nothing is due today"), icon_name="check", small=True)
    return draw_lines(lines, {}, may_finish=request.policy.may("tasks.finish"))


home_widgets.register(
    "tasks.today",
    HomeWidget(
        "tasks-today",
        gettext_lazy("My tasks today and overdue"),
        20,
        _today,
        needs_right="tasks.view",
        live=(TYPE,),
        flush=True,
    ),
)
