"""`femida demo`: the demonstration firm, built room by room through commands, the same at every run.

A room with something to show has a module `demo.py` with one function `build(context)`. Rooms
build in the order of `femida/config/rooms.py`, so each finds what the floors below it have made
in `context.made`.
"""

import importlib
import importlib.util
import random
import time
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from femida.cli.demo_logins import DemoLogin, print_logins, save_logins
from femida.cli.starting import django_up
from femida.config.environment import Environment

SEED = 20261122
SMALL = "small"
SIZES = {SMALL: 0, "large": 60_000, "huge": 1_000_000}
"""Parties by the size of the firm; the small one is what the rooms build by commands."""


@dataclass
class DemoContext:
    """What a room gets to build its part with."""

    random: random.Random
    """The only source of chance: the same seed gives the same firm."""
    now: datetime
    """The moment the firm is shown at, UTC; all dates are counted from it."""
    made: dict[str, Any] = field(default_factory=dict)
    """What earlier rooms have made, by names such as `firm.offices`; ids and small facts, no models."""
    logins: list[DemoLogin] = field(default_factory=list)

    def login(self, *, role: str, login: str, password: str, person: str) -> None:
        """Tell of a login to be printed at start; one per role is enough."""
        self.logins.append(DemoLogin(role=role, login=login, password=password, person=person))


def load(*, only_if_empty: bool, is_quiet: bool, size: str = SMALL, parties: int | None = None) -> int:
    """Build the demonstration firm. Returns the exit code.

    A size beyond the small one adds the mass to it (`femida.platform.bulk`): as many parties as the size
    says, or `parties`. Refuses a database that has accounts already (with `only_if_empty`: leaves it).
    """
    with django_up() as settings:
        if not settings.database_url:
            # another server may stand behind PgBouncer, which takes no such option
            _write_without_waiting()
        if _has_people():
            if only_if_empty:
                return 0
            print(
                "There are accounts in this database already: the demonstration firm goes into an empty one."
            )
            return 1
        started = time.monotonic()
        print("Loading the demonstration firm", flush=True)
        unfinished = unfinished_mark(settings.data)
        unfinished.touch(mode=0o600)
        context = build()
        if size != SMALL or parties is not None:
            add_mass(context, SIZES[size] if parties is None else parties)
            _gather_statistics(settings)
        _wait_for_the_disk()
        save_logins(settings.data, context.logins)
        unfinished.unlink()
        print(f"The demonstration firm is loaded in {time.monotonic() - started:.0f} s", flush=True)
        if not is_quiet:
            _print(settings)
    return 0


def build(seed: int = SEED) -> DemoContext:
    """Let every room build its part; Django must be up."""
    from django.apps import apps
    from django.conf import settings
    from django.utils import timezone, translation

    from femida.platform.reactions.core import reacting_at_once

    # whole hours: two firms loaded within one hour are alike to the minute
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    # chance with a seed is the point here; nothing secret is made of it
    context = DemoContext(random=random.Random(seed), now=now)  # noqa: S311
    with reacting_at_once(), translation.override(settings.LANGUAGE_CODE):
        for config in apps.get_app_configs():
            name = f"{config.name}.demo"
            if config.name.startswith("femida.") and importlib.util.find_spec(name) is not None:
                importlib.import_module(name).build(context)
    return context


def add_mass(context: DemoContext, parties: int) -> None:
    """Add the mass to the small firm that has just been built, up to so many parties in all."""
    from django.conf import settings
    from django.utils import translation

    from femida.platform.bulk.loading import Progress, load

    told: dict[str, int] = {}

    def tell(progress: Progress) -> None:
        tenth = progress.done * 10 // progress.whole
        if tenth > told.get(progress.what, 0):
            told[progress.what] = tenth
            print(f"{progress.done} of {progress.whole} {progress.what}", flush=True)

    with translation.override(settings.LANGUAGE_CODE):
        load(max(parties - len(context.made["parties"]), 0), now=context.now, seed=SEED, tell=tell)


def _gather_statistics(settings: Environment) -> None:
    """Let the planner know how much there is now; only the owner of the tables may."""
    import psycopg

    from femida.config.database import conninfo, owner_conninfo

    is_foreign = bool(settings.database_url) and not settings.database_owner_url
    address = conninfo(settings) if is_foreign else owner_conninfo(settings)
    with psycopg.connect(address, autocommit=True) as link:
        link.execute("VACUUM (ANALYZE)")


def _write_without_waiting() -> None:
    """Thousands of small acts need not each wait for the disk: a load cut short is done anew."""
    from django.db import connection

    connection.settings_dict["OPTIONS"]["options"] = "-c synchronous_commit=off"


def _wait_for_the_disk() -> None:
    """One commit that waits: everything before it is on the disk then."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = on")
        # only a transaction that has a number writes a commit to wait for
        cursor.execute("SELECT pg_current_xact_id()")


def unfinished_mark(data: Path) -> Path:
    """Stands while the demonstration firm is being loaded: what a killed load leaves is no firm."""
    return data / "run" / "demo-unfinished"


def _has_people() -> bool:
    from django.contrib.auth import get_user_model

    return bool(get_user_model()._default_manager.exists())


def _print(settings: Environment) -> None:
    print_logins(settings.data)
