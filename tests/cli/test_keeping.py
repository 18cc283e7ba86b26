"""Backups, restores, keys and upgrades of a real served installation with a tiny firm in it."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import tarfile
import urllib.error
import urllib.request
from pathlib import Path

import psycopg
import pytest

from femida.cli import doctor, postgres
from femida.cli.keeping import keys
from femida.cli.keeping.census import Census
from femida.cli.keeping.container import DATABASE, FILES, Reader, UnableToKeep, Writer, newest
from femida.cli.keeping.restore import check_keys
from femida.cli.programs import find_programs
from femida.config import embedded, environment
from tests.cli.tiny_firm import MAIL, PAPER, PHONE
from tests.prepared import prepare
from tests.processes import Installation, wait_until

pytestmark = pytest.mark.faults

PASSPHRASE = "four unrelated words here"
INIT = (
    "init", "--entity", "ООО «Право»", "--inn", "7707083893", "--office", "Главный", "--city", "Москва",
    "--name", "Иванова Анна", "--login", "anna", "--practices",
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    made = tmp_path_factory.mktemp("keeping")
    (made / "passphrase").write_text(PASSPHRASE + "\n", encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def firm(folder):
    """A served installation, set up by `femida init`."""
    made = Installation(folder / "firm", folder / "serve.log", FEMIDA_ADMIN_PASSWORD="quiet-river-42-stone")
    try:
        prepare(made)
        with postgres.use(made.data):
            answer = made.run(*INIT)
            assert answer.returncode == 0, answer.stdout + answer.stderr
            answer = made.python("from tests.cli.tiny_firm import build\nbuild()")
            assert answer.returncode == 0, answer.stderr
            made.start()
        yield made
    finally:
        made.destroy()


@pytest.fixture(scope="module")
def backup(firm, folder) -> Path:
    path = folder / "one.femida"
    answer = firm.run("backup", str(path))
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "1 files" in answer.stdout
    return path


@pytest.fixture(scope="module")
def key_copy(firm, folder) -> Path:
    path = folder / "keys.json"
    answer = firm.run("keys", "export", str(path), "--passphrase-file", str(folder / "passphrase"))
    assert answer.returncode == 0, answer.stderr
    return path


@pytest.fixture
def elsewhere(tmp_path):
    """A clean place for a restore."""
    made = Installation(tmp_path / "elsewhere", tmp_path / "log")
    yield made
    made.destroy()


@pytest.fixture
def external(tmp_path, database_server):
    """A clean place on a server that is not its own."""
    name = f"femida_restore_{os.getpid()}"
    database_server.run("CREATE DATABASE {name}", name=name)
    made = Installation(
        tmp_path / "external",
        tmp_path / "log",
        DATABASE_URL=database_server.app_conninfo(name),
        DATABASE_OWNER_URL=database_server.owner_conninfo(name),
    )
    yield made
    made.destroy()
    database_server.drop(name)


def told(installation: Installation) -> dict:
    answer = installation.python("from tests.cli.tiny_firm import tell\ntell()")
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout.splitlines()[-1])


def test_a_backup_is_private_and_holds_no_secret_in_the_clear(firm, backup, tmp_path):
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    reader = Reader(backup)
    dump = tmp_path / "dump"
    dump.write_bytes(b"".join(stream.read() for _name, stream in reader.members(DATABASE)))
    sql = subprocess.run(
        [find_programs().folder / "pg_restore", "-f", "-", dump], capture_output=True, check=True
    ).stdout
    assert "Канарейкина".encode() in sql, "the dump can be read: the search below means something"
    files = b"".join(stream.read() for _name, stream in reader.members(FILES))
    assert len(files) > len(PAPER)
    secrets = [one.read_text().strip() for one in (firm.data / "keys").iterdir()]
    assert len(secrets) == 4
    canaries = [PHONE[2:], MAIL, PAPER[:24].decode(), *secrets]
    for place in (sql, files, backup.read_bytes()):
        assert [one for one in canaries if one.encode() in place] == []
    with tarfile.open(backup) as tar:
        assert not [name for name in tar.getnames() if "key" in name]


def test_any_changed_or_missing_byte_is_refused(backup, tmp_path):
    whole = backup.read_bytes()
    changed = tmp_path / "changed.femida"
    places = [0, 1, 400, *range(5000, len(whole), len(whole) // 40), len(whole) - 66, len(whole) - 1]
    for place in places:
        data = bytearray(whole)
        data[place] ^= 1
        changed.write_bytes(data)
        with pytest.raises(UnableToKeep, match="digest"):
            Reader(changed)
    for cut in (whole[:-1], whole[: len(whole) // 2], whole + b"\n", b"", b"femida"):
        changed.write_bytes(cut)
        with pytest.raises(UnableToKeep):
            Reader(changed)
    changed.write_bytes(whole)
    assert Reader(changed).manifest["counts"]["registry_party"] == 1


def test_twin_without_the_digest_a_changed_byte_passes(backup, tmp_path, monkeypatch):
    monkeypatch.setattr("femida.cli.keeping.container._compare_digest", lambda _path: None)
    data = bytearray(backup.read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / "changed.femida").write_bytes(data)
    Reader(tmp_path / "changed.femida")


def test_a_backup_that_is_cut_short_has_no_name(tmp_path):
    path = tmp_path / "half.femida"

    def write() -> None:
        with Writer(path) as writer:
            writer.add("database/000001", b"x" * 100)
            raise KeyError

    with pytest.raises(KeyError):
        write()
    assert list(tmp_path.iterdir()) == []
    assert newest(tmp_path) is None


def test_a_restore_without_the_keys_touches_nothing(elsewhere, backup):
    answer = elsewhere.run("restore", str(backup))
    assert answer.returncode == 1
    assert "femida keys import" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert not elsewhere.data.exists()


def test_a_changed_backup_touches_nothing(elsewhere, backup, tmp_path):
    data = bytearray(backup.read_bytes())
    data[len(data) // 3] ^= 16
    (tmp_path / "changed.femida").write_bytes(data)
    answer = elsewhere.run("restore", str(tmp_path / "changed.femida"))
    assert answer.returncode == 1
    assert "digest" in answer.stderr
    assert not elsewhere.data.exists()


def test_foreign_keys_are_refused_and_without_that_guard_the_restore_says_so_itself(external, backup):
    (external.data / "keys").mkdir(parents=True, mode=0o700)
    for kind in ("encryption", "index", "tail"):
        path = external.data / "keys" / f"vault-{kind}.1.key"
        path.write_text("ab" * 32 + "\n")
        path.chmod(0o600)
    census = Census.from_json(Reader(backup).manifest)
    settings = environment.read({"FEMIDA_DATA": str(external.data)})
    with pytest.raises(UnableToKeep, match="not the one"):
        check_keys(settings, census)
    # the twin: with the guard off the restore goes on, and its own reading of samples finds it out
    program = (
        "import sys; from pathlib import Path; import femida.cli.keeping.restore as r\n"
        "from femida.platform.vault.keys import UnableToUseKeys\n"
        "r.check_keys = lambda *_: None\n"
        f"sys.exit(r.restore(Path({str(backup)!r})))\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program],
        cwd=environment.ROOT, env=external.variables, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert answer.returncode == 1, answer.stdout
    assert "does not open" in answer.stdout + answer.stderr
    assert not (external.data / "postgres").exists()


def test_the_restore_drill(firm, elsewhere, backup, key_copy, folder):
    """A clean folder, the keys, the backup: equal counts, sums, readable contacts and files."""
    passphrase = ("--passphrase-file", str(folder / "passphrase"))
    assert elsewhere.run("keys", "import", str(key_copy), *passphrase).returncode == 0
    answer = elsewhere.run("restore", str(backup))
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "1 files were restored" in answer.stdout
    found = told(elsewhere)
    assert found["contacts"] == [PHONE[1:], MAIL]
    assert found["paper"] is True
    assert ["cash", "350.50"] in found["money"]
    again = elsewhere.run("restore", str(backup))
    assert again.returncode == 1
    assert "already" in again.stderr


def test_a_running_installation_is_never_restored_into(firm, backup):
    answer = firm.run("restore", str(backup))
    assert answer.returncode == 1
    assert "femida stop" in answer.stderr


def test_what_a_restore_brought_is_compared(backup):
    census = Census.from_json(Reader(backup).manifest)
    lost = Census(
        {**census.counts, "registry_party": 0}, {**census.sums, "ledger: postings by account": {}}, [], []
    )
    assert census.differences(lost) == [
        "registry_party: 1 rows in the backup, 0 in the database",
        "ledger: postings by account: the sums differ",
    ]
    assert census.differences(census) == []
    assert census.sums["ledger: postings by account"]["1 cash"] == "350.50"


# --- keys ---


def test_keys_come_back_with_their_passphrase_only(firm, key_copy, folder, tmp_path, monkeypatch, capsys):
    assert stat.S_IMODE(key_copy.stat().st_mode) == 0o600
    for secret in (one.read_text().strip() for one in (firm.data / "keys").iterdir()):
        assert secret not in key_copy.read_text()
    monkeypatch.setenv("FEMIDA_DATA", str(tmp_path / "new"))
    wrong = tmp_path / "wrong"
    wrong.write_text("some other words here")
    with pytest.raises(UnableToKeep, match="wrong"):
        keys.import_keys(key_copy, wrong)
    assert not (tmp_path / "new").exists()
    assert keys.import_keys(key_copy, folder / "passphrase") == 0
    for one in (firm.data / "keys").iterdir():
        copy = tmp_path / "new" / "keys" / one.name
        assert copy.read_text() == one.read_text()
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert keys.import_keys(key_copy, folder / "passphrase") == 0
    assert "0 keys were put" in capsys.readouterr().out


def test_a_foreign_key_is_never_overwritten(key_copy, folder, tmp_path, monkeypatch):
    monkeypatch.setenv("FEMIDA_DATA", str(tmp_path))
    (tmp_path / "keys").mkdir(mode=0o700)
    (tmp_path / "keys" / "vault-tail.1.key").write_text("cd" * 32)
    with pytest.raises(UnableToKeep, match="another key"):
        keys.import_keys(key_copy, folder / "passphrase")
    assert [one.name for one in (tmp_path / "keys").iterdir()] == ["vault-tail.1.key"]


def test_a_damaged_copy_and_a_short_passphrase_are_refused(key_copy, folder, tmp_path, monkeypatch):
    said = json.loads(key_copy.read_text())
    damaged = tmp_path / "damaged.json"
    for name, value in (
        ("sealed", "AAAA"),
        ("kind", "femida keys 9"),
        ("scrypt", {"n": 2**30, "r": 8, "p": 1}),
    ):
        damaged.write_text(json.dumps({**said, name: value}))
        with pytest.raises(UnableToKeep):
            keys.import_keys(damaged, folder / "passphrase")
    (tmp_path / "short").write_text("short")
    monkeypatch.setenv("FEMIDA_DATA", str(key_copy.parent / "firm"))
    with pytest.raises(UnableToKeep, match="12 characters"):
        keys.export_keys(tmp_path / "copy.json", tmp_path / "short")


# --- upgrade ---


def status(firm: Installation, path: str = "/sign-in/") -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{firm.port}{path}", timeout=5) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except urllib.error.URLError:
        return 0  # just being started anew


def upgrade(firm: Installation, halting: str | None) -> subprocess.CompletedProcess[str]:
    """Run the upgrade with the code of a newer version, or (None) with that of this one."""
    kept = dict(firm.variables)
    if halting is not None:
        firm.variables |= {"DJANGO_SETTINGS_MODULE": "tests.cli.halting_settings", "HALTING": halting}
    try:
        return firm.run("upgrade")
    finally:
        firm.variables = kept


def query(firm: Installation, statement: str) -> list[tuple]:
    """Ask the database past the product."""
    layout = embedded.layout(firm.data)
    with psycopg.connect(
        host=str(layout.sockets), dbname=embedded.DATABASE, user=embedded.OWNER_ROLE, autocommit=True
    ) as link:
        return link.execute(statement).fetchall()


def tables(firm: Installation) -> list[str]:
    """The tables there are."""
    return [
        name
        for (name,) in query(firm, "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    ]


def contents(firm: Installation) -> list[tuple]:
    """What must be equal after a rollback: rows of the firm, sealed values, money."""
    return [
        query(firm, f"SELECT t.*::text FROM {table} t ORDER BY 1")
        for table in ("offices_office", "registry_party", "registry_contactpoint", "ledger_posting")
    ]


def wait_open(firm: Installation) -> None:
    wait_until(lambda: firm.has("worker") and status(firm) == 200, 30, "open pages and a worker")


def test_a_migration_that_breaks_half_way_is_rolled_back_and_the_pages_wait(firm):
    wait_open(firm)
    before, web, rows = tables(firm), firm.pid("web"), contents(firm)
    answer = upgrade(firm, "1")
    assert answer.returncode == 1
    assert "the migration was told to break" in answer.stdout
    assert "Applying halting.0001_rows_change... OK" in answer.stdout
    assert "Anna" not in answer.stdout + answer.stderr, "the further lines of an error may name people"
    assert "The database is as it was before" in answer.stdout
    assert tables(firm) == before
    assert contents(firm) == rows
    assert rows[2]
    # this code does not fit the tables that came back: the pages stay closed until the fitting one opens them
    assert status(firm) == 503
    assert status(firm, "/healthz") == 200
    assert not firm.has("worker")
    (told_by_doctor,) = doctor._closed(environment.read({"FEMIDA_DATA": str(firm.data)}))
    assert "run `femida upgrade` again" in told_by_doctor.mend
    opened = upgrade(firm, None)
    assert opened.returncode == 0, opened.stdout + opened.stderr
    assert "Nothing to migrate" in opened.stdout
    wait_until(lambda: firm.is_replaced("web", web), 20, "the new code")
    wait_open(firm)


def test_an_upgrade_killed_half_way_leaves_the_half_and_the_next_one_takes_it_back(firm):
    """The twin: without the way back the half is really there. It is also what a kill -9 leaves."""
    before, rows = tables(firm), contents(firm)
    program = "import femida.cli.keeping.upgrade as u\nu._go_back = lambda *_: None\nu.upgrade()\n"
    answer = subprocess.run(
        [sys.executable, "-c", program],
        cwd=environment.ROOT, capture_output=True, text=True, check=False,
        env=firm.variables | {"DJANGO_SETTINGS_MODULE": "tests.cli.halting_settings", "HALTING": "1"},
    )  # fmt: skip
    assert "The upgrade failed" in answer.stdout, answer.stdout + answer.stderr
    assert "halting_thing" in tables(firm)
    assert contents(firm) != rows
    answer = upgrade(firm, None)
    assert "An earlier upgrade was cut short" in answer.stdout, answer.stdout + answer.stderr
    assert answer.returncode == 0
    assert tables(firm) == before
    assert contents(firm) == rows
    wait_open(firm)


def test_an_upgrade_that_holds_opens_the_pages_with_the_new_code(firm):
    answer = upgrade(firm, "0")
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "The upgrade is done" in answer.stdout
    assert "halting_thing" in tables(firm)
    assert query(firm, "SELECT city FROM offices_office") == [("Переехал",)]
    made = newest(firm.data / "backups")
    assert made is not None
    assert Reader(made).manifest["counts"]["registry_party"] == 1
    wait_open(firm)


def test_the_console_begins_and_ends_maintenance_and_jobs_rest_meanwhile(firm):
    begun = firm.run("maintenance", "on", "--message", "Меняем сервер", "--ends", "2036-01-01T10:00")
    assert begun.returncode == 0, begun.stdout + begun.stderr
    assert "blocked: *" in begun.stdout
    wait_until(lambda: "rests" in resting(firm), 20, "the rest of the worker")
    wrong = firm.run("maintenance", "on", "--message", "", "--begins", "soon")
    assert wrong.returncode == 1
    assert "Traceback" not in wrong.stderr
    ended = firm.run("maintenance", "off")
    assert "No maintenance is set." in ended.stdout
    wait_until(lambda: "1 alive" in resting(firm), 20, "work again")


def resting(firm: Installation) -> str:
    """What the pages say of the worker."""
    request = urllib.request.Request(f"http://127.0.0.1:{firm.port}/readyz", headers={"Host": "localhost"})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            body = answer.read()
    except urllib.error.HTTPError as error:
        body = error.read()
    return json.loads(body)["checks"]["worker"]["note"]


def test_the_token_of_the_set_up_is_gone_and_init_is_refused(firm):
    assert not (firm.data / "run" / "setup-token").exists()
    answer = firm.run(*INIT)
    assert answer.returncode == 1
    assert "already" in answer.stdout
