"""Announcing, beginning and ending maintenance."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from femida.kernel.text import TooLong, clean_line
from femida.platform.commands.core import command, is_system, save, take
from femida.platform.core import clock
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Denied, Invalid, Text, UnableTo
from femida.platform.journal.recording import record
from femida.platform.maintenance.events import MaintenanceEnded, MaintenanceSet
from femida.platform.maintenance.models import EVERYTHING, ONLY, Mode
from femida.platform.maintenance.state import forget

RIGHT = "maintenance.change"
LONGEST_MESSAGE = 300


class UnableToEndMaintenance(UnableTo):
    """There is none, or an upgrade holds it."""

    code = "unable_to_end_maintenance"
    default_sentence = _("There is no maintenance to end.")


def departments() -> list[str]:
    """The departments of this installation, whose functions may be blocked one by one."""
    rooms = [app.split(".") for app in settings.INSTALLED_APPS if app.startswith("femida.")]
    return list(dict.fromkeys(room[1] for room in rooms if room[1] != "platform"))


@command(right=RIGHT, on=Mode, in_maintenance=True)
def set_maintenance(
    actor: Actor,
    *,
    message: str,
    blocked: Collection[str],
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    is_closed: bool = False,
    version: int | None = None,
) -> None:
    """Announce maintenance (a start in the future) or begin it; what was set before is replaced.

    `blocked` are departments or `EVERYTHING`; none: only the notice is shown. Only the house closes the
    pages altogether. Raises Invalid, Stale.
    """
    if is_closed and not is_system(actor):
        raise Denied(right=RIGHT)
    mode = take(actor, Mode, ONLY, version=version)
    mode.message = _checked(message, blocked, starts_at, ends_at)
    mode.is_on, mode.is_closed = True, is_closed
    mode.starts_at = starts_at or clock.now()
    mode.ends_at = ends_at
    mode.blocked = [EVERYTHING] if EVERYTHING in blocked else sorted(blocked)
    save(mode, "message", "is_on", "is_closed", "starts_at", "ends_at", "blocked")
    record(
        MaintenanceSet(
            mode_id=ONLY,
            starts_at=mode.starts_at,
            ends_at=ends_at,
            blocked=tuple(mode.blocked),
            is_closed=is_closed,
        )
    )
    transaction.on_commit(forget)


@command(right=RIGHT, on=Mode, in_maintenance=True)
def end_maintenance(actor: Actor) -> None:
    """End maintenance, or take its announcement back.

    Raises UnableToEndMaintenance when there is none, or while an upgrade has closed the pages.
    """
    mode = take(actor, Mode, ONLY)
    if not mode.is_on:
        raise UnableToEndMaintenance
    if mode.is_closed and not is_system(actor):
        raise UnableToEndMaintenance(_("An upgrade is under way; it opens the pages by itself."))
    mode.is_on = mode.is_closed = False
    mode.message, mode.starts_at, mode.ends_at, mode.blocked = "", None, None, []
    save(mode, "message", "is_on", "is_closed", "starts_at", "ends_at", "blocked")
    record(MaintenanceEnded(mode_id=ONLY))
    transaction.on_commit(forget)


def _checked(
    message: str, blocked: Collection[str], starts_at: datetime | None, ends_at: datetime | None
) -> str:
    faults: dict[str, Text] = {}
    line = ""
    try:
        line = clean_line(message, LONGEST_MESSAGE)
    except TooLong:
        faults["message"] = _("This is too long.")
    else:
        if not line:
            faults["message"] = _("Tell people what is going on.")
    if set(blocked) - {EVERYTHING, *departments()}:
        faults["blocked"] = _("There is no such department.")
    if ends_at is not None and ends_at <= max(starts_at or clock.now(), clock.now()):
        faults["ends_at"] = _("The end comes after the start.")
    if faults:
        raise Invalid(faults)
    return line
