"""Reading notices: words are made here, under the reader's rights of this moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet

from femida.platform.access.policy import policy_of
from femida.platform.access.prepared import prepared
from femida.platform.access.queries import visible
from femida.platform.core.actor import Actor
from femida.platform.notices.kinds import StoredNotice, Words, notice_kinds
from femida.platform.notices.models import Notice

SHOWN: Final = 30
COUNTED: Final = 100


@dataclass(frozen=True, slots=True)
class ReadableNotice:
    """A notice with its words."""

    stored: StoredNotice
    words: Words


@dataclass(frozen=True, slots=True)
class Bell:
    """What stands under the bell: the newest notices and how many are unread (counting stops at 100)."""

    notices: tuple[ReadableNotice, ...]
    unread: int


def bell(actor: Actor) -> Bell:
    """The bell of the reader: two queries for the rows and at most one per kind for the words."""
    newest = _stored(actor, unread_only=False, limit=SHOWN)
    unread = _stored(actor, unread_only=True, limit=COUNTED)
    words = words_of(actor, {notice.id: notice for notice in (*newest, *unread)}.values())
    shown = tuple(ReadableNotice(notice, words[notice.id]) for notice in newest if notice.id in words)
    return Bell(shown, sum(1 for notice in unread if notice.id in words))


def unread_count(actor: Actor) -> int:
    """How many unread notices the reader can see; counting stops at 100."""
    unread = _stored(actor, unread_only=True, limit=COUNTED)
    return len(words_of(actor, unread))


def words_of(actor: Actor, notices: Iterable[StoredNotice]) -> dict[int, Words]:
    """Words by notice id. A kind that no longer exists, or an object out of reach, has none."""
    by_kind: dict[str, list[StoredNotice]] = defaultdict(list)
    for notice in notices:
        by_kind[notice.kind].append(notice)
    found: dict[int, Words] = {}
    for name, group in by_kind.items():
        kind = notice_kinds.get(name)
        if kind is not None:
            found.update(kind.render(actor, group))
    return found


def _stored(actor: Actor, *, unread_only: bool, limit: int) -> list[StoredNotice]:
    def build() -> QuerySet[Notice, Any]:
        rows = visible(actor, Notice).order_by("-created_at", "-id")
        if unread_only:
            rows = rows.filter(read_at=None)
        return rows.values_list("id", "kind", "object_type", "object_id", "because", "created_at", "read_at")[
            :limit
        ]

    statement = prepared(policy_of(actor), ("notices", unread_only, limit), build)
    return [
        StoredNotice(pk, kind, object_type, object_id, because, created_at, read_at is not None)
        for pk, kind, object_type, object_id, because, created_at, read_at in statement.rows()
    ]
