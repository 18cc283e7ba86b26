"""Files on the time-line of the object on which they hang."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from femida.platform.core.actor import Actor
from femida.platform.files.events import FileAttached, FileRemoved
from femida.platform.files.models import StoredFile
from femida.platform.journal.timeline import Entry, EntryGroup, StoredFact, entry_groups, renders

entry_groups.register("files", EntryGroup(gettext_lazy("Files"), "paperclip", 70))


@renders(FileAttached, FileRemoved, group="files")
def draw_files(_actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """Which file was attached or removed. Who sees this time-line sees the object, and so its files."""
    events = {fact.id: fact.event for fact in facts if isinstance(fact.event, FileAttached | FileRemoved)}
    ids = {event.file_id for event in events.values()}
    names = dict(StoredFile.objects.filter(pk__in=ids).values_list("pk", "name"))
    entries = []
    for fact in facts:
        event = events[fact.id]
        title = _("File attached") if isinstance(event, FileAttached) else _("File removed")
        entries.append(
            Entry(
                fact.id,
                fact.at,
                "paperclip",
                title,
                names.get(event.file_id, ""),
                author_id=fact.actor.person_id,
            )
        )
    return entries
