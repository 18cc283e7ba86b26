"""The commands a person types, run as they are typed."""

import os
import shutil

import pytest

from femida.cli.doctor import Level, findings_of
from femida.config import environment
from tests.processes import Installation


@pytest.fixture
def installation(tmp_path):
    made = Installation(tmp_path / "data", tmp_path / "log")
    yield made
    made.destroy()


@pytest.fixture(scope="module")
def external(tmp_path_factory, database_server):
    """An installation on a server that is not its own, with a role for each task; not migrated."""
    name = f"femida_external_{os.getpid()}"
    database_server.run("CREATE DATABASE {name}", name=name)
    folder = tmp_path_factory.mktemp("external")
    made = Installation(
        folder / "data",
        folder / "log",
        DATABASE_URL=database_server.app_conninfo(name),
        DATABASE_OWNER_URL=database_server.owner_conninfo(name),
    )
    yield made
    made.destroy()
    database_server.run("DROP DATABASE IF EXISTS {name} WITH (FORCE)", name=name)


@pytest.fixture(scope="module")
def migrated(external):
    """The same, migrated."""
    answer = external.run("migrate")
    assert answer.returncode == 0, answer.stderr
    return external


def test_doctor_names_what_is_missing_before_migrating(external):
    said = external.run("doctor")
    assert said.returncode == 1
    assert "femida migrate" in said.stdout


def test_an_external_server_is_migrated_and_found_healthy_but_without_workers(migrated):
    said = migrated.run("doctor")
    assert "Tables are up to date" in said.stdout
    assert "Search sees Cyrillic letters" in said.stdout
    assert "No worker" in said.stdout
    assert said.returncode == 1
    assert not (migrated.data / "postgres").exists()


def test_verify_checks_every_invariant(migrated):
    said = migrated.run("verify")
    assert said.returncode == 0, said.stdout + said.stderr
    assert "0 broken" in said.stdout


def test_createadmin_makes_one_person_who_may_do_everything(migrated):
    migrated.variables["FEMIDA_ADMIN_PASSWORD"] = "short"
    assert migrated.run("createadmin", "chief").returncode == 1
    migrated.variables["FEMIDA_ADMIN_PASSWORD"] = "quiet-river-42-stone"
    first = migrated.run("createadmin", "chief", "--name", "Главный")
    assert first.returncode == 0, first.stdout + first.stderr
    second = migrated.run("createadmin", "Chief")
    assert second.returncode == 1
    assert second.stdout.strip()
    assert "Traceback" not in second.stderr


def test_an_address_that_leads_nowhere_is_one_sentence(installation):
    installation.variables["DATABASE_URL"] = "postgresql://app:sesame@127.0.0.1:1/firm"
    said = installation.run("doctor")
    assert said.returncode == 1
    assert "The database is not reached" in said.stdout
    wrong = installation.run("migrate")
    assert wrong.returncode == 1
    assert "Traceback" not in wrong.stderr
    assert "sesame" not in said.stdout + wrong.stdout + wrong.stderr


def test_a_wrong_setting_is_one_sentence(installation):
    installation.variables["FEMIDA_PORT"] = "eighty"
    said = installation.run("serve")
    assert said.returncode == 1
    assert said.stderr.startswith("FEMIDA_PORT='eighty'")
    assert "Traceback" not in said.stderr


def storage_findings(data, **variables):
    read = environment.read({"FEMIDA_DATA": str(data), **variables})
    return {finding.what: finding for finding in findings_of(read)}


def test_doctor_sees_loose_keys_and_folders(tmp_path):
    (tmp_path / "keys").mkdir(mode=0o700)
    key = tmp_path / "keys" / "django_secret_key"
    key.write_text("x")
    key.chmod(0o644)
    found = storage_findings(tmp_path)
    assert found[f"Others can read the key {key}"].level is Level.ERROR
    key.chmod(0o600)
    (tmp_path / "keys").chmod(0o755)
    found = storage_findings(tmp_path)
    assert f"Others can read the key {key}" not in found
    assert found[f"Others can look into {tmp_path / 'keys'}"].mend == f"chmod 700 {tmp_path / 'keys'}"


@pytest.mark.parametrize(
    ("variables", "complaint", "level"),
    [
        ({"FEMIDA_DEBUG": "1", "FEMIDA_HOST": "0.0.0.0"}, "FEMIDA_DEBUG is on", Level.ERROR),
        ({"FEMIDA_DEBUG": "1"}, "FEMIDA_DEBUG is on", Level.WARNING),
        ({"FEMIDA_ALLOWED_HOSTS": "*"}, "FEMIDA_ALLOWED_HOSTS is *", Level.ERROR),
        ({"FEMIDA_HOST": "0.0.0.0"}, "The site listens to the network", Level.WARNING),
        ({"FEMIDA_ALLOWED_HOSTS": "crm.firm.ru"}, "without encryption", Level.WARNING),
        ({"FEMIDA_HTTPS": "1"}, "no proxy is trusted", Level.ERROR),
    ],
)
def test_doctor_sees_dangerous_settings(tmp_path, variables, complaint, level):
    found = storage_findings(tmp_path, **variables)
    assert [finding.level for what, finding in found.items() if complaint in what] == [level]


def test_a_data_folder_that_cannot_be_made_is_one_sentence(installation, tmp_path):
    (tmp_path / "file").write_text("")
    installation.variables["FEMIDA_DATA"] = str(tmp_path / "file" / "data")
    said = installation.run("migrate")
    assert said.returncode == 1
    assert "cannot be used" in said.stderr
    assert "Traceback" not in said.stderr
    shutil.rmtree(tmp_path / "data", ignore_errors=True)
