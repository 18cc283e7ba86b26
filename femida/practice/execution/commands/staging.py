"""Work stages: started, finished with the four answers for the client, left out, added."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Max
from django.utils.translation import gettext as _

from femida.firm.offices.queries import due_after, local_date
from femida.firm.staff.assigning import assign
from femida.kernel.money import InvalidMoney, roubles
from femida.platform.commands.core import command, save
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Invalid, Text
from femida.platform.journal.recording import record
from femida.platform.texts.typed import typed_line, typed_text
from femida.practice.execution.commands.taking import (
    TYPE,
    UnableToWork,
    ids_of,
    let_in,
    moment,
    next_due,
    office_of,
    stage_of,
    take_in_work,
    working_employee,
)
from femida.practice.execution.events import (
    WorkStageAdded,
    WorkStageFinished,
    WorkStageSkipped,
    WorkStageStarted,
)
from femida.practice.execution.models import Execution, WorkStage

RIGHT = "execution.work"
State = WorkStage.State
LONGEST_NORM = 20_000
MOST_STAGES = 200


@dataclass(frozen=True, slots=True)
class Answers:
    """What the client reads of a finished stage: the four answers."""

    happened: str = ""
    needed: str = ""
    next_step: str = ""
    next_news_on: date | None = None


@command(right=RIGHT, on=Execution)
def start_stage(actor: Actor, *, execution_id: int, stage_id: int, version: int | None = None) -> None:
    """Begin a stage: its norm time runs from now. Raises UnableToWork, Stale."""
    execution = take_in_work(actor, execution_id, version)
    stage = stage_of(execution, stage_id)
    if stage.state != State.WAITING:
        raise UnableToWork(_("This stage has begun already."))
    _start(execution, stage)
    _settle(execution)


def _start(execution: Execution, stage: WorkStage) -> None:
    stage.state = State.IN_WORK.value
    stage.started_at = moment()
    stage.due_at = due_after(office_of(execution), stage.started_at, stage.norm_business_hours)
    stage.save(update_fields=["state", "started_at", "due_at"])
    record(WorkStageStarted(**ids_of(execution), stage_id=stage.pk))


@command(right=RIGHT, on=Execution)
def finish_stage(
    actor: Actor,
    *,
    execution_id: int,
    stage_id: int,
    answers: Answers | None = None,
    starts_next: bool = False,
    version: int | None = None,
) -> None:
    """Finish a stage that is under way; one shown to the client needs all four answers.

    With `starts_next` the next stage that waits begins at once. Raises Invalid at the answers, UnableToWork,
    Stale.
    """
    execution = take_in_work(actor, execution_id, version)
    stage = stage_of(execution, stage_id)
    if stage.state != State.IN_WORK:
        raise UnableToWork(_("Only a stage that is in work can be finished."))
    _fill_answers(execution, stage, answers or Answers())
    stage.state = State.DONE.value
    stage.finished_at = moment()
    stage.save()
    record(
        WorkStageFinished(
            **ids_of(execution),
            stage_id=stage.pk,
            is_for_client=stage.is_for_client,
            next_news_on=stage.next_news_on if stage.is_for_client else None,
        )
    )
    if starts_next:
        following = WorkStage.objects.filter(execution=execution, state=State.WAITING, order__gt=stage.order)
        found = following.order_by("order").first()
        if found is not None:
            _start(execution, found)
    _settle(execution)


def _fill_answers(execution: Execution, stage: WorkStage, answers: Answers) -> None:
    needed = stage.is_for_client
    wrong: dict[str, Text] = {}
    for name in ("happened", "needed", "next_step"):
        try:
            text = typed_text(name, getattr(answers, name), longest=2_000, required=needed)
        except Invalid as refusal:
            wrong |= refusal.fields
        else:
            setattr(stage, name, text)
    day = answers.next_news_on
    if day is None and needed:
        wrong["next_news_on"] = _("Say when the client hears from us next.")
    elif day is not None and day < local_date(office_of(execution), moment()):
        wrong["next_news_on"] = _("This day is over already.")
    if wrong:
        raise Invalid(wrong)
    stage.next_news_on = day


@command(right=RIGHT, on=Execution)
def skip_stage(
    actor: Actor, *, execution_id: int, stage_id: int, reason: str, version: int | None = None
) -> None:
    """Leave a stage out, with a reason. Raises Invalid, UnableToWork, Stale."""
    execution = take_in_work(actor, execution_id, version)
    stage = stage_of(execution, stage_id)
    if stage.state not in (State.WAITING, State.IN_WORK):
        raise UnableToWork(_("This stage is over already."))
    stage.reason = typed_line("reason", reason, longest=500, required=True)
    stage.state = State.SKIPPED.value
    stage.finished_at = moment()
    stage.save(update_fields=["reason", "state", "finished_at"])
    record(WorkStageSkipped(**ids_of(execution), stage_id=stage.pk))
    _settle(execution)


@command(right=RIGHT, on=Execution)
def add_stage(
    actor: Actor,
    *,
    execution_id: int,
    name: str,
    reason: str,
    norm_business_hours: int | None = None,
    planned_expense: Decimal = Decimal(0),
    is_for_client: bool = True,
    version: int | None = None,
) -> int:
    """Add extra work behind the stages there are, with the reason for it; returns the id of the stage.

    `norm_business_hours` in business hours, `planned_expense` in roubles. Raises Invalid, UnableToWork,
    Stale.
    """
    execution = take_in_work(actor, execution_id, version)
    stages = WorkStage.objects.filter(execution=execution)
    if stages.count() >= MOST_STAGES:
        raise UnableToWork(_("A contract has at most 200 stages."))
    if norm_business_hours is not None and not 1 <= norm_business_hours <= LONGEST_NORM:
        raise Invalid({"norm_business_hours": _("From 1 to 20,000 hours.")})
    stage = WorkStage.objects.create(
        execution=execution,
        order=(stages.aggregate(last=Max("order"))["last"] or 0) + 10,
        name=typed_line("name", name, longest=160, required=True),
        reason=typed_line("reason", reason, longest=500, required=True),
        norm_business_hours=norm_business_hours,
        planned_expense=sum_of("planned_expense", planned_expense),
        responsible_id=execution.responsible_id,
        is_extra=True,
        is_for_client=is_for_client,
    )
    record(WorkStageAdded(**ids_of(execution), stage_id=stage.pk))
    _settle(execution)
    return stage.pk


@command(right=RIGHT, on=Execution)
def show_stage(
    actor: Actor, *, execution_id: int, stage_id: int, is_for_client: bool, version: int | None = None
) -> None:
    """Show a stage to the client or keep it inside; a finished one stays as it is. Raises UnableToWork."""
    execution = take_in_work(actor, execution_id, version)
    stage = stage_of(execution, stage_id)
    if stage.state in (State.DONE, State.SKIPPED):
        raise UnableToWork(_("This stage is over already."))
    stage.is_for_client = is_for_client
    stage.save(update_fields=["is_for_client"])
    _settle(execution)


@command(right="execution.assign", on=Execution)
def give_stage(
    actor: Actor, *, execution_id: int, stage_id: int, employee_id: int, version: int | None = None
) -> None:
    """Let another employee do a stage; she sees the contract and its client then. Raises Invalid, Stale."""
    execution = take_in_work(actor, execution_id, version)
    stage = stage_of(execution, stage_id)
    stage.responsible_id = working_employee("employee", employee_id)
    stage.save(update_fields=["responsible"])
    assign(execution, TYPE, employee_id, "participant")
    let_in(execution, employee_id)
    _settle(execution)


def sum_of(field: str, amount: Decimal) -> Decimal:
    """A sum of roubles not below zero. Raises Invalid at `field`."""
    try:
        given = roubles(amount)
    except InvalidMoney:
        raise Invalid({field: _("Give a sum in roubles with at most two decimals.")}) from None
    if given < 0:
        raise Invalid({field: _("Give a sum that is not below zero.")})
    return given


def _settle(execution: Execution) -> None:
    """Note on the execution what is due next; its version counts changes of the stages too."""
    execution.due_at = next_due(execution)
    save(execution, "due_at")
