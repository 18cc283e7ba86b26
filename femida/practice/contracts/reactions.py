"""What contracts do because of facts from below."""

from __future__ import annotations

from femida.parties.registry.events import PartyClosed, PartyOpened
from femida.platform.core.actor import Actor
from femida.platform.reactions.core import reacts
from femida.practice.contracts.commands import wall_contracts


@reacts(PartyClosed, inside=True)
def follow_wall(actor: Actor, event: PartyClosed) -> None:
    """The contracts of a closed party are closed with it."""
    wall_contracts(actor, party_id=event.party_id, wall_id=event.wall_id)


@reacts(PartyOpened, inside=True)
def follow_opening(actor: Actor, event: PartyOpened) -> None:
    """The contracts of a party come out from behind its wall together with it."""
    wall_contracts(actor, party_id=event.party_id, wall_id=None)
