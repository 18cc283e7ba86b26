"""Work stages and expenses."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from femida.platform.access.queries import visible
from femida.platform.core.errors import NotFound
from femida.platform.screens.forms import done
from femida.platform.screens.pages import page
from femida.platform.screens.requests import PageRequest
from femida.practice.execution import commands, forms
from femida.practice.execution.commands import Answers
from femida.practice.execution.models import Execution, StageExpense
from femida.practice.execution.views.common import FORM, about_execution, reached, stage_reached

WORK = "execution.work"


@page(right=WORK, methods=("POST",))
def start_stage(request: PageRequest, *, pk: int, stage_pk: int) -> HttpResponse:
    """Begin a stage."""
    commands.start_stage(request.actor, execution_id=pk, stage_id=stage_pk)
    return done(_("The stage has begun."))


@page(right=WORK, methods=FORM)
def finish_stage(request: PageRequest, *, pk: int, stage_pk: int) -> HttpResponse:
    """Finish a stage with the four answers."""
    execution = reached(request, Execution, pk, WORK)
    stage = stage_reached(request, execution, stage_pk)

    def act(form: Any, version: int | None) -> None:
        values = dict(form.cleaned_data)
        starts_next = values.pop("starts_next")
        commands.finish_stage(
            request.actor, execution_id=pk, stage_id=stage_pk, answers=Answers(**values),
            starts_next=starts_next, version=version,
        )  # fmt: skip

    return about_execution(
        request, execution, forms.FinishForm, act, title=_("Finish: %(name)s") % {"name": stage.name},
        submit=_("Finish"), said=_("The stage is finished."), is_for_client=stage.is_for_client,
        initial={name: getattr(stage, name) for name in ("happened", "needed", "next_step", "next_news_on")},
    )  # fmt: skip


@page(right=WORK, methods=FORM)
def skip_stage(request: PageRequest, *, pk: int, stage_pk: int) -> HttpResponse:
    """Leave a stage out."""
    execution = reached(request, Execution, pk, WORK)
    stage = stage_reached(request, execution, stage_pk)

    def act(form: Any, version: int | None) -> None:
        reason = form.cleaned_data["reason"]
        commands.skip_stage(request.actor, execution_id=pk, stage_id=stage_pk, reason=reason, version=version)

    return about_execution(
        request, execution, forms.ReasonForm, act, title=_("Leave out: %(name)s") % {"name": stage.name},
        submit=_("Leave out"),
    )  # fmt: skip


@page(right=WORK, methods=("POST",))
def show_stage(request: PageRequest, *, pk: int, stage_pk: int) -> HttpResponse:
    """Show a stage to the client, or keep it inside."""
    execution = reached(request, Execution, pk, WORK)
    stage = stage_reached(request, execution, stage_pk)
    commands.show_stage(
        request.actor, execution_id=pk, stage_id=stage_pk, is_for_client=not stage.is_for_client
    )
    return done()


@page(right="execution.assign", methods=FORM)
def give_stage(request: PageRequest, *, pk: int, stage_pk: int) -> HttpResponse:
    """Let another employee do a stage."""
    execution = reached(request, Execution, pk, "execution.assign")
    stage = stage_reached(request, execution, stage_pk)

    def act(form: Any, version: int | None) -> None:
        employee = form.cleaned_data["employee"].pk
        commands.give_stage(
            request.actor, execution_id=pk, stage_id=stage_pk, employee_id=employee, version=version
        )

    return about_execution(
        request, execution, forms.GiveStageForm, act, title=stage.name, submit=_("Give"),
        initial={"employee": stage.responsible_id}, office_id=execution.office_id,
    )  # fmt: skip


@page(right=WORK, methods=FORM)
def add_stage(request: PageRequest, *, pk: int) -> HttpResponse:
    """Add extra work."""
    execution = reached(request, Execution, pk, WORK)

    def act(form: Any, version: int | None) -> None:
        values = dict(form.cleaned_data)
        values["planned_expense"] = values["planned_expense"] or Decimal(0)
        commands.add_stage(request.actor, execution_id=pk, version=version, **values)

    return about_execution(
        request, execution, forms.StageForm, act, title=_("Extra work"), submit=_("Add"),
        said=_("The work is added to the stages."),
    )  # fmt: skip


@page(right=WORK, methods=FORM)
def spend(request: PageRequest, *, pk: int, stage_pk: int) -> HttpResponse:
    """Note an expense."""
    execution = reached(request, Execution, pk, WORK)
    stage = stage_reached(request, execution, stage_pk)

    def act(form: Any, version: int | None) -> None:
        values = dict(form.cleaned_data)
        paper = values.pop("file")
        commands.note_expense(
            request.actor, execution_id=pk, stage_id=stage_pk, version=version,
            file=(paper.name, paper.chunks()) if paper else None, **values,
        )  # fmt: skip

    return about_execution(
        request, execution, forms.ExpenseForm, act, title=_("Expense: %(name)s") % {"name": stage.name},
        submit=_("Note"), said=_("The expense is noted."),
    )  # fmt: skip


@page(right=WORK, methods=FORM)
def cancel_expense(request: PageRequest, *, pk: int, expense_pk: int) -> HttpResponse:
    """Cancel a mistaken expense."""
    execution = reached(request, Execution, pk, WORK)
    rows = visible(request.actor, StageExpense, "execution.see_expenses")
    if not rows.filter(pk=expense_pk, stage__execution=execution).exists():
        raise NotFound

    def act(form: Any, version: int | None) -> None:
        commands.cancel_expense(
            request.actor, execution_id=pk, expense_id=expense_pk, reason=form.cleaned_data["reason"],
            version=version,
        )  # fmt: skip

    return about_execution(
        request,
        execution,
        forms.ReasonForm,
        act,
        title=_("Cancel the expense"),
        submit=_("Cancel the expense"),
    )
