"""What deals do because of facts from below."""

from __future__ import annotations

from femida.parties.registry.events import PartyClosed, PartyOpened
from femida.platform.core.actor import Actor
from femida.platform.reactions.core import reacts
from femida.sales.deals.commands import wall_deals


@reacts(PartyClosed, inside=True)
def follow_wall(actor: Actor, event: PartyClosed) -> None:
    """The deals of a closed party are closed with it."""
    wall_deals(actor, party_id=event.party_id, wall_id=event.wall_id)


@reacts(PartyOpened, inside=True)
def follow_opening(actor: Actor, event: PartyOpened) -> None:
    """The deals of a party come out from behind its wall together with it."""
    wall_deals(actor, party_id=event.party_id, wall_id=None)
