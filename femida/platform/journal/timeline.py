"""The time-line of an object: facts turned into sentences under the reader's policy."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from femida.platform.core.actor import Actor, ActorKind
from femida.platform.core.errors import Text
from femida.platform.core.ports import Port
from femida.platform.journal.events import Event, read_event

CHANGES: Final = "changes"
PINNED: Final = 5
"""How many pinned entries stand on top of a time-line at most."""


@dataclass(frozen=True, slots=True)
class EntryGroup:
    """What a reader may narrow a time-line to: calls, notes, money."""

    label: Text
    icon: str
    order: int = 100


entry_groups: Port[EntryGroup] = Port("group of time-line entries")
entry_groups.register("stages", EntryGroup(_("Stages"), "arrow-right", 80))
entry_groups.register(CHANGES, EntryGroup(_("Changes"), "pencil", 90))


@dataclass(frozen=True, slots=True)
class ChangedField:
    """One column of the fact's subject that the same act has changed, as the history keeps it."""

    column: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class StoredFact:
    """A fact read back from the journal; `changed` is what its act has changed in its subject."""

    id: int
    at: datetime
    kind: str
    event: Event
    actor: Actor
    act_id: UUID | None = None
    changed: tuple[ChangedField, ...] = ()
    is_pinned: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a time-line: `title` and `body` are plain text (escaped when drawn).

    `summary` stands in place of the changed values where the reader gets none of them. `pin_url` is where the
    entry is pinned or unpinned, for those who may. The group comes from the declaration of the renderer.
    """

    fact_id: int
    at: datetime
    icon: str
    title: str
    body: str = ""
    author_id: int | None = None
    tone: str = ""
    group: str = CHANGES
    pinned: bool = False
    summary: str = ""
    pin_url: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a time-line: the next page begins behind it."""

    at: datetime
    fact_id: int


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Which facts are asked for; None leaves a side open. `since` counts, `until` does not any more."""

    kinds: frozenset[str] | None = None
    author_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: Place | None = None
    # down to and with this place
    down_to: Place | None = None


# kind -> function(actor, facts of that kind) -> entries. Facts the reader may not see give no entry.
Renderer = Callable[[Actor, Sequence[StoredFact]], Sequence[Entry]]


@dataclass(frozen=True, slots=True)
class Drawn:
    """How facts of one kind read, the group they belong to, and whether changed values stand under them."""

    renderer: Renderer
    group: str
    shows_changes: bool


renderers: Port[Drawn] = Port("time-line renderer")


def renders(
    *kinds: type[Event], group: str = CHANGES, changes: Sequence[type[Event]] | None = None
) -> Callable[[Renderer], Renderer]:
    """Decorator: draws the facts of these events, all of one page in one call (one query at most).

    `group` is one of `entry_groups`. Under the facts of `changes` (without it: of all when they stand among
    the changes, of none otherwise) the reader finds what the act has changed in the described fields.
    """
    with_changes = changes if changes is not None else kinds if group == CHANGES else ()

    def add(renderer: Renderer) -> Renderer:
        for event in kinds:
            renderers.register(event.kind, Drawn(renderer, group, event in with_changes))
        return renderer

    return add


def kinds_of(groups: Sequence[str]) -> frozenset[str]:
    """The kinds of facts in these groups; of all that are drawn when none is named."""
    return frozenset(kind for kind, one in renderers.items() if not groups or one.group in groups)


_FACTS: Final = """
WITH page AS (
  SELECT a.fact_id, a.at, false AS on_top, a.pinned_at
    FROM journal_factanchor a JOIN journal_fact f ON f.id = a.fact_id
   WHERE a.object_type = %(type)s AND a.object_id = %(id)s AND f.kind = ANY(%(kinds)s)
     AND (%(author)s::bigint IS NULL OR f.on_behalf_of = %(author)s
          OR f.actor_kind = 'person' AND f.actor_id = %(author)s)
     AND (%(since)s::timestamptz IS NULL OR a.at >= %(since)s)
     AND (%(until)s::timestamptz IS NULL OR a.at < %(until)s)
     AND (%(before_at)s::timestamptz IS NULL OR (a.at, a.fact_id) < (%(before_at)s, %(before_id)s))
     AND (%(down_at)s::timestamptz IS NULL OR (a.at, a.fact_id) >= (%(down_at)s, %(down_id)s))
   ORDER BY a.at DESC, a.fact_id DESC LIMIT %(limit)s
), pinned AS (
  SELECT a.fact_id, a.at, true AS on_top, a.pinned_at FROM journal_factanchor a
   WHERE a.object_type = %(type)s AND a.object_id = %(id)s AND a.pinned_at IS NOT NULL
   ORDER BY a.pinned_at DESC LIMIT %(pinned)s
)
SELECT f.id, f.at, f.kind, f.payload, f.actor_kind, f.actor_id, f.on_behalf_of, f.because, f.act_id,
       c.changed, p.on_top, p.pinned_at IS NOT NULL
  FROM (SELECT * FROM page UNION ALL SELECT * FROM pinned) p
  JOIN journal_fact f ON f.id = p.fact_id
  LEFT JOIN unnest(%(types)s::text[], %(tables)s::text[]) AS d(object_type, name)
    ON d.object_type = f.subject_type
  LEFT JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_array(h.field, h.old, h.new) ORDER BY h.id) AS changed
      FROM journal_fieldchange h
     WHERE h.act_id = f.act_id AND h."row" = f.subject_id AND h."table" = d.name
  ) c ON d.name IS NOT NULL AND f.kind = ANY(%(changing)s)
 ORDER BY p.on_top, p.at DESC, f.id DESC
