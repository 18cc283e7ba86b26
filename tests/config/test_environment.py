"""Settings from the environment: defaults that are safe, mistakes that are named."""

import stat
import threading

import pytest

from femida.config import database, environment, secrets
from femida.config.environment import UnableToReadEnvironment


def test_an_empty_environment_is_a_closed_installation_in_the_clone():
    read = environment.read({})
    assert read.data == environment.ROOT / "data"
    assert (read.host, read.port) == ("127.0.0.1", 8000)
    assert not read.is_debug
    assert read.allowed_hosts == ()
    assert read.trusted_proxies == ()
    assert read.language == "ru"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FEMIDA_PORT", "eighty"),
        ("FEMIDA_PORT", "0"),
        ("FEMIDA_PORT", "70000"),
        ("FEMIDA_DEBUG", "maybe"),
        ("FEMIDA_LANGUAGE", "de"),
    ],
)
def test_a_value_that_means_nothing_is_named(name, value):
    with pytest.raises(UnableToReadEnvironment, match=name):
        environment.read({name: value})


@pytest.mark.parametrize(
    "url", ["postgresql://user:sesame@[host/x", "not an address", "postgresql://user:sesame@host"]
)
def test_a_wrong_database_address_is_refused_without_repeating_its_password(url):
    with pytest.raises(UnableToReadEnvironment, match="DATABASE_URL") as refusal:
        database.django_databases(environment.read({"DATABASE_URL": url}))
    assert "sesame" not in str(refusal.value)
    assert refusal.value.__suppress_context__ or refusal.value.__context__ is None


def test_the_roles_of_an_external_server():
    read = environment.read(
        {
            "DATABASE_URL": "postgresql://app:a@bouncer:6432/firm?sslmode=require",
            "DATABASE_OWNER_URL": "postgresql://owner:o@db:5432/firm",
            "DATABASE_DIRECT_URL": "postgresql://app:a@db:5432/firm",
        }
    )
    entry = database.django_databases(read)["default"]
    assert (entry["USER"], entry["HOST"], entry["PORT"], entry["NAME"]) == ("app", "bouncer", "6432", "firm")
    assert entry["OPTIONS"]["sslmode"] == "require"
    assert entry["OPTIONS"]["pool"]
    assert entry["CONN_HEALTH_CHECKS"]
    # through PgBouncer no cursor outlives its transaction
    assert entry["DISABLE_SERVER_SIDE_CURSORS"]
    assert database.direct_conninfo(read) == "postgresql://app:a@db:5432/firm"


def test_a_migrating_process_works_as_the_owner():
    read = environment.read({"FEMIDA_DATABASE_ROLE": "owner"})
    assert database.django_databases(read)["default"]["USER"] == "femida_owner"
    assert database.django_databases(environment.read({}))["default"]["USER"] == "femida_app"


def test_the_signing_key_is_made_once_even_by_ten_first_starts_at_once(tmp_path):
    keys: list[str] = []
    gate = threading.Barrier(10)

    def start() -> None:
        gate.wait()
        keys.append(secrets.signing_key(tmp_path))

    threads = [threading.Thread(target=start) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(keys)) == 1
    assert len(keys[0]) >= 50
    assert [path.name for path in (tmp_path / "keys").iterdir()] == [secrets.KEY_NAME]
    assert stat.S_IMODE((tmp_path / "keys" / secrets.KEY_NAME).stat().st_mode) == 0o600
