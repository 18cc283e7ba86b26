"""`femida maintenance`: the technological mode from the console."""

from __future__ import annotations

import argparse
import zoneinfo
from datetime import datetime

from femida.cli.keeping.container import UnableToKeep
from femida.cli.starting import django_up

ZONE = zoneinfo.ZoneInfo("Europe/Moscow")


def switch(options: argparse.Namespace) -> int:
    """Announce or begin maintenance, end it, or say what is set. Returns the exit code."""
    with django_up():
        from femida.platform.core.actor import Actor
        from femida.platform.core.errors import FemidaError, Invalid
        from femida.platform.maintenance import commands
        from femida.platform.maintenance.state import look

        console = Actor.system("console")
        try:
            if options.act == "on":
                commands.set_maintenance(
                    console,
                    message=options.message,
                    blocked=options.blocks,
                    starts_at=_moment(options.begins),
                    ends_at=_moment(options.ends),
                )
            elif options.act == "off":
                commands.end_maintenance(console)
        except Invalid as error:
            print("\n".join(f"{field}: {sentence}" for field, sentence in error.fields.items()))
            return 1
        except FemidaError as error:
            print(error.sentence)
            return 1
        print(_words(look()))
    return 0


def _words(state: object) -> str:
    from femida.platform.maintenance.state import State

    assert isinstance(state, State)
    if not state.is_on:
        return "No maintenance is set."
    what = "announced" if state.is_announced else "under way"
    blocked = " ".join(sorted(state.blocked)) or "nothing"
    until = f", until {state.ends_at:%Y-%m-%d %H:%M} UTC" if state.ends_at else ""
    return f"Maintenance is {what}{until}; blocked: {blocked}. People read: {state.message}"


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UnableToKeep(f"{text!r} is no moment; write 2026-11-30T22:00") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=ZONE)
