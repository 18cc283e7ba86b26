"""What contracts do because of facts from below."""

from __future__ import annotations

from femida.parties.registry.events import PartyClosed, PartyOpened
from femida.platform.core.actor import Actor
from femida.platform.reactions.core import reacts
from femida.practice.contracts.commands import wall_contracts
from femida.practice.contracts.events import (
    ContractDrafted,
    ContractLinesChanged,
    ContractRegistered,
    ContractVoided,
)
from femida.practice.contracts.models import Contract
from femida.practice.contracts.queries import amount_of_deal, registered_of
from femida.sales.deals.commands import price_deal, unwin_deal, win_deal


@reacts(PartyClosed, inside=True)
def follow_wall(actor: Actor, event: PartyClosed) -> None:
    """The contracts of a closed party are closed with it."""
    wall_contracts(actor, party_id=event.party_id, wall_id=event.wall_id)


@reacts(PartyOpened, inside=True)
def follow_opening(actor: Actor, event: PartyOpened) -> None:
    """The contracts of a party come out from behind its wall together with it."""
    wall_contracts(actor, party_id=event.party_id, wall_id=None)


@reacts(ContractDrafted, inside=True)
def price_drafted(actor: Actor, event: ContractDrafted) -> None:
    """The amount of the deal follows a new draft."""
    _price(actor, event.deal_id)


@reacts(ContractLinesChanged, inside=True)
def price_changed(actor: Actor, event: ContractLinesChanged) -> None:
    """The amount of the deal follows the services of its drafts."""
    _price(actor, Contract.objects.values_list("deal_id", flat=True).get(pk=event.contract_id))


@reacts(ContractRegistered, inside=True)
def win(actor: Actor, event: ContractRegistered) -> None:
    """The deal of a registered contract is won, for as much as is registered."""
    win_deal(actor, deal_id=event.deal_id)
    # the fact comes before the number, which is the last lock of the act, and the state is stored with it
    price_deal(
        actor,
        deal_id=event.deal_id,
        amount=amount_of_deal(event.deal_id, registering_id=event.contract_id),
    )


@reacts(ContractVoided, inside=True)
def unwin(actor: Actor, event: ContractVoided) -> None:
    """Without a registered contract the deal goes back to signing."""
    if registered_of(event.deal_id) == 0:
        unwin_deal(actor, deal_id=event.deal_id)
    _price(actor, event.deal_id)


def _price(actor: Actor, deal_id: int) -> None:
    price_deal(actor, deal_id=deal_id, amount=amount_of_deal(deal_id))
