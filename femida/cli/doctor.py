"""`femida doctor`: what is wrong with this installation and how to mend it."""

import os
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import LiteralString

import psycopg

from femida.cli import postgres
from femida.cli.keeping.container import newest
from femida.cli.programs import UnableToRunPostgres
from femida.config import database, environment
from femida.config.environment import LOOPBACK_HOSTS, Environment
from femida.platform.core.closed import CLOSED_MARK

OLDEST_POSTGRES = 150000
SILENT_AFTER = 45
"""Seconds without a sign of life after which no worker is taken to run (it gives one each 10)."""
LEAST_FREE = 1024**3
LONGEST_KEPT = 15 * 60
"""Seconds an enquiry may wait beside the database before somebody should look."""
OLDEST_BACKUP = 26
"""Hours: a backup each night, and two for a slow one."""


class Level(StrEnum):
    """How bad it is."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True)
class Finding:
    """One thing looked at: `what` is found, `mend` says what to do about it."""

    level: Level
    what: str
    mend: str = ""


def examine() -> int:
    """Print every finding; 1 when one is an error, else 0."""
    settings = environment.read()
    findings = list(findings_of(settings))
    for finding in findings:
        print(f"{finding.level:<8} {finding.what}")
        if finding.mend:
            print(f"         → {finding.mend}")
    errors = sum(finding.level is Level.ERROR for finding in findings)
    warnings = sum(finding.level is Level.WARNING for finding in findings)
    print(f"{errors} errors, {warnings} warnings")
    return 1 if errors else 0


def findings_of(settings: Environment) -> Iterator[Finding]:
    """Look at everything; what depends on the database is left out when it is not reached."""
    yield from _storage(settings)
    yield from _keys(settings)
    yield from _settings(settings)
    yield from _backups(settings)
    yield from _closed(settings)
    reached = list(_database(settings))
    yield from reached
    if not any(finding.level is Level.ERROR for finding in reached):
        yield from _tables(settings)


def _storage(settings: Environment) -> Iterator[Finding]:
    data = settings.data
    if not data.is_dir():
        yield Finding(Level.ERROR, f"There is no data folder {data}", "Start once with `femida serve`.")
        return
    probe = data / f".doctor.{os.getpid()}"
    try:
        probe.write_bytes(b"x")
        probe.unlink()
    except OSError as error:
        yield Finding(
            Level.ERROR,
            f"The data folder {data} cannot be written: {error.strerror}",
            "Run as the user who made it, or give it back to that user with chown.",
        )
    else:
        yield Finding(Level.OK, f"The data folder {data} can be written")
    for name in ("files", "keys"):
        folder = data / name
        if folder.is_dir() and stat.S_IMODE(folder.stat().st_mode) & 0o077:
            yield Finding(Level.ERROR, f"Others can look into {folder}", f"chmod 700 {folder}")
    free = os.statvfs(data)
    left = free.f_bavail * free.f_frsize
    if left < LEAST_FREE:
        yield Finding(
            Level.WARNING,
            f"{left // 1024**2} MB are left on the disk of the data folder",
            "Free some space: when it is full, nothing new can be recorded.",
        )


def _keys(settings: Environment) -> Iterator[Finding]:
    folder = settings.data / "keys"
    keys = sorted(path for path in folder.glob("*") if path.is_file()) if folder.is_dir() else []
    if not keys:
        yield Finding(
            Level.WARNING,
            f"There are no keys in {folder}",
            "They are made at the first start. If this firm has data already, bring the keys back from "
            "their backup: without them numbers and documents cannot be read.",
        )
        return
    loose = [path for path in keys if stat.S_IMODE(path.stat().st_mode) & 0o077]
    for path in loose:
        yield Finding(Level.ERROR, f"Others can read the key {path}", f"chmod 600 {path}")
    if not loose:
        yield Finding(Level.OK, f"{len(keys)} keys, readable by their owner only")


def _settings(settings: Environment) -> Iterator[Finding]:
    is_open = settings.host not in ("127.0.0.1", "::1", "localhost") or bool(settings.allowed_hosts)
    if settings.is_debug:
        yield Finding(
            Level.ERROR if is_open else Level.WARNING,
            "FEMIDA_DEBUG is on: error pages and logs show values",
            "Unset it.",
        )
    if "*" in settings.allowed_hosts:
        yield Finding(Level.ERROR, "FEMIDA_ALLOWED_HOSTS is *", "Name the site's own names instead.")
    if settings.host in ("0.0.0.0", "::") and not settings.allowed_hosts:  # noqa: S104
        yield Finding(
            Level.WARNING,
            f"The site listens to the network but answers only to {', '.join(LOOPBACK_HOSTS)}",
            "Set FEMIDA_ALLOWED_HOSTS to the names people type.",
        )
    is_plain = settings.allowed_hosts or settings.host not in ("127.0.0.1", "::1", "localhost")
    if is_plain and not settings.is_https:
        yield Finding(
            Level.WARNING,
            "People outside this machine may sign in without encryption: plain http off loopback",
            "Give a certificate (femida serve --tls-cert --tls-key), or put a proxy with https in front "
            "(deploy/) and set FEMIDA_HTTPS=1.",
        )
    if settings.is_https and settings.tls_cert is None and not settings.trusted_proxies:
        yield Finding(
            Level.ERROR,
            "FEMIDA_HTTPS is on, but no proxy is trusted to say that a request came by https",
            "Set FEMIDA_TRUSTED_PROXIES to the proxy's address, for example 127.0.0.1.",
        )
    if not settings.is_debug and "*" not in settings.allowed_hosts:
        yield Finding(Level.OK, "Debugging is off; hosts are named")


def _backups(settings: Environment) -> Iterator[Finding]:
    last = newest(settings.backups)
    if last is None:
        yield Finding(
            Level.WARNING,
            f"There is no backup in {settings.backups}",
            "femida backup makes one; let a timer do it each night (deploy/femida-backup.timer). "
            "FEMIDA_BACKUPS names another folder, better on another disk.",
        )
        return
    hours = (time.time() - last.stat().st_mtime) / 3600
    if hours > OLDEST_BACKUP:
        yield Finding(
            Level.WARNING,
            f"The newest backup, {last.name}, is {hours:.0f} hours old",
            "Look why the timer of the backups does not run.",
        )
    else:
        yield Finding(Level.OK, f"The newest backup is {hours:.0f} hours old")
    if stat.S_IMODE(last.stat().st_mode) & 0o077:
        yield Finding(Level.ERROR, f"Others can read the backup {last}", f"chmod 600 {last}")


def _closed(settings: Environment) -> Iterator[Finding]:
    if (settings.data / CLOSED_MARK).exists():
        yield Finding(
            Level.WARNING,
            "The pages are closed by an upgrade",
            "If none is under way, it was cut short: run `femida upgrade` again.",
        )
    kept = list((settings.data / "spool").glob("*"))
    unreadable = [path for path in kept if path.suffix == ".unreadable"]
    if unreadable:
        yield Finding(
            Level.ERROR,
            f"{len(unreadable)} enquiries that were kept during an upgrade cannot be read",
            f"They lie in {settings.data / 'spool'}; bring the keys back and give them the ending .sealed.",
        )
    if any(time.time() - path.stat().st_mtime > LONGEST_KEPT for path in kept if path.suffix == ".sealed"):
        yield Finding(
            Level.WARNING,
            f"Enquiries wait in {settings.data / 'spool'} since the pages were closed",
            "They are handed in by the worker of this machine each five minutes: start it.",
        )


def _replica(settings: Environment) -> Iterator[Finding]:
    if not settings.database_replica_url:
        return
    from femida.platform.core.replica import replica_lag

    lag = replica_lag()
    if lag is None:
        yield Finding(
            Level.WARNING,
            "The replica of the reports is away: they read the primary",
            "Check DATABASE_REPLICA_URL and whether the replica receives from its primary.",
        )
    elif lag > settings.replica_lag:
        yield Finding(
            Level.WARNING,
            f"The replica is {lag:.0f} s behind: reports read the primary",
            "Look at the load and the network of the replica; FEMIDA_REPLICA_LAG is the bound.",
        )
    else:
        yield Finding(Level.OK, f"The replica is {lag:.1f} s behind")


def _database(settings: Environment) -> Iterator[Finding]:
    if not settings.database_url:
        if postgres.status(settings.data) is None:
            yield Finding(
                Level.ERROR,
                "The embedded PostgreSQL does not run",
                "Start with `femida serve`. If it does not start, its log is in the data folder.",
            )
            return
        yield Finding(Level.OK, "The embedded PostgreSQL runs")
    try:
        with psycopg.connect(database.conninfo(settings), connect_timeout=5) as link:
            yield from _server(link)
    except psycopg.OperationalError as error:
        yield Finding(
            Level.ERROR,
            f"The database is not reached ({type(error).__name__})",
            "Check the address in DATABASE_URL, the server and its pg_hba.conf.",
        )
    except UnableToRunPostgres as error:
        yield Finding(Level.ERROR, str(error))


def _server(link: psycopg.Connection[tuple[object, ...]]) -> Iterator[Finding]:
    version = link.info.server_version
    if version < OLDEST_POSTGRES:
        yield Finding(Level.ERROR, f"PostgreSQL {version // 10000} is too old", "Use 15 or later.")
    else:
        yield Finding(Level.OK, f"PostgreSQL {version // 10000}.{version % 10000}")
    yield from _locale(link)
    yield from _role(link)
    yield from _server_log(link)


def _locale(link: psycopg.Connection[tuple[object, ...]]) -> Iterator[Finding]:
    if not _value(link, "SELECT to_regproc('show_trgm') IS NOT NULL"):
        yield Finding(Level.ERROR, "The extension pg_trgm is missing", "Run `femida migrate`.")
        return
    if _value(link, "SELECT show_trgm('Ж') <> '{}' AND lower('Ж') = 'ж'"):
        yield Finding(Level.OK, "Search sees Cyrillic letters")
    else:
        yield Finding(
            Level.ERROR,
            "The database's locale hides Cyrillic letters from search: names will not be found",
            "Make the database anew with LOCALE 'C.UTF-8' or 'ru_RU.UTF-8' and load a dump into it.",
        )


def _role(link: psycopg.Connection[tuple[object, ...]]) -> Iterator[Finding]:
    if _value(link, "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"):
        yield Finding(
            Level.ERROR,
            "Pages work under a role that passes row-level security",
            "Give DATABASE_URL an ordinary role, and DATABASE_OWNER_URL the owner of the tables.",
        )
    elif _value(link, "SELECT EXISTS (SELECT 1 FROM pg_tables WHERE tableowner = current_user)"):
        yield Finding(
            Level.WARNING,
            "Pages work under the role that owns the tables",
            "Make a second role for DATABASE_URL and leave the owner to DATABASE_OWNER_URL.",
        )
    else:
        yield Finding(Level.OK, "Pages work under a role that owns nothing")


def _server_log(link: psycopg.Connection[tuple[object, ...]]) -> Iterator[Finding]:
    shown = _value(link, "SELECT current_setting('log_parameter_max_length')")
    shown_on_error = _value(link, "SELECT current_setting('log_parameter_max_length_on_error')")
    quiet = _value(link, "SELECT current_setting('log_min_error_statement') IN ('fatal', 'panic', 'log')")
    if shown == "0" and shown_on_error == "0" and quiet:
        yield Finding(Level.OK, "PostgreSQL keeps values out of its log")
    else:
        yield Finding(
            Level.WARNING,
            "PostgreSQL may write values of rows into its log",
            "Set log_parameter_max_length = 0, log_parameter_max_length_on_error = 0, "
            "log_min_error_statement = panic, log_error_verbosity = terse.",
        )


def _tables(settings: Environment) -> Iterator[Finding]:
    from femida.cli.starting import start_django

    start_django()
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        yield Finding(Level.ERROR, f"{len(plan)} migrations are not applied", "Run `femida migrate`.")
        return
    yield Finding(Level.OK, "Tables are up to date")
    yield from _vault()
    with psycopg.connect(database.conninfo(settings), connect_timeout=5) as link:
        yield from _queue(link)
    yield from _replica(settings)


def _vault() -> Iterator[Finding]:
    from femida.platform.vault.checks import key_problems

    problems = key_problems()
    for problem in problems:
        yield Finding(Level.ERROR, "The keys of the vault do not fit the data", problem)
    if not problems:
        yield Finding(Level.OK, "The keys of the vault are those of the data")


def _queue(link: psycopg.Connection[tuple[object, ...]]) -> Iterator[Finding]:
    alive = _value(
        link,
        "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - %s * interval '1 second'",
        SILENT_AFTER,
    )
    if alive:
        yield Finding(Level.OK, f"{alive} workers run")
    else:
        yield Finding(
            Level.ERROR,
            f"No worker has given a sign of life for {SILENT_AFTER} s: nothing runs in the background",
            "Start with `femida serve`, or `femida worker` on a machine of its own.",
        )
    counts: list[tuple[str, LiteralString, Level, str]] = [
        (
            "jobs are left by a dead worker",
            "SELECT count(*) FROM procrastinate_jobs j "
            "LEFT JOIN procrastinate_workers w ON w.id = j.worker_id "
            "WHERE j.status = 'doing' "
            "AND (w.id IS NULL OR w.last_heartbeat < now() - interval '2 minutes')",
            Level.ERROR,
            "The rescue takes them up within a minute while a worker runs; start one.",
        ),
        (
            "jobs have failed for good",
            "SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'",
            Level.WARNING,
            "Look at them in the table procrastinate_jobs; the reasons are in the worker's log.",
        ),
        (
            "jobs have been waiting for over ten minutes",
            "SELECT count(*) FROM procrastinate_jobs j WHERE j.status = 'todo' "
            "AND coalesce(j.scheduled_at, "
            "(SELECT min(e.at) FROM procrastinate_events e WHERE e.job_id = j.id)) "
            "< now() - interval '10 minutes'",
            Level.WARNING,
            "Start more workers.",
        ),
    ]
    troubled = False
    for words, query, level, mend in counts:
        count = _value(link, query)
        if count:
            troubled = True
            yield Finding(level, f"{count} {words}", mend)
    if not troubled:
        yield Finding(Level.OK, "The queue is healthy")


def _value(link: psycopg.Connection[tuple[object, ...]], query: LiteralString, *values: object) -> object:
    row = link.execute(query, values or None).fetchone()
    return row[0] if row else None
