"""Whether this installation can work: each thing looked at by a way of its own, none of which waits long."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from typing import Final, LiteralString

import psycopg
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from femida.platform.maintenance.state import state
from femida.platform.vault.keys import UnableToUseKeys, keyring

SILENT_AFTER: Final = 45
"""Seconds without a sign of life after which no worker is taken to run (it gives one each 10)."""

LEAST_FREE: Final = 256 * 1024**2
"""Bytes left on the disk of the data folder under which new requests had better go elsewhere."""

PATIENCE: Final = 2
"""Seconds the database gets to answer the door."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `note` is for whoever keeps the server and holds no personal value."""

    name: str
    holds: bool
    note: str = ""


def readiness() -> list[Finding]:
    """Everything that must hold before requests are sent here."""
    findings = [_disk(), _keys()]
    try:
        with direct_link() as link:
            findings += [Finding("database", holds=True), _migrations(link), _worker(link)]
    except psycopg.Error as error:
        findings.append(Finding("database", holds=False, note=type(error).__name__))
    return findings


def direct_link() -> psycopg.Connection[tuple[object, ...]]:
    """A connection of the question's own: the pool may be what is wrong."""
    parts = connection.get_connection_params()
    wanted = {
        name: parts[name]
        for name in ("host", "port", "dbname", "user", "password", "sslmode")
        if parts.get(name)
    }
    return psycopg.connect(
        **wanted, connect_timeout=PATIENCE, autocommit=True, options=f"-c statement_timeout={PATIENCE}s"
    )


def _disk() -> Finding:
    place = os.statvfs(settings.FEMIDA_DATA)
    free = place.f_bavail * place.f_frsize
    return Finding("disk", holds=free >= LEAST_FREE, note=f"{free // 1024**2} MB free")


def _keys() -> Finding:
    try:
        keyring()
    except (UnableToUseKeys, DatabaseError):
        return Finding("keys", holds=False, note="femida doctor says what is wrong with them")
    return Finding("keys", holds=True)


def _migrations(link: psycopg.Connection[tuple[object, ...]]) -> Finding:
    applied = set(link.execute("SELECT app, name FROM django_migrations").fetchall())
    missing = len(known_migrations() - applied)
    return Finding("migrations", holds=not missing, note=f"{missing} not applied" if missing else "")


@cache
def known_migrations() -> frozenset[tuple[object, ...]]:
    """The migrations of the code that runs: they do not change while it does."""
    loader = MigrationLoader(None)
    replaced = {key for migration in loader.replacements.values() for key in migration.replaces}
    return frozenset(key for key in loader.disk_migrations if key not in replaced)


def _worker(link: psycopg.Connection[tuple[object, ...]]) -> Finding:
    if state().stops_jobs:
        return Finding("worker", holds=True, note="rests for the time of maintenance")
    alive = one(
        link,
        "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - %s * interval '1 second'",
        SILENT_AFTER,
    )
    return Finding("worker", holds=alive > 0, note=f"{alive:g} alive")


def one(link: psycopg.Connection[tuple[object, ...]], query: LiteralString, *values: object) -> float:
    """The one number that a statement gives; nothing counts as 0."""
    row = link.execute(query, values or None).fetchone()
    return float(str(row[0])) if row is not None and row[0] is not None else 0.0
