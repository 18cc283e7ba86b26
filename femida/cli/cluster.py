"""The inside of the embedded server: its files, its configuration, its roles and database."""

import os
import pwd
import shutil
from pathlib import Path

import psutil
import psycopg
from psycopg import sql

from femida.cli.folders import make_private_folder
from femida.cli.programs import Programs, UnableToRunPostgres
from femida.config import embedded
from femida.config.embedded import Layout

MEGABYTE = 1024 * 1024

# The locale decides whether search works: with the plain C locale pg_trgm sees no letters in
# Cyrillic words, and even the builtin provider needs --locale besides.
INITDB_OPTIONS = (
    "--encoding=UTF8",
    "--locale=C.UTF-8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--auth=peer",
)

# «all» does not mean replication: the second line lets a copy of the cluster be taken through the socket
HBA = "local all all peer map=femida\nlocal replication all peer map=femida\n"


def prepare(layout: Layout, programs: Programs, *, is_durable: bool) -> None:
    """Make the cluster if there is none, and write its configuration anew."""
    _check_version(layout, programs)
    make_private_folder(layout.logs, programs.uid, programs.gid)
    if not (layout.cluster / "PG_VERSION").exists():
        _initialise(layout, programs, is_durable=is_durable)
    _write(layout, programs, "femida.conf", _configuration(layout, is_durable=is_durable))
    _write(layout, programs, "pg_hba.conf", HBA)
    _write(layout, programs, "pg_ident.conf", _identities(programs))
    main = layout.cluster / "postgresql.conf"
    include = "include 'femida.conf'\n"
    if include not in main.read_text(encoding="utf-8"):
        with main.open("a", encoding="utf-8") as file:
            file.write(f"\n{include}")


def ensure_database(layout: Layout) -> None:
    """Make the two roles and the database, once.

    The owner makes and changes tables; the application's role works with rows only. Row-level
    security never binds an owner, so pages and jobs must not be one.
    """
    with _connect(layout, embedded.SUPERUSER_ROLE, "postgres") as connection:
        known = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
        for role in (embedded.OWNER_ROLE, embedded.APP_ROLE):
            if role not in known:
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
        # the owner makes clones of the database for tests and drills
        connection.execute(sql.SQL("ALTER ROLE {} CREATEDB").format(sql.Identifier(embedded.OWNER_ROLE)))
        exists = connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [embedded.DATABASE]
        ).fetchone()
        if not exists:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(
                    sql.Identifier(embedded.DATABASE), sql.Identifier(embedded.OWNER_ROLE)
                )
            )
    _ensure_statistics(layout)


def _ensure_statistics(layout: Layout) -> None:
    """Let the server count its statements, and the pages read the counts; only a superuser can.

    The name of the database is the server's default one in every data folder.
    """
    with _connect(layout, embedded.SUPERUSER_ROLE, embedded.DATABASE) as connection:
        known = connection.execute(
            "SELECT 1 FROM pg_extension WHERE extname = 'pg_stat_statements'"
        ).fetchone()
        if known:
            return
        schema = sql.Identifier(embedded.STATISTICS_SCHEMA)
        connection.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(schema))
        connection.execute(sql.SQL("GRANT USAGE ON SCHEMA {} TO PUBLIC").format(schema))
        connection.execute(
            sql.SQL("CREATE EXTENSION IF NOT EXISTS pg_stat_statements SCHEMA {}").format(schema)
        )


def ping(layout: Layout) -> str:
    """ "ready", "starting" (it is replaying its log), "refusing" (alive, but not for us) or "gone"."""
    try:
        with _connect(layout, embedded.SUPERUSER_ROLE, "postgres"):
            return "ready"
    except psycopg.OperationalError as error:
        words = str(error)
        if any(state in words for state in ("starting up", "not yet accepting", "shutting down")):
            return "starting"
        # only a server speaks so: the answer to a missing one is the system's own
        return "refusing" if "FATAL" in words else "gone"


def last_words(layout: Layout, lines: int) -> str:
    """The last lines of the server's newest log, for the person who has to mend it."""
    try:
        newest = max(layout.logs.glob("*.log"), key=lambda path: path.stat().st_mtime)
        return "\n".join(newest.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])
    except (OSError, ValueError):
        return "(it wrote no log)"


def _connect(layout: Layout, role: str, database: str) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(
        host=str(layout.sockets),
        port=embedded.PORT,
        user=role,
        dbname=database,
        autocommit=True,
        connect_timeout=10,
    )


