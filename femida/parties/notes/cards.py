"""The tab for a note above the time-lines of parties and of what is theirs."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from femida.parties.notes.forms import NoteForm
from femida.parties.registry.events import PARTY
from femida.platform.screens.ports import Composer, add_composer


def _composer(object_type: str) -> Composer:
    return Composer(
        key=f"note-{object_type.replace('.', '-')}",
        object_types=(object_type,),
        label=_("Note"),
        icon="note",
        url=lambda row: reverse("notes:add", args=[object_type, row.pk]),
        form=lambda _context: NoteForm(),
        submit=_("Write down"),
        order=10,
        needs_right="notes.add",
        shortcut="n",
    )


for _object_type in (PARTY, "sales.lead", "sales.deal"):
    add_composer(_composer(_object_type))
