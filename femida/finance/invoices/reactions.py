"""What invoices do because of facts from below."""

from __future__ import annotations

from django.utils.translation import gettext as _

from femida.finance.invoices.commands import void_unpaid_of, wall_invoices
from femida.parties.registry.events import PartyClosed, PartyOpened
from femida.platform.core.actor import Actor
from femida.platform.reactions.core import reacts
from femida.practice.contracts.events import ContractVoided


@reacts(PartyClosed, inside=True)
def follow_wall(actor: Actor, event: PartyClosed) -> None:
    """The invoices of a closed client, and those that a closed party pays, are closed with it."""
    wall_invoices(actor, party_id=event.party_id)


@reacts(PartyOpened, inside=True)
def follow_opening(actor: Actor, event: PartyOpened) -> None:
    """They come out from behind the wall together with the party."""
    wall_invoices(actor, party_id=event.party_id)


@reacts(ContractVoided)
def void_with_the_contract(actor: Actor, event: ContractVoided) -> None:
    """Nothing is asked for under a void contract; invoices for which money has come stay for a person."""
    void_unpaid_of(actor, contract_id=event.contract_id, reason=_("The contract was declared void."))
