"""What executions do because of facts from below and of their own."""

from __future__ import annotations

from django.utils.translation import gettext as _

from femida.parties.registry.events import PartyClosed, PartyOpened
from femida.platform.core.actor import Actor
from femida.platform.reactions.core import reacts
from femida.practice.contracts.events import ContractVoided
from femida.practice.execution.commands import let_execution_go, tell_about_execution, wall_executions
from femida.practice.execution.events import (
    ContractHandedOver,
    ExecutionAccepted,
    ExecutionAssigned,
    ExecutionReturned,
    ExecutionTerminated,
)


@reacts(PartyClosed, inside=True)
def follow_wall(actor: Actor, event: PartyClosed) -> None:
    """The executions of a closed party are closed with it, and all that hangs on them."""
    wall_executions(actor, party_id=event.party_id, wall_id=event.wall_id)


@reacts(PartyOpened, inside=True)
def follow_opening(actor: Actor, event: PartyOpened) -> None:
    """The executions of a party come out from behind its wall together with it."""
    wall_executions(actor, party_id=event.party_id, wall_id=None)


@reacts(ContractVoided, inside=True)
def let_go(actor: Actor, event: ContractVoided) -> None:
    """No contract is void while there is work on it: the work is terminated first."""
    let_execution_go(actor, contract_id=event.contract_id, reason=_("The contract was declared void."))


@reacts(ContractHandedOver)
def tell_of_hand_over(actor: Actor, event: ContractHandedOver) -> None:
    """A contract waits for the lawyer's answer."""
    tell_about_execution(actor, execution_id=event.execution_id, kind="execution.handed_over")


@reacts(ExecutionReturned)
def tell_of_return(actor: Actor, event: ExecutionReturned) -> None:
    """The manager hears that something is to be put right."""
    tell_about_execution(actor, execution_id=event.execution_id, kind="execution.returned")


@reacts(ExecutionAccepted)
def tell_of_acceptance(actor: Actor, event: ExecutionAccepted) -> None:
    """The manager hears that the work has begun."""
    tell_about_execution(actor, execution_id=event.execution_id, kind="execution.accepted")


@reacts(ExecutionAssigned)
def tell_of_lawyer(actor: Actor, event: ExecutionAssigned) -> None:
    """Whoever leads the work from now on hears of it."""
    tell_about_execution(actor, execution_id=event.execution_id, kind="execution.assigned")


@reacts(ExecutionTerminated)
def tell_of_end(actor: Actor, event: ExecutionTerminated) -> None:
    """The manager hears that the work ended before its time."""
    tell_about_execution(actor, execution_id=event.execution_id, kind="execution.terminated")