def _check_version(layout: Layout, programs: Programs) -> None:
    try:
        on_disk = (layout.cluster / "PG_VERSION").read_text(encoding="utf-8").strip()
    except OSError:
        return
    ours = programs.run("postgres", "--version").stdout.split()[-1].split(".")[0]
    if on_disk != ours:
        raise UnableToRunPostgres(
            f"The data in {layout.cluster} was written by PostgreSQL {on_disk}; the installed programs are "
            f"{ours}. Install the earlier requirements.lock, dump with pg_dump, and load into the new one."
        )


def _initialise(layout: Layout, programs: Programs, *, is_durable: bool) -> None:
    # made under another name first: a half-made cluster is never taken for a whole one
    draft = layout.folder / "cluster.new"
    shutil.rmtree(draft, ignore_errors=True)
    answer = programs.run(
        "initdb",
        "-D",
        str(draft),
        "-U",
        embedded.SUPERUSER_ROLE,
        *INITDB_OPTIONS,
        *(() if is_durable else ("--no-sync",)),
        timeout=180,
    )
    if answer.returncode != 0:
        raise UnableToRunPostgres(f"initdb failed:\n{answer.stdout[-2000:]}")
    draft.rename(layout.cluster)


def _configuration(layout: Layout, *, is_durable: bool) -> str:
    memory = psutil.virtual_memory().total // MEGABYTE
    shared_memory_disk = shutil.disk_usage("/dev/shm").total // MEGABYTE if Path("/dev/shm").exists() else 0  # noqa: S108
    settings: dict[str, str | float] = {
        "cluster_name": layout.name,
        # one way in: the socket, whose folder only its owner may enter
        "listen_addresses": "",
        "unix_socket_directories": str(layout.sockets),
        "unix_socket_permissions": "0700",
        "port": embedded.PORT,
        "max_connections": 100,
        "shared_buffers": f"{max(64, min(1024, memory // 8))}MB",
        "effective_cache_size": f"{max(256, memory // 2)}MB",
        "work_mem": "16MB",
        "maintenance_work_mem": f"{max(64, min(512, memory // 16))}MB",
        "max_wal_size": "1GB",
        # for the page of slow statements; without utility statements, which may hold a value
        "shared_preload_libraries": "pg_stat_statements",
        "pg_stat_statements.track_utility": "off",
        "pg_stat_statements.max": 2000,
        # a container's /dev/shm is often 64 MB, too small for parallel queries
        "max_parallel_workers_per_gather": 2 if shared_memory_disk >= 256 else 0,  # noqa: PLR2004
        "random_page_cost": 1.1,
        "jit": "off",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "default_text_search_config": "pg_catalog.simple",
        # acknowledged means on the disk
        "synchronous_commit": "on" if is_durable else "off",
        "fsync": "on" if is_durable else "off",
        "full_page_writes": "on" if is_durable else "off",
        # No value of a row or a parameter may reach the log: errors name them ("Key (phone)=(…)"),
        # so errors of statements stay out of it; the application records its own.
        "logging_collector": "on",
        "log_directory": str(layout.logs),
        "log_filename": "postgres-%a.log",
        "log_rotation_age": "1d",
        "log_truncate_on_rotation": "on",
        "log_min_messages": "log",
        "log_min_error_statement": "panic",
        "log_min_duration_statement": -1,
        "log_statement": "none",
        "log_error_verbosity": "terse",
        "log_parameter_max_length": 0,
        "log_parameter_max_length_on_error": 0,
        "log_checkpoints": "off",
    }
    lines = [f"{name} = {_quoted(value)}" for name, value in settings.items()]
    return (
        "# Written anew at every start by femida/cli/cluster.py: changes here are lost.\n"
        + "\n".join(lines)
        + "\n"
    )


def _quoted(value: str | float) -> str:
    return "'" + str(value).replace("\\", "\\\\").replace("'", "''") + "'"


def _identities(programs: Programs) -> str:
    """Who of the machine's users may take our roles: the one who starts us and the server's own."""
    users = sorted({pwd.getpwuid(os.geteuid()).pw_name, programs.user})
    roles = (embedded.SUPERUSER_ROLE, embedded.OWNER_ROLE, embedded.APP_ROLE)
    return "".join(f'femida "{user}" "{role}"\n' for user in users for role in roles)


def _write(layout: Layout, programs: Programs, name: str, text: str) -> None:
    path = layout.cluster / name
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    if programs.uid != os.geteuid():
        os.chown(path, programs.uid, programs.gid)
