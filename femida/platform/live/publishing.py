"""Telling all processes which objects an act has touched: types and keys, nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Final

from django.db import connection

from femida.platform.core.context import Act, finishers

CHANNEL: Final = "femida_live"
LARGEST: Final = 7900
"""PostgreSQL carries at most 8,000 bytes in one notification."""

Touched = tuple[str, int]


def publish(act: Act) -> None:
    """Notify with the transaction of the act: nobody hears of what is rolled back."""
    payloads = list(payloads_of(sorted(act.touched)))
    if not payloads:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, said) FROM unnest(%s::text[]) AS said", [CHANNEL, payloads])


def payloads_of(touched: Iterable[Touched]) -> Iterator[str]:
    """The touched objects as JSON lists of [type, id], each short enough for one notification."""
    parts: list[str] = []
    size = 2
    for object_type, object_id in touched:
        part = json.dumps([object_type, object_id], separators=(",", ":"))
        if parts and size + len(part) + 1 > LARGEST:
            yield f"[{','.join(parts)}]"
            parts, size = [], 2
        parts.append(part)
        size += len(part) + 1
    if parts:
        yield f"[{','.join(parts)}]"


def read_payload(payload: str) -> list[Touched]:
    """The touched objects of one notification; a strange payload names none."""
    try:
        said = json.loads(payload)
        return [(str(object_type), int(object_id)) for object_type, object_id in said]
    except (ValueError, TypeError):
        return []


finishers.register("live", publish)
