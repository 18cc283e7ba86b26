"""Nightly care of what the door leaves behind."""

from femida.platform.accounts.attempts import forget_old
from femida.platform.accounts.sessions import forget_expired
from femida.platform.jobs.queue import job


@job("staff.sweep_the_door", every="23 3 * * *")
def sweep_the_door() -> None:
    """Remove expired sessions and counted tries that no longer count."""
    forget_expired()
    forget_old()
