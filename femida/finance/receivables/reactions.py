"""What receivables do because of facts from below."""

from __future__ import annotations

from femida.finance.receivables.commands import follow_plan, leave_plan
from femida.platform.core.actor import Actor
from femida.platform.reactions.core import reacts
from femida.practice.contracts.events import ContractPlanned, ContractRegistered, ContractVoided
from femida.practice.contracts.models import Contract


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
