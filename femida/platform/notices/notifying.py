"""Telling people something: one line inside a command."""

from __future__ import annotations

from collections.abc import Iterable

from femida.platform.core.context import current_act
from femida.platform.notices.kinds import notice_kinds
from femida.platform.notices.models import Notice


def notify(person_ids: Iterable[int], kind: str, object_type: str, object_id: int, because: str = "") -> None:
    """Tell each of these accounts, once, that something happened to an object.

    Only inside a command: raises RuntimeError elsewhere, so that nobody is told of what was rolled back.
    Raises KeyError for a kind without words. Who may not see the object is told nothing when reading.
    """
    act = current_act()
    if act is None:
        raise RuntimeError("notify() outside of a command")
    notice_kinds[kind]
    made = Notice.objects.bulk_create(
        Notice(
            person_id=person,
            kind=kind,
            object_type=object_type,
            object_id=object_id,
            because=because,
            created_at=act.at,
        )
        for person in sorted(set(person_ids))
    )
    act.touched.update(("notices.notice", notice.pk) for notice in made)
