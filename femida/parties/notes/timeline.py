"""Notes on the time-lines of their party and of what they are about."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from femida.parties.notes.events import NoteAdded
from femida.parties.notes.models import Note
from femida.platform.access.policy import policy_of
from femida.platform.access.prepared import visible_names
from femida.platform.core.actor import Actor
from femida.platform.journal.timeline import Entry, EntryGroup, StoredFact, entry_groups, renders

entry_groups.register("notes", EntryGroup(gettext_lazy("Notes"), "note", 30))


@renders(NoteAdded, group="notes")
def draw_notes(actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """The notes of a page with their texts: one statement for all; those out of sight give no entry."""
    events = {fact.id: fact.event for fact in facts if isinstance(fact.event, NoteAdded)}
    wanted = [event.note_id for event in events.values()]
    may_pin = policy_of(actor).may("notes.add")
    texts = visible_names(actor, Note, wanted, "text")
    return [
        Entry(
            fact_id=fact.id,
            at=fact.at,
            icon="note",
            title=_("Note"),
            body=texts[events[fact.id].note_id],
            author_id=fact.actor.person_id,
            pin_url=reverse("notes:pin", args=[events[fact.id].note_id]) if may_pin else "",
        )
        for fact in facts
        if events[fact.id].note_id in texts
    ]
