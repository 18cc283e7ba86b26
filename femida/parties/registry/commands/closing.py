"""Closed matters: a party that only named people see, whatever rights others have."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext_lazy as _

from femida.firm.staff.walls import lift_wall, raise_wall
from femida.parties.registry.events import PARTY, PartyClosed, PartyOpened
from femida.parties.registry.models import Party
from femida.parties.registry.reading import safe_line
from femida.platform.commands.core import command, save, take
from femida.platform.core.actor import Actor
from femida.platform.core.errors import UnableTo
from femida.platform.journal.recording import record

LONGEST_REASON: Final = 300


class UnableToCloseParty(UnableTo):
    """The party is closed already."""

    code = "closed_already"
    default_sentence = _("This matter is closed already.")


@command(right="parties.close", on=Party)
def close_party(
    actor: Actor, *, party_id: int, people: Iterable[int], reason: str, version: int | None = None
) -> int:
    """Close a party to all but the named accounts; returns the id of the wall.

    Rooms above put the same wall on their rows about the party within this act. Who closes it and is not
    among the named loses sight of it too. Raises Invalid at `people` or `reason`, UnableToCloseParty.
    """
    why = safe_line(reason, LONGEST_REASON, field="reason")
    party = take(actor, Party, party_id, version=version)
    if party.wall_id is not None:
        raise UnableToCloseParty
    wall = raise_wall(PARTY, party.pk, people, why)
    party.wall = wall
    save(party, "wall")
    record(PartyClosed(party_id=party.pk, wall_id=wall.pk))
    return wall.pk


@command(right="parties.close", on=Party)
def open_party(actor: Actor, *, party_id: int, version: int | None = None) -> None:
    """Open a closed matter again; a party that is open stays as it is."""
    party = take(actor, Party, party_id, version=version)
    if party.wall_id is None:
        return
    wall_id = party.wall_id
    lift_wall(PARTY, party.pk)
    party.wall = None
    save(party, "wall")
    record(PartyOpened(party_id=party.pk, wall_id=wall_id))
