"""Pages of notes."""

from __future__ import annotations

from typing import Any

from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from femida.parties.notes.commands import add_note, pin_note
from femida.parties.notes.forms import NoteForm
from femida.parties.registry.models import Party
from femida.platform.access.queries import get_visible
from femida.platform.core.errors import NotFound
from femida.platform.files.queries import owner_scope
from femida.platform.objects.types import object_types
from femida.platform.screens.forms import done, form_view
from femida.platform.screens.pages import page
from femida.platform.screens.requests import PageRequest


@page(right="notes.add", methods=("GET", "POST"))
def add(request: PageRequest, *, object_type: str, object_id: int) -> HttpResponseBase:
    """A note about a party, or about what is the party's."""
    row: Any = get_visible(request.actor, owner_scope(object_type).model, object_id)
    party_id = row.pk if isinstance(row, Party) else getattr(row, "party_id", None)
    if party_id is None:
        raise NotFound
    described = object_types.get(object_type)

    def run(form: Any, _version: int | None) -> None:
        add_note(
            request.actor,
            party_id=party_id,
            text=form.cleaned_data["text"],
            object_type=object_type,
            object_id=object_id,
        )

    return form_view(
        request,
        NoteForm,
        run,
        title=_("New note"),
        submit=_("Write down"),
        back=reverse(f"{described.slug}:card", args=[object_id]) if described else "/",
        said=_("The note is written."),
    )


@page(right="notes.add", methods=("POST",))
def pin(request: PageRequest, *, pk: int) -> HttpResponseBase:
    """Keep a note on top, or let it go back to its day."""
    pinned = request.POST.get("pinned") == "yes"
    pin_note(request.actor, note_id=pk, pinned=pinned)
    return done(_("The note stays on top.") if pinned else _("The note is back at its day."))
