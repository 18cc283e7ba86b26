"""What calls do when something happens to their party."""

from __future__ import annotations

from femida.comms.telephony.commands import close_calls_of, open_calls_of
from femida.parties.registry.events import PartyClosed, PartyOpened
from femida.platform.core.actor import Actor
from femida.platform.reactions.core import reacts


@reacts(PartyClosed, inside=True)
def close_calls(actor: Actor, event: PartyClosed) -> None:
    """Inside the act: a call of a closed matter must never be seen for a moment longer."""
    close_calls_of(actor, party_id=event.party_id, wall_id=event.wall_id)


@reacts(PartyOpened, inside=True)
def open_calls(actor: Actor, event: PartyOpened) -> None:
    """Inside the act: the matter is open again as a whole."""
    open_calls_of(actor, party_id=event.party_id, wall_id=event.wall_id)
