"""What every command does before its own work: the data folder, the database, Django."""

import contextlib
import os
from collections.abc import Iterator
from typing import Any

from femida.cli import postgres
from femida.cli.folders import make_data_folder
from femida.config import environment
from femida.config.environment import Environment


@contextlib.contextmanager
def database_up(settings: Environment) -> Iterator[None]:
    """Keep the embedded server up for the time of the block; an external one is left alone.

    Raises UnableToRunPostgres or UnableToUseFolder.
    """
    make_data_folder(settings.data)
    if settings.database_url:
        yield
        return
    with postgres.use(settings.data):
        yield


def start_django(*, as_owner: bool = False) -> None:
    """Load the settings and the rooms. As owner, the process may change tables.

    The embedded server must be up before: its place is known only then.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "femida.config.settings")
    if as_owner:
        os.environ["FEMIDA_DATABASE_ROLE"] = "owner"
    else:
        os.environ.pop("FEMIDA_DATABASE_ROLE", None)
    import django

    django.setup()


@contextlib.contextmanager
def django_up(*, as_owner: bool = False) -> Iterator[Environment]:
    """Both of the above, for a command that works with the database and ends."""
    settings = environment.read()
    with database_up(settings):
        start_django(as_owner=as_owner)
        from django.db import connections

        try:
            yield settings
        finally:
            connections.close_all()
            link: Any = connections["default"]
            if link.pool is not None:
                link.close_pool()
