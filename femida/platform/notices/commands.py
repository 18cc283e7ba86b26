"""Reading notices off."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from femida.platform.access.queries import visible
from femida.platform.commands.core import command, save, take
from femida.platform.core import clock
from femida.platform.core.actor import Actor
from femida.platform.core.context import current_act
from femida.platform.notices.models import Notice

KEPT_DAYS: Final = 90
PURGED_AT_ONCE: Final = 1000


@command(right="notices.read", on=Notice, in_maintenance=True)
def read_notice(actor: Actor, *, notice_id: int) -> None:
    """Note that the person has read a notice; a second time changes nothing."""
    notice = take(actor, Notice, notice_id)
    if notice.read_at is None:
        notice.read_at = clock.now()
        save(notice, "read_at")
        _look_again(notice.pk)


@command(right="notices.read", in_maintenance=True)
def read_all_notices(actor: Actor) -> int:
    """Note that the person has read everything; returns how many notices were unread."""
    unread = visible(actor, Notice).filter(read_at=None)
    ids = list(unread.select_for_update().order_by("pk").values_list("pk", flat=True))
    Notice.objects.filter(pk__in=ids).update(read_at=clock.now())
    if ids:
        _look_again(ids[-1])
    return len(ids)


@command(right="notices.purge")
def purge_notices(actor: Actor, *, older_than_days: int = KEPT_DAYS) -> int:
    """Remove up to 1,000 notices that were read long ago; returns how many."""
    limit = clock.now() - timedelta(days=older_than_days)
    old = Notice.objects.filter(read_at__lt=limit).order_by("read_at").values_list("pk", flat=True)
    removed, _by_model = Notice.objects.filter(pk__in=list(old[:PURGED_AT_ONCE])).delete()
    return removed


def _look_again(notice_id: int) -> None:
    act = current_act()
    assert act is not None
    act.touched.add(("notices.notice", notice_id))
