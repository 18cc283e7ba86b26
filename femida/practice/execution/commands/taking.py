"""What all writes on executions share: the row under its lock, who acts, what is due next."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Min
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from femida.firm.staff.assigning import assign, set_responsible, unassign
from femida.firm.staff.models import Assignment, Employee
from femida.firm.staff.queries import employee_of
from femida.parties.registry.models import Party
from femida.platform.commands.core import take
from femida.platform.core.actor import Actor, ActorKind
from femida.platform.core.context import current_act
from femida.platform.core.errors import Invalid, NotFound, UnableTo
from femida.platform.journal.recording import record
from femida.platform.pipelines.models import Stage
from femida.practice.contracts.commands.drafting import TYPE as CONTRACT
from femida.practice.contracts.models import Contract
from femida.practice.execution.events import ExecutionMoved
from femida.practice.execution.models import Execution, WorkStage
from femida.practice.execution.pipeline import UNDER_WAY

TYPE = "practice.execution"
PARTY = "parties.party"


class UnableToWork(UnableTo):
    """The contract is not in work: not accepted yet, or finished already."""

    code = "unable_to_work"
    default_sentence = gettext_lazy("The contract is not in work. Accept it first.")


def moment() -> datetime:
    """The moment of the running act."""
    act = current_act()
    assert act is not None
    return act.at


def employee_behind(actor: Actor) -> int | None:
    """The employee who acts, None for the house itself."""
    if actor.kind is not ActorKind.PERSON or actor.id is None:
        return None
    employee = employee_of(actor.id)
    return employee.id if employee is not None else None


def office_of(execution: Execution) -> int:
    """The office whose working week counts; every execution has one."""
    assert execution.office_id is not None
    return execution.office_id


def take_in_work(actor: Actor, execution_id: int, version: int | None = None) -> Execution:
    """Lock an execution that is under way, checking the right of the running command. Raises UnableToWork."""
    execution = take(actor, Execution, execution_id, version=version)
    require_under_way(execution)
    return execution


def require_under_way(execution: Execution) -> None:
    """Raise UnableToWork unless the contract is accepted and not finished."""
    if execution.stage.key in UNDER_WAY:
        return
    if execution.closed_at is not None:
        raise UnableToWork(_("The work on this contract is over."))
    raise UnableToWork


def stage_of(execution: Execution, stage_id: int) -> WorkStage:
    """A stage of a locked execution. Raises NotFound."""
    stage = WorkStage.objects.filter(pk=stage_id, execution=execution).first()
    if stage is None:
        raise NotFound
    return stage


def next_due(execution: Execution) -> datetime | None:
    """When the next stage under way is due."""
    under_way = WorkStage.objects.filter(execution=execution, state=WorkStage.State.IN_WORK)
    found: datetime | None = under_way.aggregate(first=Min("due_at"))["first"]
    return found


def note_move(execution: Execution, before: Stage, *, by_hand: bool) -> None:
    """Record that a stored execution changed its stage."""
    record(
        ExecutionMoved(
            **ids_of(execution),
            from_stage_id=before.pk,
            to_stage_id=execution.stage_id,
            by_hand=by_hand,
        )
    )


def working_employee(field: str, employee_id: int) -> int:
    """An employee who works now. Raises Invalid at `field`."""
    if not Employee.objects.filter(pk=employee_id, status=Employee.Status.ACTIVE).exists():
        raise Invalid({field: _("Choose a working employee.")})
    return employee_id


def give_to_lawyer(execution: Execution, lawyer_id: int | None) -> None:
    """Make a lawyer the one who leads a locked execution; she sees its contract and client then."""
    before = execution.responsible_id
    set_responsible(execution, TYPE, lawyer_id)
    if lawyer_id is not None:
        let_in(execution, lawyer_id)
    if before is not None and before != lawyer_id:
        _let_out(execution, before)


def let_in(execution: Execution, employee_id: int) -> None:
    """Let an employee see the contract and the client of an execution."""
    assign(Contract(pk=execution.contract_id), CONTRACT, employee_id, "participant")
    assign(Party(pk=execution.party_id), PARTY, employee_id, "participant")


def _let_out(execution: Execution, employee_id: int) -> None:
    """End what came with leading an execution, unless the employee has another part in the contract."""
    parts = Assignment.objects.filter(employee_id=employee_id, until=None)
    unassign(Contract(pk=execution.contract_id), CONTRACT, employee_id, "participant")
    theirs = Execution.objects.filter(party_id=execution.party_id).exclude(pk=execution.pk)
    contracts = Contract.objects.filter(party_id=execution.party_id)
    still = (
        parts.filter(object_type=TYPE, object_id__in=theirs.values("pk")).exists()
        or parts.filter(object_type=CONTRACT, object_id__in=contracts.values("pk")).exists()
    )
    if not still:
        unassign(Party(pk=execution.party_id), PARTY, employee_id, "participant")


def ids_of(execution: Execution) -> dict[str, int]:
    """The ids that every fact about an execution carries."""
    return {
        "execution_id": execution.pk,
        "contract_id": execution.contract_id,
        "party_id": execution.party_id,
    }
