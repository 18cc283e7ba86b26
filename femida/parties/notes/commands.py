"""Writing notes."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from femida.firm.staff.queries import employee_of
from femida.parties.notes.events import NoteAdded, NotePinned
from femida.parties.notes.models import Note
from femida.parties.registry.events import PARTY
from femida.parties.registry.matching import lock_contacts
from femida.parties.registry.models import Party
from femida.parties.registry.reading import safe_text
from femida.parties.registry.writing import add_missing
from femida.platform.access.queries import visible
from femida.platform.commands.core import command, take
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Invalid, NotFound
from femida.platform.files.queries import owner_scope
from femida.platform.journal.recording import pin, record

LONGEST: Final = 10_000
"""Characters of one note."""


@command(right="notes.add", on=Party)
def add_note(
    actor: Actor, *, party_id: int, text: str, object_type: str = PARTY, object_id: int | None = None
) -> int:
    """Write a note about a party, or about an object of it (its lead, its deal); returns the note's id.

    Telephone numbers and addresses in the text become contacts of the party, and blanks in the text: notes
    are read by people who may not see contacts. Raises Invalid at `text`, NotFound for an object that is
    out of sight or not of this party.
    """
    cleaned, found = safe_text(text, LONGEST, field="text")
    if not cleaned:
        raise Invalid({"text": _("Write something first.")})
    lock_contacts(found)
    take(actor, Party, party_id)
    about = object_id if object_id is not None else party_id
    _check_object(actor, object_type, about, party_id)
    author = employee_of(actor.person_id) if actor.person_id is not None else None
    note = Note.objects.create(
        party_id=party_id,
        object_type=object_type,
        object_id=about,
        text=cleaned,
        author_id=author.id if author else None,
    )
    add_missing(party_id, found, label=_label())
    record(NoteAdded(note_id=note.pk, party_id=party_id, object_type=object_type, object_id=about))
    return note.pk


@command(right="notes.add", on=Party)
def pin_note(actor: Actor, *, note_id: int, pinned: bool) -> None:
    """Keep a note on top of the time-lines of its party and of what it is about, or let it go back.

    Raises NotFound for a note that is out of sight.
    """
    party_id = visible(actor, Note).filter(pk=note_id).values_list("party_id", flat=True).first()
    if party_id is None:
        raise NotFound
    take(actor, Party, party_id)
    pin(("notes.note", note_id), NoteAdded.kind, pinned=pinned)
    record(NotePinned(note_id=note_id, party_id=party_id, pinned=pinned))


def _check_object(actor: Actor, object_type: str, object_id: int, party_id: int) -> None:
    """Raise NotFound unless the actor sees the object and it is of the party."""
    model = owner_scope(object_type).model
    if model is Party:
        if object_id != party_id:
            raise NotFound
        return
    has_party = any(field.attname == "party_id" for field in model._meta.concrete_fields)
    if not has_party or not visible(actor, model).filter(pk=object_id, party_id=party_id).exists():
        raise NotFound


def _label() -> str:
    """How a contact found in a note is marked; stored, so in the language of the firm."""
    with translation.override(settings.LANGUAGE_CODE):
        return gettext("from a note")
