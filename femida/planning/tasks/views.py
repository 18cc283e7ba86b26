"""Pages of tasks beyond the common screens."""

from __future__ import annotations

from typing import Any

from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from femida.planning.tasks import commands
from femida.planning.tasks.forms import (
    CancelForm,
    ChangeForm,
    FinishForm,
    HandOverForm,
    ShortTaskForm,
    TaskForm,
)
from femida.planning.tasks.models import Task
from femida.platform.access.queries import get_visible
from femida.platform.core.errors import NotFound
from femida.platform.objects.types import object_types
from femida.platform.screens.forms import PANE, done, form_view
from femida.platform.screens.pages import page
from femida.platform.screens.requests import PageRequest
from femida.platform.ui.pages import wanted_target

FORM = ("GET", "POST")


def card_url(task_id: int) -> str:
    """The address of a task's card."""
    return reverse("tasks:card", args=[task_id])


@page(right="tasks.add", methods=FORM)
def new(request: PageRequest) -> HttpResponseBase:
    """A task about nothing else."""
    return _add(request, "", None, back=reverse("tasks:list"))


@page(right="tasks.add", methods=FORM)
def add(request: PageRequest, *, object_type: str, object_id: int) -> HttpResponseBase:
    """A task about an object: as a dialog for anybody, as a tab of the composer for oneself."""
    described = object_types.get(object_type)
    if described is None:
        raise NotFound
    get_visible(request.actor, described.model, object_id)
    back = reverse(f"{described.slug}:card", args=[object_id])
    return _add(request, object_type, object_id, back=back)


def _add(request: PageRequest, object_type: str, object_id: int | None, *, back: str) -> HttpResponseBase:
    def run(form: Any, _version: int | None) -> None:
        values = form.cleaned_data
        commands.add_task(
            request.actor,
            title=values["title"],
            kind=values["kind"],
            due_at=values["due_at"],
            remind_at=values.get("remind_at"),
            responsible_id=values.get("responsible"),
            object_type=object_type,
            object_id=object_id,
        )

    words: dict[str, Any] = {
        "title": _("New task"),
        "submit": _("Add"),
        "said": _("The task is added."),
        "back": back,
    }
    if (wanted_target(request) or "").startswith(PANE):
        return form_view(request, ShortTaskForm, run, **words)
    return form_view(request, TaskForm, run, policy=request.policy, **words)


def _task_form(
    request: PageRequest, task: Task, form: Any, run: Any, *, title: str, submit: str, said: str, **given: Any
) -> HttpResponseBase:
    return form_view(
        request,
        form,
        run,
        title=title,
        submit=submit,
        said=said,
        version=task.version,
        back=card_url(task.pk),
        fresh_url=card_url(task.pk),
        **given,
    )


@page(right="tasks.finish", methods=FORM)
def finish(request: PageRequest, *, pk: int) -> HttpResponseBase:
    """Say what came of a task."""

    def run(form: Any, version: int | None) -> None:
        commands.finish_task(request.actor, task_id=pk, result=form.cleaned_data["result"], version=version)

    task = get_visible(request.actor, Task, pk)
    return _task_form(
        request, task, FinishForm, run, title=task.title, submit=_("Done"), said=_("The task is done.")
    )


@page(right="tasks.edit", methods=FORM)
def change(request: PageRequest, *, pk: int) -> HttpResponseBase:
    """Change what is asked for."""

    def run(form: Any, version: int | None) -> None:
        commands.change_task(request.actor, task_id=pk, version=version, **form.cleaned_data)

    task = get_visible(request.actor, Task, pk)
    return _task_form(
        request,
        task,
        ChangeForm,
        run,
        title=_("Change the task"),
        submit=_("Save"),
        said=_("The task is changed."),
        initial={name: getattr(task, name) for name in ("title", "kind", "due_at", "remind_at")},
    )


@page(right="tasks.edit", methods=FORM)
def cancel(request: PageRequest, *, pk: int) -> HttpResponseBase:
    """Give a task up."""

    def run(form: Any, version: int | None) -> None:
        commands.cancel_task(request.actor, task_id=pk, reason=form.cleaned_data["reason"], version=version)

    task = get_visible(request.actor, Task, pk)
    return _task_form(
        request,
        task,
        CancelForm,
        run,
        title=_("Cancel the task"),
        submit=_("Cancel the task"),
        said=_("The task is cancelled."),
    )


@page(right="tasks.edit", methods=FORM)
def hand_over(request: PageRequest, *, pk: int) -> HttpResponseBase:
    """Give a task to another."""

    def run(form: Any, _version: int | None) -> str:
        commands.reassign_task(request.actor, task_id=pk, employee_id=form.cleaned_data["employee"])
        # the task may be out of sight now
        return reverse("tasks:list")

    task = get_visible(request.actor, Task, pk)
    return _task_form(
        request,
        task,
        HandOverForm,
        run,
        title=_("Hand the task over"),
        submit=_("Hand over"),
        said="",
        policy=request.policy,
        present=task.responsible_id,
    )


@page(right="tasks.edit", methods=("POST",))
def confirm(request: PageRequest, *, pk: int) -> HttpResponseBase:
    """Accept the result."""
    commands.confirm_task(request.actor, task_id=pk)
    return done(_("The result is confirmed."))
