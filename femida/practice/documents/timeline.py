"""Facts of documents on time-lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from femida.platform.access.queries import visible
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Text
from femida.platform.journal.events import Event
from femida.platform.journal.timeline import Entry, StoredFact, renders
from femida.practice.documents import events
from femida.practice.documents.models import Document

_OF_DOCUMENTS: dict[type[Event], tuple[str, Text]] = {
    events.DocumentMade: ("file-plus", gettext_lazy("Document made from a template")),
    events.DocumentUploaded: ("upload", gettext_lazy("Document uploaded")),
    events.DocumentFiled: ("folder", gettext_lazy("Document filed anew")),
}
_PLAIN: dict[type[Event], tuple[str, Text]] = {
    events.DocumentRemoved: ("trash", gettext_lazy("Document removed")),
    events.TypeSaved: ("edit", gettext_lazy("Type of papers saved")),
    events.TemplateSaved: ("edit", gettext_lazy("Template saved")),
    events.TemplateUploaded: ("upload", gettext_lazy("New version of the template")),
    events.TemplatePublished: ("circle-check", gettext_lazy("Template published")),
    events.TemplateRetired: ("archive", gettext_lazy("Template taken out of use")),
}
_WORDS = {str(event.kind): words for event, words in (_OF_DOCUMENTS | _PLAIN).items()}


@renders(*_OF_DOCUMENTS, events.DocumentShown, group="files")
def draw_documents(actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """What happened to which document, for those who see it; of a removed one nothing is left but that."""
    events_by_fact: dict[int, Any] = {fact.id: fact.event for fact in facts}
    ids = {event.document_id for event in events_by_fact.values()}
    titles = dict(visible(actor, Document).filter(pk__in=ids).values_list("pk", "title"))
    entries = []
    for fact in facts:
        event = events_by_fact[fact.id]
        title = titles.get(event.document_id)
        if title is None:
            continue
        if isinstance(event, events.DocumentShown):
            icon = "eye" if event.is_published else "eye-off"
            words = (
                _("Document shown in the portal")
                if event.is_published
                else _("Document taken out of the portal")
            )
        else:
            icon, words = _WORDS[fact.kind][0], str(_WORDS[fact.kind][1])
        number = getattr(event, "number", 1)
        body = (
            title if number == 1 else _("%(title)s, version %(number)d") % {"title": title, "number": number}
        )
        entries.append(Entry(fact.id, fact.at, icon, words, body, author_id=fact.actor.person_id))
    return entries


@renders(*_PLAIN)
def draw_plain(_actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """One plain line per fact."""
    entries = []
    for fact in facts:
        icon, title = _WORDS[fact.kind]
        entries.append(Entry(fact.id, fact.at, icon, str(title), author_id=fact.actor.person_id))
    return entries
