"""What deals do because of facts from below."""

from __future__ import annotations

from femida.parties.registry.events import PartyClosed, PartyOpened
from femida.platform.core.actor import Actor
from femida.platform.reactions.core import reacts
from femida.sales.deals.commands import tell_about_deal, wall_deals
from femida.sales.deals.events import DealOpened, DealReassigned, DealReturned


@reacts(PartyClosed, inside=True)
def follow_wall(actor: Actor, event: PartyClosed) -> None:
    """The deals of a closed party are closed with it."""
    wall_deals(actor, party_id=event.party_id, wall_id=event.wall_id)


@reacts(PartyOpened, inside=True)
def follow_opening(actor: Actor, event: PartyOpened) -> None:
    """The deals of a party come out from behind its wall together with it."""
    wall_deals(actor, party_id=event.party_id, wall_id=None)


@reacts(DealOpened)
def tell_of_new_deal(actor: Actor, event: DealOpened) -> None:
    """Whoever got the deal hears of it."""
    tell_about_deal(actor, deal_id=event.deal_id, kind="deal.assigned")


@reacts(DealReassigned)
def tell_of_reassigned_deal(actor: Actor, event: DealReassigned) -> None:
    """Whoever leads the deal from now on hears of it."""
    tell_about_deal(actor, deal_id=event.deal_id, kind="deal.assigned")


@reacts(DealReturned)
def tell_of_returned_deal(actor: Actor, event: DealReturned) -> None:
    """The day has come to contact the client again."""
    if event.by_timer:
        tell_about_deal(actor, deal_id=event.deal_id, kind="deal.returned")
