"""Leading an execution: its stages of the way, its lawyer, its end, walls and notices."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from femida.firm.staff.models import Employee
from femida.firm.staff.queries import accounts_of, accounts_with_right
from femida.platform.commands.core import Outcome, command, save, take, take_rows
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Invalid, UnableTo
from femida.platform.journal.recording import record
from femida.platform.notices.notifying import notify
from femida.platform.pipelines.models import Stage
from femida.platform.pipelines.moving import UnableToMove, move_by_hand, move_by_itself, stage_named
from femida.platform.texts.typed import typed_line
from femida.practice.contracts.models import Contract
from femida.practice.execution.commands.handing import accept_execution, withdraw_hand_over
from femida.practice.execution.commands.taking import (
    TYPE,
    give_to_lawyer,
    ids_of,
    moment,
    next_due,
    note_move,
    working_employee,
)
from femida.practice.execution.events import ExecutionAssigned, ExecutionTerminated
from femida.practice.execution.models import Certificate, Execution, WorkStage
from femida.practice.execution.pipeline import HANDED_OVER, IN_WORK, KEY, RETURNED, TERMINATED


class UnableToVoidWithWork(UnableTo):
    """A contract cannot be declared void while there is work on it, or a certificate of it."""

    code = "unable_to_void_with_work"
    default_sentence = gettext_lazy("The contract is in work. Terminate its execution first.")


@command(right="execution.work", on=Execution)
def move_execution(actor: Actor, *, execution_id: int, stage_id: int, version: int | None = None) -> None:
    """Move the work by hand: into work (which accepts it), to waiting, to its end.

    Returning, handing over again and terminating have commands of their own. Raises UnableToMove, Invalid,
    Stale, Denied.
    """
    execution = take(actor, Execution, execution_id, version=version)
    to = Stage.objects.filter(pk=stage_id, pipeline__key=KEY).first()
    if to is None:
        raise Invalid({"stage": _("Choose a stage of this pipeline.")})
    if execution.stage.key == HANDED_OVER and to.key == IN_WORK:
        accept_execution(actor, execution_id=execution_id)
        return
    before = execution.stage
    move_by_hand(actor, execution, TYPE, to)
    if to.key in (HANDED_OVER, RETURNED, TERMINATED):
        raise UnableToMove(_("Use the button of this step: it asks what is needed."))
    execution.closed_at = moment() if to.closes else None
    execution.due_at = None if to.closes else next_due(execution)
    save(execution, "stage", "stage_since", "closed_at", "due_at")
    note_move(execution, before, by_hand=True)


@command(right="execution.assign", on=Execution, rows=True)
def reassign_executions(actor: Actor, *, execution_ids: Sequence[int], lawyer_id: int) -> Outcome:
    """Give executions to another lawyer, with their stages that are not done. Raises Invalid."""
    working_employee("lawyer", lawyer_id)
    outcome = Outcome()
    for execution in take_rows(actor, Execution, execution_ids, outcome=outcome):
        _reassign(execution, lawyer_id)
        outcome.done.append(execution.pk)
    return outcome


@command(right="execution.assign", on=Execution)
def reassign_execution(
    actor: Actor, *, execution_id: int, lawyer_id: int, version: int | None = None
) -> None:
    """Give one execution to another lawyer. Raises Invalid, Stale."""
    take(actor, Execution, execution_id, version=version)
    reassign_executions(actor, execution_ids=[execution_id], lawyer_id=lawyer_id).raise_single()


def _reassign(execution: Execution, lawyer_id: int) -> None:
    before = execution.responsible_id
    if before == lawyer_id:
        return
    give_to_lawyer(execution, lawyer_id)
    execution.department_id = Employee.objects.values_list("department_id", flat=True).get(pk=lawyer_id)
    save(execution, "department")
    open_stages = WorkStage.objects.filter(
        execution=execution, state__in=(WorkStage.State.WAITING, WorkStage.State.IN_WORK)
    )
    open_stages.filter(responsible=before).update(responsible=lawyer_id)
    record(
        ExecutionAssigned(
            **ids_of(execution),
            from_id=before,
            to_id=lawyer_id,
        )
    )


@command(right="execution.terminate", on=Execution)
def terminate_execution(actor: Actor, *, execution_id: int, reason: str, version: int | None = None) -> None:
    """End the work before its time, with a reason; stages that are not done are left out.

    Raises UnableToMove, Invalid, Stale.
    """
    execution = take(actor, Execution, execution_id, version=version)
    why = typed_line("reason", reason, longest=500, required=True)
    before = execution.stage
    move_by_hand(actor, execution, TYPE, stage_named(KEY, TERMINATED))
    _end(actor, execution, before, why, by_hand=True)


@command(right="execution.maintain")
def let_execution_go(actor: Actor, *, contract_id: int, reason: str) -> None:
    """What a void contract does to its execution (a reaction calls it).

    One that was not accepted yet ends with the contract. Raises UnableToVoidWithWork while there is work, or
    a certificate that is not void.
    """
    if Certificate.objects.filter(contract_id=contract_id).exclude(state=Certificate.State.VOID).exists():
        raise UnableToVoidWithWork(
            _("The contract has certificates of work. Declare them void first: then the books agree.")
        )
    known = Execution.objects.filter(contract_id=contract_id).values_list("pk", flat=True).first()
    if known is None:
        return
    execution = take(actor, Execution, known)
    if execution.stage.key in (HANDED_OVER, RETURNED):
        before = execution.stage
        move_by_itself(execution, TYPE, stage_named(KEY, TERMINATED))
        _end(actor, execution, before, reason, by_hand=False)
    elif execution.closed_at is None:
        raise UnableToVoidWithWork


def _end(actor: Actor, execution: Execution, before: Stage, reason: str, *, by_hand: bool) -> None:
    withdraw_hand_over(actor, execution)
    WorkStage.objects.filter(
        execution=execution, state__in=(WorkStage.State.WAITING, WorkStage.State.IN_WORK)
    ).update(state=WorkStage.State.SKIPPED, finished_at=moment(), reason=reason)
    execution.closed_at = moment()
    execution.due_at = None
    execution.end_reason = reason
    save(execution, "stage", "stage_since", "closed_at", "due_at", "end_reason")
    note_move(execution, before, by_hand=by_hand)
    record(ExecutionTerminated(**ids_of(execution)))


@command(right="execution.maintain", on=Execution, rows=True)
def wall_executions(actor: Actor, *, party_id: int, wall_id: int | None) -> Outcome:
    """Put the executions of a party behind its wall, or bring them out (reactions call it)."""
    outcome = Outcome()
    ids = list(Execution.objects.filter(party_id=party_id).values_list("pk", flat=True))
    for execution in take_rows(actor, Execution, ids, outcome=outcome):
        execution.wall_id = wall_id
        save(execution, "wall")
        outcome.done.append(execution.pk)
    return outcome


@command(right="execution.maintain", on=Execution)
def tell_about_execution(actor: Actor, *, execution_id: int, kind: str) -> None:
    """Tell those whom a turn of the work concerns: the lawyer and the heads, or the manager.

    Whoever acted is not told.
    """
    execution = take(actor, Execution, execution_id)
    if kind in ("execution.returned", "execution.accepted", "execution.terminated"):
        manager = Contract.objects.values_list("responsible_id", flat=True).get(pk=execution.contract_id)
        people = accounts_of([manager])
        told = set(people.values())
    elif execution.responsible_id is not None:
        told = set(accounts_of([execution.responsible_id]).values())
    else:
        told = set(accounts_with_right("execution.assign", execution.office_id, firm_wide=False))
    notify(told - {actor.on_behalf_of or 0}, kind, TYPE, execution.pk)


__all__ = [
    "UnableToVoidWithWork",
    "let_execution_go",
    "move_execution",
    "reassign_execution",
    "reassign_executions",
    "tell_about_execution",
    "terminate_execution",
    "wall_executions",
]
