"""What tasks do when something happens to their party."""

from __future__ import annotations

from femida.parties.registry.events import PartyClosed, PartyOpened
from femida.planning.tasks.commands import close_tasks_of, open_tasks_of
from femida.platform.core.actor import Actor
from femida.platform.reactions.core import reacts


@reacts(PartyClosed, inside=True)
def close_tasks(actor: Actor, event: PartyClosed) -> None:
    """Inside the act: a task of a closed matter must never be seen for a moment longer."""
    close_tasks_of(actor, party_id=event.party_id, wall_id=event.wall_id)


@reacts(PartyOpened, inside=True)
def open_tasks(actor: Actor, event: PartyOpened) -> None:
    """Inside the act: the matter is open again as a whole."""
    open_tasks_of(actor, party_id=event.party_id, wall_id=event.wall_id)
