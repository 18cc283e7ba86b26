"""The care of notices: old ones are removed."""

from __future__ import annotations

from femida.platform.core.actor import Actor
from femida.platform.jobs.queue import job
from femida.platform.notices.commands import PURGED_AT_ONCE, purge_notices


@job("notices.purge", every="23 3 * * *")
def purge() -> None:
    """Remove notices that were read three months ago."""
    while purge_notices(Actor.system("notices.purge")) == PURGED_AT_ONCE:
        pass
