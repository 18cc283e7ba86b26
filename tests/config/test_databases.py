"""The tests' own ground: the right role, the right locale, deferred triggers that fire."""

import os
import subprocess
import sys
import textwrap
import threading

import psycopg
import pytest
from django.db import connection

from femida.config import environment


@pytest.fixture
def pytester_test(tmp_path):
    """Runs a test file in a pytest of its own, under our conftest, and returns what it said."""

    def run(source: str) -> str:
        path = environment.ROOT / "tests" / "config" / f"test_made_{os.getpid()}.py"
        path.write_text(textwrap.dedent(source), encoding="utf-8")
        try:
            answer = subprocess.run(
                [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(path)],
                capture_output=True,
                text=True,
                cwd=environment.ROOT,
                env={**os.environ, "PYTEST_XDIST_WORKER": f"inner{os.getpid()}"},
                check=False,
            )
        finally:
            path.unlink()
        return answer.stdout

    return run


@pytest.mark.django_db
def test_the_application_role_owns_nothing(database_server):
    if database_server.owner.get("user") == database_server.app.get("user"):
        pytest.skip("this server has one role for both")
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False,)
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tableowner = current_user")
        assert cursor.fetchone() == (0,)


def test_cyrillic_letters_have_trigrams(database_server, cloned_database):
    with psycopg.connect(database_server.app_conninfo(cloned_database)) as link:
        trigrams, lowered = link.execute("SELECT show_trgm('Ж'), lower('Ж')").fetchone()
    assert trigrams
    assert lowered == "ж"


def test_deferred_constraints_fire_at_the_end_of_a_test(pytester_test):
    result = pytester_test(
        """
        import pytest
        from django.db import connection

        @pytest.mark.django_db
        def test_leaves_a_broken_promise():
            with connection.cursor() as cursor:
                cursor.execute("CREATE TEMP TABLE promise (a int UNIQUE DEFERRABLE INITIALLY DEFERRED)")
                cursor.execute("INSERT INTO promise VALUES (1), (1)")
        """
    )
    assert "duplicate key" in result


def test_a_clone_takes_several_connections_and_leaves_nothing(cloned_database, database_server):
    seen = []

    def count() -> None:
        with psycopg.connect(database_server.app_conninfo(cloned_database)) as link:
            seen.append(link.execute("SELECT current_database()").fetchone()[0])

    threads = [threading.Thread(target=count) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [cloned_database] * 2
