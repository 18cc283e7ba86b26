"""Reports read a replica made of the embedded binaries, and the primary when it is away, late or in doubt."""

from __future__ import annotations

import json
import os
import shutil

import psycopg
import pytest

from femida.cli import postgres
from femida.cli.folders import make_private_folder
from femida.cli.programs import find_programs
from femida.config import embedded, environment
from femida.config.database import django_databases
from tests.processes import Installation, wait_until

pytestmark = pytest.mark.faults
PORT = 5433

READ = """
import json
from django.db import DatabaseError, connections
from femida.platform.core import replica
from femida.platform.core.actor import Actor
from femida.platform.core.context import running

def count(alias):
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM probe")
        return cursor.fetchone()[0]

said = {}
with replica.reading_from_replica() as alias:
    said["alias"] = alias
    said["rows"] = count(alias)
with running(Actor.system("test")), replica.reading_from_replica() as alias:
    said["inside"] = alias
if "replica" in connections:
    said["lag"] = replica.replica_lag()
    try:
        with connections["replica"].cursor() as cursor:
            cursor.execute("DELETE FROM probe")
        said["wrote"] = True
    except DatabaseError as error:
        said["wrote"] = type(error).__name__
    connections["replica"].close()
    from femida.cli import doctor
    from femida.config import environment
    said["doctor"] = [one.what for one in doctor._replica(environment.read())]
from django.conf import settings
settings.REPLICA_LAG = -1
replica.judge_anew()
with replica.reading_from_replica() as alias:
    said["late"] = alias
print(json.dumps(said))
"""


def tell(installation: Installation, statement: str) -> None:
    """One statement to the primary, as the owner of its tables."""
    sockets = embedded.layout(installation.data).sockets
    with psycopg.connect(
        host=str(sockets), dbname=embedded.DATABASE, user=embedded.OWNER_ROLE, autocommit=True
    ) as link:
        link.execute(statement)


@pytest.fixture(scope="module")
def primary(tmp_path_factory):
    folder = tmp_path_factory.mktemp("replica")
    made = Installation(folder / "data", folder / "log")
    try:
        with postgres.use(made.data):
            tell(made, "CREATE TABLE probe (id bigint)")
            tell(made, f"GRANT SELECT, DELETE ON probe TO {embedded.APP_ROLE}")
            yield made
    finally:
        made.destroy()


@pytest.fixture(scope="module")
def replica(primary):
    """A streaming copy of the cluster on a port of its own; gives the folder it lies in."""
    layout, programs = embedded.layout(primary.data), find_programs()
    place, sockets = layout.folder / "replica", layout.sockets.with_name("replica-socket")
    make_private_folder(sockets, programs.uid, programs.gid)
    answer = programs.run(
        "pg_basebackup", "-D", str(place), "-h", str(layout.sockets), "-U", embedded.SUPERUSER_ROLE,
        "-X", "stream", "-R", "--checkpoint=fast",
    )  # fmt: skip
    assert answer.returncode == 0, answer.stdout
    options = f"-c port={PORT} -c unix_socket_directories={sockets} -c cluster_name=femida-replica"
    options += f" -c log_directory={place}"
    try:
        answer = programs.run(
            "pg_ctl", "start", "-D", str(place), "-w", "-o", options, "-l", f"{place}/start.log"
        )
        assert answer.returncode == 0, answer.stdout
        primary.variables["DATABASE_REPLICA_URL"] = (
            f"postgresql://{embedded.APP_ROLE}@/{embedded.DATABASE}?host={sockets}&port={PORT}"
        )
        yield place
    finally:
        programs.run("pg_ctl", "stop", "-D", str(place), "-m", "immediate", "-w")
        shutil.rmtree(place, ignore_errors=True)
        shutil.rmtree(sockets, ignore_errors=True)


def read(primary: Installation) -> dict:
    answer = primary.python(READ)
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout.splitlines()[-1])


def test_without_a_replica_everything_reads_the_primary(primary):
    assert read(primary) == {"alias": "default", "rows": 0, "inside": "default", "late": "default"}


def test_reports_read_the_replica_which_cannot_be_written(primary, replica):
    tell(primary, "INSERT INTO probe VALUES (1)")
    wait_until(lambda: read(primary)["rows"] == 1, 20, "the row on the replica")
    said = read(primary)
    assert said["alias"] == "replica"
    # an act must read what it has written itself
    assert said["inside"] == "default"
    assert said["wrote"] == "InternalError"
    assert 0 <= said["lag"] < 30
    assert said["late"] == "default"
    assert said["doctor"][0].startswith("The replica is 0")


def test_a_replica_that_is_away_sends_reports_to_the_primary(primary, replica):
    find_programs().run("pg_ctl", "stop", "-D", str(replica), "-m", "immediate", "-w")
    said = read(primary)
    assert (said["alias"], said["rows"], said["lag"]) == ("default", 1, None)
    assert said["doctor"] == ["The replica of the reports is away: they read the primary"]


def test_the_settings_of_the_replica():
    read = environment.read({"DATABASE_REPLICA_URL": "postgresql://app:a@replica:5432/firm"})
    entry = django_databases(read)["replica"]
    assert (entry["HOST"], entry["NAME"]) == ("replica", "firm")
    assert "read_only=on" in entry["OPTIONS"]["options"]
    assert "pool" not in entry["OPTIONS"]
    migrating = environment.read(
        {"DATABASE_REPLICA_URL": "postgresql://app:a@replica:5432/firm", "FEMIDA_DATABASE_ROLE": "owner"}
    )
    assert "replica" not in django_databases(migrating)
    assert os.environ.get("DATABASE_REPLICA_URL") is None
