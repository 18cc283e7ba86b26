"""What was not paid on its day is noted soon after the day has ended in its office."""

from __future__ import annotations

from femida.finance.receivables.commands import NOTED_AT_ONCE, note_what_is_overdue
from femida.platform.core.actor import Actor
from femida.platform.jobs.queue import job


@job("receivables.overdue", every="7 * * * *", retry=False)
def overdue() -> None:
    """Note what is overdue, a hundred contracts in an act."""
    while note_what_is_overdue(Actor.system("receivables.overdue")) == NOTED_AT_ONCE:
        pass