"""


def facts_of(
    object_type: str,
    object_id: int,
    *,
    limit: int = 50,
    narrowing: Narrowing | None = None,
    tables: Mapping[str, str] | None = None,
) -> tuple[list[StoredFact], list[StoredFact]]:
    """The newest facts anchored at an object, and those pinned there: one statement.

    The caller has checked that the object is visible. Kinds that nothing draws are left out. `tables` names
    the tables of object types whose changed columns are wanted. A page that goes on from another has no pins.
    """
    asked = narrowing or Narrowing()
    kinds = asked.kinds if asked.kinds is not None else kinds_of(())
    changing = [kind for kind, one in renderers.items() if one.shows_changes] if tables else []
    with connection.cursor() as cursor:
        cursor.execute(
            _FACTS,
            {
                "type": object_type,
                "id": object_id,
                "kinds": sorted(kinds),
                "author": asked.author_id,
                "since": asked.since,
                "until": asked.until,
                "before_at": asked.before.at if asked.before else None,
                "before_id": asked.before.fact_id if asked.before else None,
                "down_at": asked.down_to.at if asked.down_to else None,
                "down_id": asked.down_to.fact_id if asked.down_to else None,
                "limit": limit,
                "pinned": 0 if asked.before else PINNED,
                "types": list(tables or ()),
                "tables": list((tables or {}).values()),
                "changing": changing,
            },
        )
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    page = [_stored(row) for row in rows if not row[10]]
    pinned = [_stored(row) for row in rows if row[10] and row[2] in renderers]
    return page, pinned


def _stored(row: tuple[Any, ...]) -> StoredFact:
    fact_id, at, kind, payload, actor_kind, actor_id, behalf, because, act_id, changed, _top, pinned = row
    actor = Actor(ActorKind(actor_kind), actor_id, behalf, because)
    columns = tuple(ChangedField(*one) for one in _read(changed) or ())
    return StoredFact(fact_id, at, kind, read_event(kind, _read(payload)), actor, act_id, columns, pinned)


def _read(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def timeline(
    actor: Actor, object_type: str, object_id: int, *, limit: int = 50, before: Place | None = None
) -> list[Entry]:
    """The time-line of a visible object, newest first; kinds without a renderer are left out."""
    facts, _pinned = facts_of(object_type, object_id, limit=limit, narrowing=Narrowing(before=before))
    return draw(actor, facts)


def draw(actor: Actor, facts: Sequence[StoredFact]) -> list[Entry]:
    """The entries of facts already read, newest first; each renderer gets all of its facts at once."""
    by_renderer: dict[Renderer, list[StoredFact]] = defaultdict(list)
    known = {fact.id: fact for fact in facts}
    for fact in known.values():
        drawn = renderers.get(fact.kind)
        if drawn is not None:
            by_renderer[drawn.renderer].append(fact)
    entries = [
        replace(
            entry, group=renderers[known[entry.fact_id].kind].group, pinned=known[entry.fact_id].is_pinned
        )
        for renderer, ones in by_renderer.items()
        for entry in renderer(actor, ones)
    ]
    return sorted(entries, key=lambda entry: (entry.at, entry.fact_id), reverse=True)
