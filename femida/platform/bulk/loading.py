"""Loading the mass: parties in batches, then contracts and money in the order of time.

A room that takes part has a module `bulk.py` with `build(batch)`, which writes what begins with the parties
of a batch, or `follow(batch)`, which writes what happens in the days of a batch, or both. Rooms are asked in
the order of the floors, so each finds in `batch.made` what the floors below have made.
"""

from __future__ import annotations

import importlib
import importlib.util
import random
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Final

from django.apps import apps

from femida.platform.bulk.batches import Batch
from femida.platform.bulk.rows import Copier
from femida.platform.bulk.spool import Spool

AT_ONCE: Final = 1000
"""Parties of one batch: some 80,000 rows, a few hundred megabytes at most, whatever the whole."""
YEARS: Final = timedelta(days=3 * 365)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the load is: what is done of what there is to do."""

    done: int
    whole: int
    what: str


def load(
    parties: int, *, now: datetime, seed: int, tell: Callable[[Progress], None] = lambda _progress: None
) -> dict[str, int]:
    """Write so many parties and all that hangs on them into the three years up to `now`.

    Returns how many rows went into each table. The same seed gives the same firm, sealed values aside.
    Every batch is a transaction of its own: whoever calls this marks the database as unfinished meanwhile.
    """
    rooms = _rooms()
    copier = Copier()
    since = now - YEARS
    with tempfile.TemporaryDirectory(prefix="femida-bulk-") as folder, closing(copier):
        spool = Spool(Path(folder), since)
        batch = Batch(copier, spool, random.Random(seed), now, since, all_parties=parties)  # noqa: S311
        for first in range(0, parties, AT_ONCE):
            batch.parties = range(first, min(first + AT_ONCE, parties))
            _ask(rooms, "build", batch)
            tell(Progress(batch.parties.stop, parties, "parties"))
        batch.parties = range(0)
        for batch.until, happening in spool.parts(now):
            _ask(rooms, "follow", batch, happening=happening)
            tell(Progress((batch.until - since).days, YEARS.days, "days of contracts and money"))
        copier.wait()
    return copier.written


def _ask(rooms: list[ModuleType], name: str, batch: Batch, **made: object) -> None:
    """Let every room write its part of a batch."""
    batch.made = dict(made)
    for room in rooms:
        work = getattr(room, name, None)
        if work is not None:
            work(batch)
    batch.copier.hand_over()


def _rooms() -> list[ModuleType]:
    """The modules `bulk` of the rooms, lower rooms first."""
    names = [f"{config.name}.bulk" for config in apps.get_app_configs() if config.name.startswith("femida.")]
    return [importlib.import_module(name) for name in names if importlib.util.find_spec(name) is not None]
