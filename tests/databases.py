"""Databases of the tests: one template per set of migrations, and clones of it in 0.1 s each.

A clone is a whole database that several real connections may use at once, so races, live
servers and killed processes are tested on one, and thrown away with it.
"""

import contextlib
import fcntl
import hashlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from femida.cli import postgres
from femida.cli.tables import bring_up_to_date
from femida.config import database, embedded, environment

TEMPLATE = "femida_template_"


class Server:
    """The PostgreSQL of the tests, and who works on it as whom."""

    def __init__(self) -> None:
        self.environment = settings.ENVIRONMENT
        if self.environment.database_url:
            self.owner = conninfo_to_dict(self.environment.database_owner_url)
            self.app = conninfo_to_dict(self.environment.database_url)
        else:
            self.owner = conninfo_to_dict(database.embedded_conninfo(self.environment, embedded.OWNER_ROLE))
            self.app = conninfo_to_dict(database.embedded_conninfo(self.environment, embedded.APP_ROLE))

    def app_conninfo(self, name: str) -> str:
        """The address of a database for pages and jobs."""
        return make_conninfo(**{**self.app, "dbname": name})

    def owner_conninfo(self, name: str) -> str:
        """The address of a database for migrations."""
        return make_conninfo(**{**self.owner, "dbname": name})

    def run(self, statement: str, **names: str) -> None:
        """Run one statement about whole databases; {names} in it are quoted."""
        identifiers = {key: sql.Identifier(value) for key, value in names.items()}
        with psycopg.connect(self.owner_conninfo("postgres"), autocommit=True) as link:
            link.execute(sql.SQL(statement).format(**identifiers))

    def names(self) -> list[str]:
        """All databases of the server."""
        with psycopg.connect(self.owner_conninfo("postgres"), autocommit=True) as link:
            return [row[0] for row in link.execute("SELECT datname FROM pg_database")]

    def drop(self, name: str) -> None:
        """Remove a database, whoever is connected to it."""
        for _ in range(40):
            try:
                self.run("DROP DATABASE IF EXISTS {name} WITH (FORCE)", name=name)
            except psycopg.errors.InsufficientPrivilege:
                # an autovacuum worker is there, which only a superuser may end: it leaves by itself
                time.sleep(0.25)
            else:
                return
        raise TimeoutError(f"somebody does not leave the database {name}")

    @contextlib.contextmanager
    def clone(self, name: str, source: str) -> Iterator[None]:
        """A copy of a database for the time of the block."""
        self.drop(name)
        self.run("CREATE DATABASE {name} TEMPLATE {source}", name=name, source=source)
        try:
            yield
        finally:
            self.drop(name)

    def point(self, name: str, *, as_owner: bool = False) -> None:
        """Make Django's connection of this thread lead to a database, under a role."""
        connection.close()
        parts = self.owner if as_owner else self.app
        connection.settings_dict.update(
            NAME=name,
            USER=parts.get("user") or "",
            PASSWORD=parts.get("password") or "",
            HOST=parts.get("host") or "",
            PORT=str(parts.get("port") or ""),
        )


@contextlib.contextmanager
def running_server() -> Iterator[Server]:
    """The server, up for the time of the block; the embedded one does not wait for the disk."""
    if settings.ENVIRONMENT.database_url:
        yield Server()
        return
    with postgres.use(settings.FEMIDA_DATA, is_durable=False):
        yield Server()


@contextlib.contextmanager
def migrated_database(server: Server, name: str) -> Iterator[None]:
    """A database with every table, under the application's role, for the time of the block."""
    template = _template(server)
    with server.clone(name, template):
        server.point(name, as_owner=True)
        # the template has the tables; this runs what follows every migration (rights, types)
        bring_up_to_date(app_role=str(server.app.get("user") or ""), verbosity=0)
        _allow_emptying(server)
        server.point(name)
        yield
        connection.close()


def _template(server: Server) -> str:
    name = TEMPLATE + digest_of_migrations()
    lock = Path(settings.FEMIDA_DATA) / "template.lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        known = server.names()
        if name not in known:
            for old in (other for other in known if other.startswith(TEMPLATE)):
                server.run("DROP DATABASE {old} WITH (FORCE)", old=old)
            draft = f"femida_draft_{os.getpid()}"
            server.run("CREATE DATABASE {draft}", draft=draft)
            server.point(draft, as_owner=True)
            bring_up_to_date(app_role=str(server.app.get("user") or ""), verbosity=0)
            connection.close()
            server.run("ALTER DATABASE {draft} RENAME TO {name}", draft=draft, name=name)
    return name


def _allow_emptying(server: Server) -> None:
    app = server.app.get("user")
    if not app or app == server.owner.get("user"):
        return
    with connection.cursor() as cursor:
        # Django empties tables after a transactional test this way; the product never does
        cursor.execute(
            sql.SQL("GRANT TRUNCATE ON ALL TABLES IN SCHEMA public TO {}").format(sql.Identifier(str(app)))
        )


def digest_of_migrations() -> str:
    """Changes with whatever the tables are made from: a template of another digest is out of date."""
    digest = hashlib.sha256()
    # migrations take their guards from `triggers.py`
    rooms = environment.ROOT / "femida"
    for path in sorted([*rooms.rglob("migrations/*.py"), *rooms.rglob("triggers.py")]):
        digest.update(str(path.relative_to(environment.ROOT)).encode())
        digest.update(path.read_bytes())
    digest.update("|".join(settings.INSTALLED_APPS).encode())
    # versions of the server and of Django: a template does not outlive an upgrade of them
    digest.update((environment.ROOT / "requirements.lock").read_bytes())
    return digest.hexdigest()[:12]
