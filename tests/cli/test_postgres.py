"""The embedded server survives whatever is done to its processes, and never trusts a pid file."""

import contextlib
import os
import shutil
import signal
import stat
import time
from functools import partial
from pathlib import Path

import psutil
import psycopg
import pytest

from femida.cli import postgres
from femida.cli.folders import UnableToUseFolder, make_private_folder
from femida.cli.programs import UnableToRunPostgres
from femida.config import embedded
from tests.processes import remove_data


@pytest.fixture
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pg") / "data"
    yield folder
    remove_data(folder)


# the disk is waited for in the one test that is about it
start = partial(postgres.start, is_durable=False)


def query(dsn: postgres.Dsn, statement: str, role: str | None = None):
    with psycopg.connect(host=dsn.host, dbname=dsn.database, user=role or dsn.owner) as link:
        cursor = link.execute(statement)
        return cursor.fetchall() if cursor.description else None


def test_starting_twice_finds_the_same_server(data):
    first = start(data)
    number = postgres.status(data)
    began = time.monotonic()
    assert start(data) == first
    assert postgres.status(data) == number
    assert time.monotonic() - began < 1


def test_a_committed_row_survives_kill_9_of_the_whole_server(data):
    dsn = postgres.start(data)
    query(dsn, "CREATE TABLE kept (n int)")
    query(dsn, "INSERT INTO kept VALUES (1)")
    number = postgres.status(data)
    kill_tree(number)
    assert query(start(data), "SELECT n FROM kept") == [(1,)]


def test_a_busy_backend_of_a_killed_server_does_not_stop_the_next(data):
    dsn = start(data)
    with psycopg.connect(host=dsn.host, dbname=dsn.database, user=dsn.owner) as busy:
        backend = busy.execute("SELECT pg_backend_pid()").fetchone()[0]
        # stopped, so that it cannot notice its parent's death and leave by itself
        os.kill(backend, signal.SIGSTOP)
        number = postgres.status(data)
        os.kill(number, signal.SIGKILL)
        wait_gone(number)
        start(data)
        assert postgres.status(data) not in (None, number)
        assert not psutil.pid_exists(backend) or psutil.Process(backend).status() == psutil.STATUS_ZOMBIE
        busy.close()


def test_a_pid_file_with_another_programs_number_is_seen_through(data):
    start(data)
    number = postgres.status(data)
    kill_tree(number)
    pid_file = embedded.layout(data).cluster / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    pid_file.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    assert postgres.status(data) is None
    start(data)
    assert postgres.status(data) not in (None, os.getpid())


def test_a_living_server_that_cannot_be_seen_is_never_joined_by_a_second(data):
    dsn = start(data)
    number = postgres.status(data)
    pid_file = embedded.layout(data).cluster / "postmaster.pid"
    true = pid_file.read_text()
    # as from another container, where the number means another process
    pid_file.write_text(true.replace(str(number), str(os.getpid()), 1))
    with pytest.raises(UnableToRunPostgres, match="cannot be seen"):
        start(data)
    pid_file.write_text(true)
    assert postgres.status(data) == number
    assert query(dsn, "SELECT 1") == [(1,)]


def test_two_names_of_one_folder_mean_one_server(data):
    start(data)
    other = data.with_name("other")
    other.symlink_to(data)
    number = postgres.status(data)
    start(other)
    assert postgres.status(other) == postgres.status(data) == number


def test_the_last_user_stops_the_server(data):
    with postgres.use(data, is_durable=False):
        with postgres.use(data, is_durable=False):
            pass
        assert postgres.status(data)
    assert postgres.status(data) is None


def test_an_interrupted_user_stops_the_server_too(data):
    with pytest.raises(KeyboardInterrupt), postgres.use(data, is_durable=False):
        raise KeyboardInterrupt
    assert postgres.status(data) is None


def test_the_two_roles_and_the_locale(data):
    dsn = start(data)
    assert query(dsn, "SELECT lower('Ж') = 'ж'", dsn.app) == [(True,)]
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        query(dsn, "CREATE TABLE mine (n int)", dsn.app)
    roles = query(dsn, f"SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = '{dsn.app}'")
    assert roles == [(False, False)]


def test_acknowledged_means_on_the_disk_and_nothing_is_logged(data):
    dsn = postgres.start(data)
    wanted = {
        "synchronous_commit": "on",
        "fsync": "on",
        "full_page_writes": "on",
        "listen_addresses": "",
        "log_parameter_max_length": "0",
        "log_parameter_max_length_on_error": "0",
        "log_min_error_statement": "panic",
        "log_min_duration_statement": "-1",
        "log_statement": "none",
    }
    for name, value in wanted.items():
        assert query(dsn, f"SHOW {name}") == [(value,)], name


