"""`femida restore`: a backup into an empty place, compared with what the backup says of itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg

from femida.cli.keeping.census import Census, take_census
from femida.cli.keeping.container import DATABASE, FILES, PIECE, Reader, UnableToKeep
from femida.cli.keeping.tools import Tools
from femida.cli.migrating import app_role
from femida.cli.serving import supervisor
from femida.cli.starting import django_up
from femida.cli.verifying import run_checks
from femida.config import environment
from femida.config.environment import Environment

SAMPLE = 50
"""Sealed values of each table, and files, that are opened after a restore."""


def restore(path: Path) -> int:
    """Restore a backup, check it and say what was done. Returns the exit code.

    Everything that can be refused is refused before anything is touched. Raises UnableToKeep.
    """
    settings = environment.read()
    if supervisor(settings.data) is not None:
        raise UnableToKeep("Femida runs on this data folder. Stop it first: femida stop")
    reader = Reader(path)
    census = Census.from_json(reader.manifest)
    check_keys(settings, census)
    _check_store(settings)
    with django_up(as_owner=True) as settings:
        check_version(census)
        tools = Tools(settings)
        _check_empty(tools)
        print(f"Restoring the backup of {reader.manifest['made_at']}", flush=True)
        load_database(tools, reader)
        files = _load_files(reader)
        wrong = finish(settings, tools, census)
    rows = f"{sum(census.counts.values()):,}".replace(",", " ")
    print(f"{len(census.counts)} tables, {rows} rows and {files} files were restored.")
    if wrong:
        print("What was restored is not what the backup says of itself:")
        print("\n".join(f"  {line}" for line in wrong))
        return 1
    print("Counts and sums are those of the backup; sealed values and files open. Start: femida serve")
    return 0


def check_keys(settings: Environment, census: Census) -> None:
    """Refuse without the keys that the backup was sealed with. Raises UnableToKeep."""
    from femida.platform.vault.keys import UnableToUseKeys, fingerprint, keys_in

    folder = settings.data / "keys"
    try:
        present = {(key.kind.value, key.version): fingerprint(key) for key in keys_in(folder)}
    except UnableToUseKeys as error:
        raise UnableToKeep(str(error)) from None
    for kind, version, mark in census.keys:
        found = present.get((kind, version))
        if found is None:
            raise UnableToKeep(
                f"The key vault-{kind}.{version}.key, with which this backup was sealed, is not in {folder}. "
                "Bring the keys first: femida keys import FILE. Nothing has been touched."
            )
        if found != mark:
            raise UnableToKeep(
                f"The key vault-{kind}.{version}.key in {folder} is not the one this backup was sealed with. "
                "Restore into an empty data folder with the right keys. Nothing has been touched."
            )


def check_version(census: Census) -> None:
    """Refuse what a newer version made: its tables are unknown here. Raises UnableToKeep."""
    from femida.platform.health.readiness import known_migrations

    known = known_migrations()
    unknown = [f"{app}.{name}" for app, name in census.migrations if (app, name) not in known]
    if unknown:
        raise UnableToKeep(
            f"The backup was made by a newer version ({unknown[0]} is unknown here). "
            "Install that version first. Nothing has been touched."
        )


def load_database(tools: Tools, reader: Reader) -> None:
    """Put the backup's database in the place of what is there: all of it or nothing."""

    def pieces() -> Iterator[bytes]:
        for _name, stream in reader.members(DATABASE):
            while piece := stream.read(PIECE):
                yield piece

    tools.load(pieces())


def finish(settings: Environment, tools: Tools, census: Census) -> list[str]:
    """Compare, bring up to date, check and open samples; what is wrong, a line each."""
    from django.db import connections

    from femida.cli.tables import bring_up_to_date

    # they lead to what has been dropped
    connections.close_all()
    with psycopg.connect(tools.owner, connect_timeout=10) as link:
        wrong = census.differences(take_census(link))
    bring_up_to_date(app_role=app_role(settings), verbosity=0)
    wrong += [f"check failed: {name}" for name in run_checks(is_quiet=True)]
    return wrong + _unreadable()


def _unreadable() -> list[str]:
    """Sealed values and files of which a sample does not open."""
    from femida.platform.files.queries import unreadable_files
    from femida.platform.vault.checks import unreadable_values

    return [*unreadable_values(SAMPLE), *unreadable_files(SAMPLE)]


def _check_empty(tools: Tools) -> None:
    with psycopg.connect(tools.owner, connect_timeout=10) as link:
        row = link.execute("SELECT to_regclass('public.accounts_user') IS NOT NULL").fetchone()
        if row and row[0]:
            people = link.execute("SELECT count(*) FROM accounts_user").fetchone()
            if people and people[0]:
                raise UnableToKeep(
                    "There are accounts in this database already: a backup is restored into an empty one. "
                    "Set FEMIDA_DATA (or DATABASE_URL) to another place. Nothing has been touched."
                )


def _check_store(settings: Environment) -> None:
    if any((settings.data / "files").glob("??/??/*")):
        raise UnableToKeep(
            f"There are files in {settings.data / 'files'} already: a backup is restored into an empty data "
            "folder. Nothing has been touched."
        )


def _load_files(reader: Reader) -> int:
    from femida.platform.files.storage import storage

    store = storage()
    number = 0
    for name, stream in reader.members(FILES):
        store.write(name, iter(lambda source=stream: source.read(PIECE), b""))  # type: ignore[misc]
        number += 1
    return number
