"""What is measured at the moment of the question: queue, workers, connections, streams, replica."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection

from femida.platform.core.replica import replica_lag
from femida.platform.health.metrics import gauge, request_lines
from femida.platform.health.readiness import SILENT_AFTER, direct_link, one, readiness
from femida.platform.live.hub import open_streams
from femida.platform.maintenance.state import state


def exposition() -> str:
    """Everything, as Prometheus reads it."""
    lines = [*request_lines(), *_process(), *_ready(), *_maintenance()]
    try:
        with direct_link() as link:
            lines += [*_queue(link), *_database(link)]
    except psycopg.Error:
        # what can be told is told: femida_ready says that the database is away
        pass
    return "\n".join(lines) + "\n"


def _process() -> Iterator[str]:
    process = {"process": str(os.getpid())}
    yield from gauge("femida_live_streams", "Open streams of events.", [(process, open_streams())])
    # some settings have no pool
    pool: Any = getattr(connection, "pool", None)
    if pool is not None:
        stats = pool.get_stats()
        names = ("pool_size", "pool_available", "requests_waiting")
        yield from gauge(
            "femida_pool",
            "Connections of this process: held, free, and requests that wait for one.",
            [({**process, "of": name}, float(stats.get(name, 0))) for name in names],
        )


def _ready() -> Iterable[str]:
    return gauge(
        "femida_ready",
        "1 when it holds, by what was looked at.",
        [({"check": finding.name}, float(finding.holds)) for finding in readiness()],
    )


def _maintenance() -> Iterable[str]:
    return gauge("femida_maintenance", "1 while maintenance is in force.", [({}, float(state().in_force))])


def _queue(link: psycopg.Connection[tuple[object, ...]]) -> Iterator[str]:
    rows = link.execute(
        "SELECT queue_name, status::text, count(*) FROM procrastinate_jobs "
        "WHERE status IN ('todo', 'doing', 'failed') GROUP BY 1, 2 ORDER BY 1, 2"
    ).fetchall()
    yield from gauge(
        "femida_jobs",
        "Jobs by queue and state.",
        [({"queue": str(queue), "state": str(status)}, float(str(count))) for queue, status, count in rows],
    )
    oldest = one(
        link,
        "SELECT extract(epoch FROM now() - min(coalesce(j.scheduled_at, e.at))) FROM procrastinate_jobs j "
        "LEFT JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'deferred' WHERE j.status = 'todo'",
    )
    yield from gauge("femida_jobs_oldest_seconds", "How long the oldest job waits.", [({}, max(0.0, oldest))])
    alive = one(
        link,
        "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - %s * interval '1 second'",
        SILENT_AFTER,
    )
    yield from gauge("femida_workers", "Workers that give signs of life.", [({}, alive)])


def _database(link: psycopg.Connection[tuple[object, ...]]) -> Iterator[str]:
    size = one(link, "SELECT pg_database_size(current_database())")
    yield from gauge("femida_database_bytes", "Size of the database.", [({}, size)])
    rows = link.execute(
        "SELECT coalesce(state, 'other'), count(*) FROM pg_stat_activity "
        "WHERE datname = current_database() GROUP BY 1 ORDER BY 1"
    ).fetchall()
    yield from gauge(
        "femida_database_connections",
        "Connections to the database by state.",
        [({"state": str(name)}, float(str(count))) for name, count in rows],
    )
    if "replica" in settings.DATABASES:
        lag = replica_lag()
        yield from gauge(
            "femida_replica_lag_seconds",
            "How far the replica is behind; missing while it is away.",
            [({}, lag)] if lag is not None else [],
        )
