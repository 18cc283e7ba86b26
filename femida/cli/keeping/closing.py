"""Closing the pages for the time in which the database is taken apart, and opening them again."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import psycopg

from femida.cli.keeping.container import UnableToKeep
from femida.config.environment import Environment
from femida.platform.core.closed import CLOSED_MARK

WORDS = "Обновление системы"
REST_WITHIN = 30.0
"""Seconds for workers to finish what they do."""

QUIET = 3.0
"""Seconds after which every process has heard that the pages are closed and answered what it had begun."""


@dataclass(frozen=True)
class Mark:
    """What stands in the mark: who closed the pages, and the backup to go back to if that one died."""

    process: int
    backup: str = ""


def mark_of(data: Path) -> Mark | None:
    """The mark of a data folder, if the pages are closed."""
    try:
        return Mark(**json.loads((data / CLOSED_MARK).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError):
        return Mark(process=0)


def write_mark(data: Path, backup: str = "") -> None:
    """Close the pages of this machine; the mark is whole at every moment."""
    draft = (data / CLOSED_MARK).with_name(f"closed.{os.getpid()}")
    draft.write_text(json.dumps(asdict(Mark(os.getpid(), backup))), encoding="utf-8")
    draft.rename(data / CLOSED_MARK)


@contextlib.contextmanager
def only_upgrade(data: Path) -> Iterator[None]:
    """Be the only upgrade of a data folder. Raises UnableToKeep."""
    descriptor = os.open(data / "run" / "upgrade.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise UnableToKeep("Another upgrade of this data folder is under way.") from None
        yield
    finally:
        os.close(descriptor)


def close_pages(settings: Environment, owner: str, *, is_served: bool) -> None:
    """Shut the pages here and on every other machine, and wait until workers rest."""
    write_mark(settings.data, (mark_of(settings.data) or Mark(0)).backup)
    _tell_others()
    if is_served:
        time.sleep(QUIET)
    deadline = time.monotonic() + REST_WITHIN
    while _working(owner) and time.monotonic() < deadline:
        time.sleep(0.25)
    if _working(owner):
        raise UnableToKeep("A worker does not come to rest. Stop it (femida stop) and repeat.")


def open_pages(settings: Environment) -> None:
    """Let everybody in again; a supervisor that sees the mark go starts the new code."""
    from femida.platform.core.actor import Actor
    from femida.platform.maintenance.commands import UnableToEndMaintenance, end_maintenance

    with contextlib.suppress(UnableToEndMaintenance):
        end_maintenance(Actor.system("upgrade"))
    (settings.data / CLOSED_MARK).unlink(missing_ok=True)


def _tell_others() -> None:
    from django.db import DatabaseError, connection

    from femida.platform.core.actor import Actor
    from femida.platform.maintenance.commands import set_maintenance
    from femida.platform.maintenance.models import EVERYTHING

    try:
        set_maintenance(Actor.system("upgrade"), message=WORDS, blocked=[EVERYTHING], is_closed=True)
    except DatabaseError:
        # the tables of an older version: this machine is closed by the mark, others know no such thing yet
        connection.close()
        print("Processes on other machines, if there are any, must be stopped by hand now.", flush=True)


def _working(owner: str) -> bool:
    with psycopg.connect(owner, connect_timeout=10, autocommit=True) as link:
        row = link.execute("SELECT to_regclass('public.procrastinate_workers') IS NOT NULL").fetchone()
        if not row or not row[0]:
            return False
        row = link.execute(
            "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '15 seconds'"
        ).fetchone()
        return bool(row and row[0])
