"""What receivables do because of facts from below."""

from __future__ import annotations

from femida.finance.receivables.commands import follow_plan, leave_plan, stage_is_done
from femida.platform.core.actor import Actor
from femida.platform.reactions.core import reacts
from femida.practice.contracts.events import ContractPlanned, ContractRegistered, ContractVoided
from femida.practice.contracts.models import Contract
from femida.practice.execution.events import WorkStageFinished, WorkStageSkipped
from femida.practice.execution.queries import name_of_stage


@reacts(ContractRegistered, inside=True)
def follow_registration(actor: Actor, event: ContractRegistered) -> None:
    """A registered contract owes the payments of its plan from the same moment."""
    follow_plan(actor, contract_id=event.contract_id)


@reacts(ContractPlanned, inside=True)
def follow_new_plan(actor: Actor, event: ContractPlanned) -> None:
    """A new plan takes the place of the old one together with what was paid; drafts owe nothing."""
    if Contract.objects.filter(pk=event.contract_id, state=Contract.State.REGISTERED).exists():
        follow_plan(actor, contract_id=event.contract_id)


@reacts(ContractVoided, inside=True)
def follow_voiding(actor: Actor, event: ContractVoided) -> None:
    """A void contract owes nothing; one that holds money is not voided."""
    leave_plan(actor, contract_id=event.contract_id)


@reacts(WorkStageFinished)
def fall_due_by_work(actor: Actor, event: WorkStageFinished) -> None:
    """A payment that waits for a stage of the work is due on the day the stage is done."""
    stage_is_done(actor, contract_id=event.contract_id, stage_name=name_of_stage(event.stage_id))


@reacts(WorkStageSkipped)
def fall_due_without_work(actor: Actor, event: WorkStageSkipped) -> None:
    """A stage that is left out will not be done later: the contract still owes its whole amount."""
    stage_is_done(actor, contract_id=event.contract_id, stage_name=name_of_stage(event.stage_id))
