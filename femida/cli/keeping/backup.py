"""`femida backup`: the database and the files of one moment in one file, without the keys."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg import IsolationLevel

from femida.cli.keeping.census import Census, Link, take_census
from femida.cli.keeping.container import (
    DATABASE,
    FILES,
    FORMAT,
    MANIFEST,
    Writer,
    new_name,
    version_of_product,
)
from femida.cli.keeping.tools import Tools
from femida.cli.starting import django_up
from femida.config.environment import Environment


@dataclass(frozen=True)
class Made:
    """A finished backup."""

    path: Path
    census: Census
    files: int
    missing: tuple[str, ...]
    seconds: float

    def __str__(self) -> str:
        rows = f"{sum(self.census.counts.values()):,}".replace(",", " ")
        size = self.path.stat().st_size / 1024**2
        said = f"{self.path}: {rows} rows, {self.files} files, {size:.1f} MB, {self.seconds:.1f} s"
        if self.missing:
            said += f"\n{len(self.missing)} files that the database knows are not in the store."
        return said


def backup(path: Path | None) -> int:
    """Write a backup and say what it holds. Returns the exit code: 1 when the store lacks files."""
    with django_up(as_owner=True) as settings:
        made = make_backup(settings, path)
    print(made)
    print("Keys are not in it. Keep a copy of them elsewhere: femida keys export FILE")
    return 1 if made.missing else 0


def make_backup(settings: Environment, path: Path | None = None) -> Made:
    """Write a backup; Django must be up as the owner. Raises UnableToKeep."""
    started = time.monotonic()
    moment = datetime.now(UTC)
    target = path or new_name(settings.backups, moment.strftime("%Y%m%d-%H%M%S"))
    tools = Tools(settings)
    with psycopg.connect(tools.owner, connect_timeout=10) as link:
        link.isolation_level = IsolationLevel.REPEATABLE_READ
        link.read_only = True
        row = link.execute("SELECT pg_export_snapshot()").fetchone()
        snapshot = str(row[0]) if row else ""
        census = take_census(link)
        with Writer(target) as writer:
            manifest = {
                "format": FORMAT,
                "product": version_of_product(),
                "made_at": moment.isoformat(timespec="seconds"),
                "postgres": tools.major,
                **census.as_json(),
            }
            writer.add(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1).encode())
            for number, piece in enumerate(tools.dump(snapshot), start=1):
                writer.add(f"{DATABASE}{number:06}", piece)
            # files never change, so those of the snapshot may be copied after it
            files, missing = _add_files(writer, _blobs(link))
    return Made(target, census, files, missing, time.monotonic() - started)


def _add_files(writer: Writer, names: Iterator[str]) -> tuple[int, tuple[str, ...]]:
    from femida.platform.files.chunks import UnableToReadFile
    from femida.platform.files.storage import storage

    store = storage()
    added, missing = 0, []
    for name in names:
        try:
            with store.open(name) as stream:
                size = stream.seek(0, 2)
                stream.seek(0)
                writer.add_stream(f"{FILES}{name}", size, stream)
        except UnableToReadFile:
            missing.append(name)
        else:
            added += 1
    return added, tuple(missing)


def _blobs(link: Link) -> Iterator[str]:
    with link.cursor(name="blobs") as cursor:
        cursor.itersize = 5000
        for (name,) in cursor.execute("SELECT blob FROM files_storedfile ORDER BY blob"):
            yield str(name)
