"""What every test stands on: a real PostgreSQL, under the application's own role."""

import gettext
import itertools
import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.utils.translation import trans_real
from psycopg.pq import TransactionStatus
from xdist.scheduler import LoadFileScheduling

from femida.cli.catalogues import compile_all
from tests.databases import Server, migrated_database, running_server
from tests.processes import Installation

clone_numbers = itertools.count(1)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--deselect-browser", action="store_true", help="leave out what needs Chromium")


def pytest_configure(config: pytest.Config) -> None:
    compile_all()
    # what Django has read while it started may be the catalogues of yesterday
    gettext._translations.clear()
    trans_real._translations.clear()
    trans_real._default = None


# Folders whose tests share one served installation, which takes a while to make: one worker runs them all.
TOGETHER = ("tests/browser/", "tests/faults/")


class FolderOrFile(LoadFileScheduling):
    """Gives a worker a file of tests at a time, or one of those folders."""

    def _split_scope(self, nodeid: str) -> str:
        return next((one for one in TOGETHER if nodeid.startswith(one)), super()._split_scope(nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> FolderOrFile:
    """How tests are shared out when there are several workers."""
    return FolderOrFile(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--deselect-browser"):
        left_out = [item for item in items if item.get_closest_marker("browser")]
        items[:] = [item for item in items if not item.get_closest_marker("browser")]
        config.hook.pytest_deselected(items=left_out)


def _worker() -> str:
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


@pytest.fixture(scope="session")
def database_server() -> Iterator[Server]:
    """The PostgreSQL of the tests: embedded in build/test-data, or the one of DATABASE_URL."""
    with running_server() as server:
        yield server


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, database_server) -> Iterator[None]:
    """Pytest-django's own preparation, replaced: migrated as the owner, used as the application."""
    name = f"femida_test_{_worker()}"
    with django_db_blocker.unblock(), migrated_database(database_server, name), django_db_blocker.block():
        yield


@pytest.fixture(autouse=True)
def deferred_constraints(request: pytest.FixtureRequest) -> Iterator[None]:
    """Deferred triggers never fire in a test that is rolled back, so they are fired at its end."""
    marked = request.node.get_closest_marker("django_db") is not None
    wants_database = marked or bool({"db", "transactional_db"} & set(request.fixturenames))
    if wants_database:
        # set up before this fixture, so that its transaction is still open after the test
        request.getfixturevalue("_django_db_helper")
    yield
    if wants_database and _is_in_good_transaction():
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _is_in_good_transaction() -> bool:
    if not connection.in_atomic_block or connection.needs_rollback or connection.connection is None:
        return False
    return connection.connection.info.transaction_status == TransactionStatus.INTRANS


@pytest.fixture
def cloned_database(django_db_setup, django_db_blocker, database_server: Server) -> Iterator[str]:
    """A whole database of the test's own, its name given: for races and for other processes.

    Everything is committed for real, by as many connections as the test opens; nothing is
    rolled back and nothing is left. Do not mark the test with django_db.
    """
    test_database = connection.settings_dict["NAME"]
    name = f"{test_database}_{next(clone_numbers)}"
    with django_db_blocker.unblock():
        connection.close()
        with database_server.clone(name, test_database):
            database_server.point(name)
            yield name
            connection.close()
        database_server.point(test_database)


@pytest.fixture
def live_server_process(tmp_path_factory) -> Iterator[Installation]:
    """A running `femida serve` of the test's own: `.url`, `.pid("web")`, `.kill("worker")`, `.run("demo")`.

    Empty database, no demonstration firm; everything it started is gone after the test.
    """
    folder = tmp_path_factory.mktemp("femida")
    installation = Installation(folder / "data", folder / "serve.log")
    try:
        installation.start()
        yield installation
    finally:
        installation.destroy()