def test_no_value_of_a_row_reaches_the_servers_log(data):
    dsn = start(data)
    canary = "79995550123"
    query(dsn, "CREATE TABLE phones (n text UNIQUE, born date)")
    with psycopg.connect(host=dsn.host, dbname=dsn.database, user=dsn.owner, autocommit=True) as link:
        link.execute("INSERT INTO phones VALUES (%s)", [canary])
        link.execute(f"DO $$ BEGIN RAISE WARNING 'seen {canary}'; END $$")
        for statement in (
            "INSERT INTO phones VALUES (%s)",
            "SELECT n FROM phones WHERE born = %s::text::date",
            "SELECT n FROM phones WHERE %s = any('{1,2'::text[])",
        ):
            with pytest.raises(psycopg.Error):
                link.execute(statement, [canary])
    postgres.stop(data)
    logs = [path.read_text() for path in embedded.layout(data).logs.glob("*.log")]
    assert logs
    assert not any(canary in log for log in logs)


def test_the_sockets_folder_is_private(data):
    dsn = start(data)
    assert stat.S_IMODE(Path(dsn.host).stat().st_mode) == 0o700
    assert len(os.fsencode(dsn.host)) <= embedded.LONGEST_SOCKET_FOLDER


def test_a_long_path_gets_a_short_socket(tmp_path):
    data = tmp_path / ("очень-длинное-имя-папки" * 3) / "data"
    try:
        dsn = start(data)
        assert len(os.fsencode(dsn.host)) <= embedded.LONGEST_SOCKET_FOLDER
        assert query(dsn, "SELECT 1") == [(1,)]
    finally:
        remove_data(data)


def test_a_folder_made_first_by_another_user_is_refused(tmp_path):
    if os.geteuid() != 0:
        pytest.skip("only root can make a folder of another user")
    folder = tmp_path / "socket"
    folder.mkdir()
    os.chown(folder, 65534, 65534)
    with pytest.raises(UnableToUseFolder):
        make_private_folder(folder, os.geteuid(), os.getegid())


def test_a_cluster_of_another_version_is_refused_with_a_way_out(data):
    start(data)
    postgres.stop(data)
    version = embedded.layout(data).cluster / "PG_VERSION"
    version.write_text("12\n")
    with pytest.raises(UnableToRunPostgres, match="PostgreSQL 12"):
        start(data)
    assert version.exists()


def test_a_half_made_cluster_is_made_anew(data):
    start(data)
    postgres.stop(data)
    layout = embedded.layout(data)
    # as initdb leaves it when it is killed
    layout.cluster.rename(layout.folder / "cluster.new")
    layout.marker.unlink(missing_ok=True)
    assert query(start(data), "SELECT 1") == [(1,)]


def kill_tree(number: int) -> None:
    for process in [psutil.Process(number), *psutil.Process(number).children(recursive=True)]:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    wait_gone(number)


def test_a_lost_or_moved_database_is_not_replaced_by_an_empty_one(data):
    if os.geteuid() != 0:
        pytest.skip("only root's database may lie outside the data folder")
    start(data)
    postgres.stop(data)
    layout = embedded.layout(data)
    assert layout.folder == embedded.system_folder(data)
    copy = data.with_name("copy")
    shutil.copytree(data, copy)
    with pytest.raises(UnableToRunPostgres, match="moved or copied"):
        start(copy)
    shutil.rmtree(layout.folder)
    with pytest.raises(UnableToRunPostgres, match="missing"):
        start(data)


def test_a_new_data_folder_at_an_old_path_gets_a_database_of_its_own(data):
    if os.geteuid() != 0:
        pytest.skip("only root's database may lie outside the data folder")
    dsn = start(data)
    query(dsn, "CREATE TABLE secrets_of_the_old (n int)")
    # removed by hand while the server runs
    shutil.rmtree(data)
    assert query(start(data), "SELECT to_regclass('secrets_of_the_old')") == [(None,)]
    kept = list(embedded.SYSTEM_FOLDER.glob(f"{embedded.system_folder(data).name}.*"))
    assert len(kept) == 1
    assert (kept[0] / "cluster" / "PG_VERSION").exists()


def wait_gone(number: int) -> None:
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        if not psutil.pid_exists(number) or psutil.Process(number).status() == psutil.STATUS_ZOMBIE:
            return
        time.sleep(0.02)
