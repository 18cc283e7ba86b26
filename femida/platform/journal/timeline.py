"""The time-line of an object: facts turned into sentences under the reader's policy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from femida.platform.core.actor import Actor
from femida.platform.core.ports import Port
from femida.platform.journal.events import Event, read_event


@dataclass(frozen=True, slots=True)
class StoredFact:
    """A fact read back from the journal."""

    id: int
    at: datetime
    kind: str
    event: Event
    actor: Actor


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a time-line: `title` and `body` are plain text (escaped when drawn)."""

    fact_id: int
    at: datetime
    icon: str
    title: str
    body: str = ""
    author_id: int | None = None
    tone: str = ""
    group: str = "changes"
    pinned: bool = False


# kind -> function(actor, facts of that kind) -> entries. Facts the reader may not see give no entry.
Renderer = Callable[[Actor, Sequence[StoredFact]], Sequence[Entry]]
renderers: Port[Renderer] = Port("time-line renderer")


def renders(*kinds: type[Event]) -> Callable[[Renderer], Renderer]:
    """Decorator: draws the facts of these events, all of one page in one call (one query at most)."""

    def add(renderer: Renderer) -> Renderer:
        for event in kinds:
            renderers.register(event.kind, renderer)
        return renderer

    return add


def facts_of(
    object_type: str, object_id: int, *, limit: int = 50, before: int | None = None
) -> list[StoredFact]:
    """The newest facts anchored at an object. The caller has checked that the object is visible."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT f.id, f.at, f.kind, f.payload, f.actor_kind, f.actor_id, f.on_behalf_of, f.because
              FROM journal_factanchor a JOIN journal_fact f ON f.id = a.fact_id
             WHERE a.object_type = %s AND a.object_id = %s AND (%s::bigint IS NULL OR f.id < %s)
             ORDER BY a.at DESC, f.id DESC LIMIT %s
            """,
            [object_type, object_id, before, before, limit],
        )
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return [_stored(row) for row in rows]


def _stored(row: tuple[Any, ...]) -> StoredFact:
    import json

    from femida.platform.core.actor import ActorKind

    fact_id, at, kind, payload, actor_kind, actor_id, behalf, because = row
    values = json.loads(payload) if isinstance(payload, str) else payload
    actor = Actor(ActorKind(actor_kind), actor_id, behalf, because)
    return StoredFact(fact_id, at, kind, read_event(kind, values), actor)


def timeline(
    actor: Actor, object_type: str, object_id: int, *, limit: int = 50, before: int | None = None
) -> list[Entry]:
    """The time-line of a visible object, newest first; kinds without a renderer are left out."""
    return draw(actor, facts_of(object_type, object_id, limit=limit, before=before))


def draw(actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """The entries of facts already read, newest first; each renderer gets all of its facts at once."""
    by_kind: dict[Renderer, list[StoredFact]] = defaultdict(list)
    for fact in facts:
        renderer = renderers.get(fact.kind)
        if renderer is not None:
            by_kind[renderer].append(fact)
    entries = [entry for renderer, facts in by_kind.items() for entry in renderer(actor, facts)]
    return sorted(entries, key=lambda entry: (entry.at, entry.fact_id), reverse=True)
