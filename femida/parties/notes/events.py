"""What happens to notes."""

from __future__ import annotations

from dataclasses import dataclass

from typing_extensions import override

from femida.platform.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class NotePinned(Event):
    """A note stays on top of its time-lines, or no longer; shows by where the note stands."""

    kind = "note.pinned"
    subject = ("notes.note", "note_id")
    anchors = (("parties.party", "party_id"),)
    note_id: int
    party_id: int
    pinned: bool


@dataclass(frozen=True, kw_only=True)
class NoteAdded(Event):
    """Somebody wrote a note; it stands on the time-lines of the party and of what it is about."""

    kind = "note.added"
    subject = ("notes.note", "note_id")
    note_id: int
    party_id: int
    object_type: str
    object_id: int

    @override
    def anchor_refs(self) -> list[tuple[str, int]]:
        refs = [self.subject_ref(), ("parties.party", self.party_id), (self.object_type, self.object_id)]
        return list(dict.fromkeys(refs))
