"""What the work costs: expenses of stages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from femida.firm.offices.queries import local_date
from femida.platform.commands.core import command, save, take
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Invalid, NotFound
from femida.platform.files.commands import attach_file
from femida.platform.journal.recording import record
from femida.platform.texts.typed import typed_line
from femida.practice.execution.commands.staging import sum_of
from femida.practice.execution.commands.taking import (
    TYPE,
    UnableToWork,
    employee_behind,
    ids_of,
    moment,
    office_of,
    stage_of,
    take_in_work,
)
from femida.practice.execution.events import ExpenseCancelled, ExpenseNoted
from femida.practice.execution.models import Execution, StageExpense

RIGHT = "execution.work"
OLDEST = 366


@command(right=RIGHT, on=Execution)
def note_expense(
    actor: Actor,
    *,
    execution_id: int,
    stage_id: int,
    amount: Decimal,
    what_for: str,
    spent_on: date | None = None,
    file: tuple[str, Iterable[bytes]] | None = None,
    version: int | None = None,
) -> int:
    """Note what was spent on a stage, in roubles; returns the id. `file` is the name and bytes of the paper.

    Raises Invalid, UnableToWork, Stale; Denied for the file without `files.attach`.
    """
    execution = take_in_work(actor, execution_id, version)
    stage = stage_of(execution, stage_id)
    given = sum_of("amount", amount)
    if given == 0:
        raise Invalid({"amount": _("Give a sum above zero.")})
    words = typed_line("what_for", what_for, longest=200, required=True)
    today = local_date(office_of(execution), moment())
    day = spent_on or today
    if day > today or (today - day).days > OLDEST:
        raise Invalid({"spent_on": _("A day of the last year, not later than today.")})
    # the bytes come last: they are in no transaction
    file_id = None
    if file is not None:
        name, content = file
        file_id = attach_file(actor, object_type=TYPE, object_id=execution.pk, name=name, content=content)
    expense = StageExpense.objects.create(
        stage=stage,
        amount=given,
        what_for=words,
        spent_on=day,
        file_id=file_id,
        noted_by_id=employee_behind(actor),
        created_at=moment(),
    )
    save(execution)
    record(ExpenseNoted(**ids_of(execution), stage_id=expense.stage_id, expense_id=expense.pk))
    return expense.pk


@command(right=RIGHT, on=Execution)
def cancel_expense(
    actor: Actor, *, execution_id: int, expense_id: int, reason: str, version: int | None = None
) -> None:
    """Cancel an expense noted by mistake; its row stays, with the reason. Raises Invalid, NotFound, Stale."""
    execution = take(actor, Execution, execution_id, version=version)
    expense = StageExpense.objects.filter(pk=expense_id, stage__execution=execution).first()
    if expense is None:
        raise NotFound
    if expense.cancelled_at is not None:
        raise UnableToWork(_("This expense is cancelled already."))
    expense.cancel_reason = typed_line("reason", reason, longest=200, required=True)
    expense.cancelled_at = moment()
    expense.save(update_fields=["cancel_reason", "cancelled_at"])
    save(execution)
    record(ExpenseCancelled(**ids_of(execution), stage_id=expense.stage_id, expense_id=expense.pk))
