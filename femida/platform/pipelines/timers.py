"""Timers: rows with a due time, taken by whichever worker is free."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import OperationalError, transaction

from femida.platform.core.actor import Actor
from femida.platform.core.ports import Port
from femida.platform.pipelines.models import Stage, Timer

# object type -> function(actor, object id, stage to move to): the owner's command for a timer's move.
TimedMove = Callable[[Actor, int, Stage], None]
timed_moves: Port[TimedMove] = Port("timed move")

AT_ONCE = 1000
logger = logging.getLogger(__name__)


def fire_due(now: datetime) -> int:
    """Carry out timers that are due, each in a transaction of its own; returns how many.

    Several workers may run at once: a timer is locked while it is carried out (`SKIP LOCKED`), and marked
    done in the transaction of its move, so none is lost or doubled when a worker is killed. A timer whose
    move fails is set aside as failed, with the name of the error, and does not hold up the others.
    """
    fired = 0
    while fired < AT_ONCE:
        timer_id = _fire_one(now)
        if timer_id is None:
            break
        fired += 1
    return fired


def _fire_one(now: datetime) -> int | None:
    """Carry out the timer that is due the longest; returns its id, or None when none is due."""
    timer_id = None
    try:
        with transaction.atomic():
            timer = (
                Timer.objects.select_for_update(skip_locked=True, of=("self",))
                .filter(state=Timer.State.SET, due_at__lte=now)
                .select_related("to_stage")
                .order_by("due_at", "pk")
                .first()
            )
            if timer is None:
                return None
            timer_id = timer.pk
            timer.state = Timer.State.DONE
            timer.save(update_fields=["state"])
            actor = Actor.system("pipelines.timer")
            timed_moves[timer.object_type](actor, timer.object_id, timer.to_stage)
    except OperationalError:
        raise
    except Exception as error:
        if timer_id is None:
            raise
        logger.exception("timer %s could not be carried out", timer_id)
        Timer.objects.filter(pk=timer_id, state=Timer.State.SET).update(
            state=Timer.State.FAILED, error=type(error).__name__[:80]
        )
    return timer_id
