"""Recording facts: the only way to publish anything."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from femida.platform.core.context import current_act
from femida.platform.core.ports import Port
from femida.platform.journal.events import Event


@dataclass(frozen=True, slots=True)
class Recorded:
    """A fact just written: its id, its event and its moment."""

    fact_id: int
    event: Event
    at: datetime


# Called in the act's transaction after each fact (reactions and live hang in here).
publishers: Port[Callable[[Recorded], None]] = Port("publisher")

_INSERT = """
WITH f AS (
  INSERT INTO journal_fact (at, act_id, actor_kind, actor_id, on_behalf_of, because, kind,
                            subject_type, subject_id, payload)
  VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id, at
), a AS (
  INSERT INTO journal_factanchor (object_type, object_id, at, fact_id)
  SELECT t.object_type, t.object_id, f.at, f.id
    FROM f, unnest(%s::text[], %s::bigint[]) AS t(object_type, object_id)
)
SELECT id FROM f
"""


def record(event: Event, *, at: datetime | None = None) -> int:
    """Write a fact with its anchors and publish it; returns the fact's id.

    Only inside a command: raises RuntimeError elsewhere, because a fact without an act has no author.
    `at` differs from now only for facts that are entered later (an imported call).
    """
    act = current_act()
    if act is None:
        raise RuntimeError("record() outside of a command")
    refs = event.anchor_refs()
    moment = at or act.at
    actor = act.actor
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT,
            [
                moment, act.id, actor.kind.value, actor.id, actor.on_behalf_of, actor.because[:200],
                event.kind, *event.subject_ref(), json.dumps(event.payload(), ensure_ascii=False),
                [t for t, _ in refs], [i for _, i in refs],
            ],
        )  # fmt: skip
        fact_id = int(cursor.fetchone()[0])
    act.touched.update(refs)
    recorded = Recorded(fact_id, event, moment)
    for publish in publishers:
        publish(recorded)
    return fact_id


def anchor(subject: tuple[str, int], kind: str, to: tuple[str, int]) -> None:
    """Let the facts of a kind about `subject` stand on the time-line of one object more.

    For rooms above the one that recorded them: a call knows its party, the lead it belongs to is found
    later. Only inside a command; a second time changes nothing.
    """
    act = current_act()
    if act is None:
        raise RuntimeError("anchor() outside of a command")
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO journal_factanchor (object_type, object_id, at, fact_id)
            SELECT %(to_type)s, %(to_id)s, f.at, f.id
              FROM journal_factanchor a JOIN journal_fact f ON f.id = a.fact_id
             WHERE a.object_type = %(type)s AND a.object_id = %(id)s AND f.kind = %(kind)s
               AND NOT EXISTS (SELECT 1 FROM journal_factanchor b
                                WHERE b.fact_id = f.id AND b.object_type = %(to_type)s
                                  AND b.object_id = %(to_id)s)
            """,
            {"type": subject[0], "id": subject[1], "kind": kind, "to_type": to[0], "to_id": to[1]},
        )
    act.touched.add(to)


def pin(subject: tuple[str, int], kind: str, *, pinned: bool) -> None:
    """Keep the facts of a kind about `subject` on top of the time-lines on which they stand, or no longer.

    Only inside a command; the pages of all these objects look again.
    """
    act = current_act()
    if act is None:
        raise RuntimeError("pin() outside of a command")
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE journal_factanchor a SET pinned_at = CASE WHEN %(pinned)s THEN %(at)s::timestamptz END
              FROM journal_fact f
             WHERE f.id = a.fact_id AND f.kind = %(kind)s AND f.id IN (
                     SELECT s.fact_id FROM journal_factanchor s
                      WHERE s.object_type = %(type)s AND s.object_id = %(id)s)
            RETURNING a.object_type, a.object_id
            """,
            {"pinned": pinned, "at": act.at, "kind": kind, "type": subject[0], "id": subject[1]},
        )
        act.touched.update((str(object_type), int(pk)) for object_type, pk in cursor.fetchall())
