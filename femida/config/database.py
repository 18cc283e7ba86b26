"""Turns addresses of databases into what Django and psycopg want."""

from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from femida.config import embedded
from femida.config.environment import Environment, UnableToReadEnvironment

# Total connections = processes × this; the embedded server allows 100.
POOL_LARGEST = 10


def django_databases(environment: Environment) -> dict[str, dict[str, Any]]:
    """DATABASES: one entry under the role this process works as, and the replica of reports."""
    entry = _entry(conninfo(environment))
    if environment.acts_as_owner:
        # migrating is one connection for a minute: a pool would only hide a failed log-in
        entry["CONN_MAX_AGE"] = None
    else:
        entry["OPTIONS"]["pool"] = {"min_size": 1, "max_size": POOL_LARGEST, "timeout": 10}
    # With a direct address given, the other one leads through PgBouncer, where a cursor
    # may not outlive its transaction.
    entry["DISABLE_SERVER_SIDE_CURSORS"] = environment.database_direct_url != environment.database_url
    databases = {"default": entry}
    if environment.database_replica_url and not environment.acts_as_owner:
        databases["replica"] = _replica(_checked("DATABASE_REPLICA_URL", environment.database_replica_url))
    return databases


def _replica(address: str) -> dict[str, Any]:
    """Reports are few and long: no pool, and one that is away says so at once."""
    entry = _entry(address)
    entry["OPTIONS"].setdefault("connect_timeout", 3)
    entry["OPTIONS"]["options"] = (
        "-c default_transaction_read_only=on -c default_transaction_isolation=repeatable\\ read"
    )
    entry["DISABLE_SERVER_SIDE_CURSORS"] = True
    return entry


def conninfo(environment: Environment) -> str:
    """The address for pages and commands (as owner when this process migrates)."""
    role = embedded.OWNER_ROLE if environment.acts_as_owner else embedded.APP_ROLE
    url = environment.database_owner_url if environment.acts_as_owner else environment.database_url
    return _checked("DATABASE_URL", url) if url else embedded_conninfo(environment, role)


def owner_conninfo(environment: Environment) -> str:
    """The address under the role that owns the tables: for migrating, dumping and loading."""
    if environment.database_owner_url:
        return _checked("DATABASE_OWNER_URL", environment.database_owner_url)
    return embedded_conninfo(environment, embedded.OWNER_ROLE)


def direct_conninfo(environment: Environment) -> str:
    """The address past PgBouncer: for LISTEN, workers and session locks."""
    if environment.database_direct_url:
        return _checked("DATABASE_DIRECT_URL", environment.database_direct_url)
    return embedded_conninfo(environment, embedded.APP_ROLE)


def embedded_conninfo(environment: Environment, role: str, database: str = embedded.DATABASE) -> str:
    """The address of the embedded server under one of its roles."""
    return make_conninfo(
        host=str(embedded.layout(environment.data).sockets),
        port=embedded.PORT,
        dbname=database,
        user=role,
    )


def _checked(name: str, url: str) -> str:
    try:
        parts = conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        # the address may hold a password: neither it nor the library's words are repeated
        raise UnableToReadEnvironment(
            f"{name} is not an address of PostgreSQL; write postgresql://user:password@host:port/name"
        ) from None
    if not parts.get("dbname"):
        raise UnableToReadEnvironment(f"{name} names no database; write postgresql://user@host:port/name")
    return url


def _entry(address: str) -> dict[str, Any]:
    parts = dict(conninfo_to_dict(address))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": str(parts.pop("port", "")),
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        "OPTIONS": parts,
    }
