"""Notes of the large demonstration firm: what people wrote down about every other party."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from femida.firm.staff.bulk import SELLERS, staff_of
from femida.parties.notes.demo import TEXTS
from femida.parties.notes.events import NoteAdded
from femida.parties.notes.models import Note
from femida.parties.registry.bulk import Known
from femida.platform.bulk.batches import Batch

SHARE: Final = 0.5


def build(batch: Batch) -> None:
    """Write notes about some of the parties of a batch."""
    known: list[Known] = batch.made["known"]
    for party in known:
        moment = party.at + timedelta(minutes=batch.chance.randrange(30, 3000))
        if batch.chance.random() < SHARE and moment <= batch.now:
            author = staff_of(batch).one_of(batch, SELLERS, party.office_id)
            deed = batch.deed(author.actor, moment)
            note = batch.add(
                Note,
                party_id=party.id,
                object_type="parties.party",
                object_id=party.id,
                text=batch.chance.choice(TEXTS),
                author_id=author.id,
                created_at=moment,
            )
            batch.record(
                deed,
                NoteAdded(
                    note_id=note["id"], party_id=party.id, object_type="parties.party", object_id=party.id
                ),
            )
