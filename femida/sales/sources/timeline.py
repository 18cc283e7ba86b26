"""Facts of sources on time-lines. Neither needs a look into the database."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from femida.platform.core.actor import Actor
from femida.platform.journal.timeline import Entry, StoredFact, renders
from femida.sales.sources.events import SourceAdded, SourceChanged

_WORDS = {SourceAdded.kind: ("plus", _("Source set up")), SourceChanged.kind: ("edit", _("Source changed"))}


@renders(SourceAdded, SourceChanged)
def draw(_actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """One plain line per fact; what exactly was changed stands in the field history."""
    entries = []
    for fact in facts:
        icon, title = _WORDS[fact.kind]
        entries.append(Entry(fact.id, fact.at, icon, str(title), author_id=fact.actor.person_id))
    return entries
