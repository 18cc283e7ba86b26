"""Handing a registered contract over to execution, and execution's answer."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from femida.firm.offices.queries import due_after, local_date, schedule_of
from femida.firm.staff.assigning import assign, start_assignments
from femida.firm.staff.models import Employee
from femida.kernel.calendar import add_business_hours, business_time_between
from femida.platform.access.policy import policy_of
from femida.platform.commands.core import command, save, take
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Denied, Invalid, UnableTo
from femida.platform.journal.recording import record
from femida.platform.pipelines.moving import move_by_hand, note_start, stage_named
from femida.platform.texts.typed import typed_line
from femida.practice.contracts.models import Contract, ContractLine
from femida.practice.execution.commands.taking import (
    TYPE,
    employee_behind,
    give_to_lawyer,
    ids_of,
    moment,
    note_move,
    office_of,
    working_employee,
)
from femida.practice.execution.events import ContractHandedOver, ExecutionAccepted, ExecutionReturned
from femida.practice.execution.models import Execution, HandOver, ReturnReason, WorkStage
from femida.practice.execution.pipeline import HANDED_OVER, IN_WORK, KEY, RETURNED
from femida.practice.execution.queries import lacking_for_work, least_loaded_lawyer
from femida.practice.services.models import WorkStageTemplate

HAND_OVER = "execution.hand_over"
TITLE_LENGTH = 200


class UnableToHandOver(UnableTo):
    """Something of the contract is missing, or execution has it already."""

    code = "unable_to_hand_over"


class UnableToAccept(UnableTo):
    """The contract does not wait for an answer (any more)."""

    code = "unable_to_accept"
    default_sentence = gettext_lazy("This contract does not wait for acceptance: somebody has answered.")


@command(right=HAND_OVER, on=Contract)
def hand_over_contract(
    actor: Actor,
    *,
    contract_id: int,
    lawyer_id: int | None = None,
    note: str = "",
    version: int | None = None,
) -> int:
    """Hand a registered contract over to execution, for the first time or after a return; returns the id.

    Without `lawyer_id` the lawyer of the office with the fewest contracts gets it (after a return, the same
    one). Raises UnableToHandOver with all that is missing, Invalid, Stale.
    """
    contract = take(actor, Contract, contract_id, version=version)
    if contract.state != Contract.State.REGISTERED:
        raise UnableToHandOver(_("Only a registered contract is handed over. Register it first."))
    lacking = lacking_for_work(contract)
    if lacking:
        raise UnableToHandOver(_("Still missing: %(things)s.") % {"things": "; ".join(lacking)})
    if lawyer_id is not None:
        working_employee("lawyer", lawyer_id)
    known = Execution.objects.filter(contract=contract).values_list("pk", flat=True).first()
    if known is None:
        execution = _begin(actor, contract, lawyer_id)
    else:
        execution = take(actor, Execution, known)
        _hand_over_again(actor, execution, lawyer_id)
    handed = HandOver.objects.create(
        execution=execution,
        number=execution.attempt,
        note=typed_line("note", note, longest=500),
        handed_at=moment(),
        handed_by_id=employee_behind(actor),
        due_at=execution.due_at,
    )
    record(
        ContractHandedOver(
            **ids_of(execution),
            hand_over_id=handed.pk,
            attempt=execution.attempt,
        )
    )
    return execution.pk


def _begin(actor: Actor, contract: Contract, lawyer_id: int | None) -> Execution:
    assert contract.office_id is not None
    lawyer = lawyer_id or least_loaded_lawyer(contract.office_id)
    names = ContractLine.objects.filter(contract=contract).order_by("pk").values_list("name", flat=True)
    stage = stage_named(KEY, HANDED_OVER)
    execution = Execution(
        contract=contract,
        party_id=contract.party_id,
        title="; ".join(names)[:TITLE_LENGTH],
        office_id=contract.office_id,
        department_id=_department(lawyer),
        wall_id=contract.wall_id,
        created_by_id=employee_behind(actor),
        stage=stage,
        stage_since=moment(),
        due_at=due_after(contract.office_id, moment(), stage.norm_hours),
        business_date=local_date(contract.office_id, moment()),
    )
    execution.save()
    start_assignments(execution, TYPE)
    if contract.responsible_id is not None:
        assign(execution, TYPE, contract.responsible_id, "watcher")
    give_to_lawyer(execution, lawyer)
    note_start(execution, TYPE)
    return execution


def _hand_over_again(actor: Actor, execution: Execution, lawyer_id: int | None) -> None:
    if execution.stage.key != RETURNED:
        raise UnableToHandOver(_("Execution has this contract already."))
    before = execution.stage
    move_by_hand(actor, execution, TYPE, stage_named(KEY, HANDED_OVER))
    execution.attempt += 1
    execution.due_at = due_after(office_of(execution), moment(), execution.stage.norm_hours)
    save(execution, "stage", "stage_since", "attempt", "due_at")
    if lawyer_id is not None:
        give_to_lawyer(execution, lawyer_id)
    note_move(execution, before, by_hand=True)


def _department(employee_id: int | None) -> int | None:
    if employee_id is None:
        return None
    return Employee.objects.values_list("department_id", flat=True).get(pk=employee_id)


@command(right="execution.accept", on=Execution)
def accept_execution(
    actor: Actor, *, execution_id: int, lawyer_id: int | None = None, version: int | None = None
) -> None:
    """Take a contract into work: the stages of its services appear with their norm times.

    Whoever accepts may keep the suggested lawyer or take it herself; another one is chosen by those with
    `execution.assign`. Raises UnableToAccept, Invalid, Denied, Stale.
    """
    execution = take(actor, Execution, execution_id, version=version)
    handed = _waiting(execution)
    _choose_lawyer(actor, execution, lawyer_id)
    before = execution.stage
    move_by_hand(actor, execution, TYPE, stage_named(KEY, IN_WORK))
    _answer(actor, execution, handed, HandOver.Outcome.ACCEPTED)
    execution.accepted_at = moment()
    execution.due_at = None
    save(execution, "stage", "stage_since", "accepted_at", "due_at", "department")
    _plan_stages(execution)
    note_move(execution, before, by_hand=True)
    record(
        ExecutionAccepted(
            **ids_of(execution),
            hand_over_id=handed.pk,
        )
    )


@command(right="execution.accept", on=Execution)
def return_execution(
    actor: Actor, *, execution_id: int, reason_id: int, text: str, version: int | None = None
) -> None:
    """Give a contract back to sales, saying what to put right. Raises UnableToAccept, Invalid, Stale."""
    execution = take(actor, Execution, execution_id, version=version)
    handed = _waiting(execution)
    reason = ReturnReason.objects.filter(pk=reason_id, is_active=True).first()
    if reason is None:
        raise Invalid({"reason": _("Choose a reason.")})
    handed.reason = reason
    handed.reason_text = typed_line("text", text, longest=500, required=True)
    before = execution.stage
    move_by_hand(actor, execution, TYPE, stage_named(KEY, RETURNED))
    _answer(actor, execution, handed, HandOver.Outcome.RETURNED)
    execution.due_at = due_after(office_of(execution), moment(), execution.stage.norm_hours)
    save(execution, "stage", "stage_since", "due_at")
    note_move(execution, before, by_hand=True)
    record(
        ExecutionReturned(
            **ids_of(execution),
            hand_over_id=handed.pk,
            reason_id=reason.pk,
        )
    )


def _waiting(execution: Execution) -> HandOver:
    """The hand-over that waits for an answer. Raises UnableToAccept."""
    if execution.stage.key != HANDED_OVER:
        raise UnableToAccept
    return HandOver.objects.get(execution=execution, number=execution.attempt)


def _answer(actor: Actor, execution: Execution, handed: HandOver, outcome: HandOver.Outcome) -> None:
    handed.outcome = outcome.value
    handed.answered_at = moment()
    handed.answered_by_id = employee_behind(actor)
    taken = business_time_between(handed.handed_at, handed.answered_at, schedule_of(office_of(execution)))
    handed.business_seconds = int(taken.total_seconds())
    handed.save()


def withdraw_hand_over(actor: Actor, execution: Execution) -> None:
    """Close a hand-over that waits because the work ends before it began."""
    handed = HandOver.objects.filter(execution=execution, outcome=HandOver.Outcome.WAITING).first()
    if handed is not None:
        _answer(actor, execution, handed, HandOver.Outcome.WITHDRAWN)


def _choose_lawyer(actor: Actor, execution: Execution, lawyer_id: int | None) -> None:
    own = employee_behind(actor)
    lawyer = lawyer_id or execution.responsible_id or own
    if lawyer is None:
        raise Invalid({"lawyer": _("Choose the lawyer who leads the work.")})
    working_employee("lawyer", lawyer)
    if lawyer not in (execution.responsible_id, own) and not policy_of(actor).may("execution.assign"):
        raise Denied(right="execution.assign")
    give_to_lawyer(execution, lawyer)
    execution.department_id = _department(lawyer)


def _plan_stages(execution: Execution) -> None:
    """Make the stages of the contract's services, planned one after another from now on."""
    office = office_of(execution)
    services = list(
        ContractLine.objects.filter(contract_id=execution.contract_id)
        .order_by("pk")
        .values_list("service_id", flat=True)
    )
    templates = WorkStageTemplate.objects.filter(service__in=services, is_active=True)
    in_order = sorted(templates, key=lambda one: (services.index(one.service_id), one.order, one.pk))
    schedule, start = schedule_of(office), moment()
    stages = []
    for number, template in enumerate(in_order, start=1):
        hours = template.norm_business_hours
        end = add_business_hours(start, hours, schedule) if hours else None
        stages.append(
            WorkStage(
                execution=execution,
                service_id=template.service_id,
                template=template,
                order=number * 10,
                name=template.name,
                norm_business_hours=hours,
                planned_from=_day(office, start) if hours else None,
                planned_until=_day(office, end) if end is not None else None,
                planned_expense=template.planned_expense,
                responsible_id=execution.responsible_id,
            )
        )
        start = end or start
    WorkStage.objects.bulk_create(stages)


def _day(office_id: int, at: datetime) -> date:
    # an end exactly at the close of a day belongs to that day
    return local_date(office_id, at - timedelta(microseconds=1))


__all__ = [
    "UnableToAccept",
    "UnableToHandOver",
    "accept_execution",
    "hand_over_contract",
    "return_execution",
    "withdraw_hand_over",
]
