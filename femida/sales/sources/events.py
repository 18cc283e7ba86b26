"""What happens to sources."""

from __future__ import annotations

from dataclasses import dataclass

from femida.platform.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class SourceAdded(Event):
    """A source was set up."""

    kind = "source.added"
    subject = ("sales.source", "source_id")
    source_id: int


@dataclass(frozen=True, kw_only=True)
class SourceChanged(Event):
    """A source's settings were changed."""

    kind = "source.changed"
    subject = ("sales.source", "source_id")
    source_id: int
