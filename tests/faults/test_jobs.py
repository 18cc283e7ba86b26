"""No job is stuck: what a killed worker or a restarted database leaves is taken up again."""

import os
import signal
import textwrap

import psycopg
import pytest

from femida.config import embedded
from tests.prepared import prepare
from tests.processes import Installation, wait_until

pytestmark = pytest.mark.faults


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    folder = tmp_path_factory.mktemp("jobs")
    made = Installation(
        folder / "data",
        folder / "serve.log",
        DJANGO_SETTINGS_MODULE="tests.faults.settings",
        FAULTS_FILE=str(folder / "lines"),
    )
    try:
        prepare(made)
        made.start()
        wait_until(lambda: made.has("worker"), 20, "the worker")
        yield made
    finally:
        made.destroy()


@pytest.fixture
def lines(served):
    """The lines that jobs have left since the test began."""
    path = served.log.with_name("lines")
    path.write_text("")
    query(served, "DELETE FROM procrastinate_jobs")
    return lambda: path.read_text().splitlines()


def query(served, statement: str, *values):
    layout = embedded.layout(served.data)
    with psycopg.connect(
        host=str(layout.sockets), dbname=embedded.DATABASE, user=embedded.OWNER_ROLE, autocommit=True
    ) as link:
        cursor = link.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else None


def takes_connections(served) -> bool:
    try:
        query(served, "SELECT 1")
    except psycopg.OperationalError:
        return False
    return True


def defer(served, source: str) -> None:
    """Queue jobs from a process of its own, as a page would."""
    program = f"from procrastinate.contrib.django import app\n{textwrap.dedent(source)}"
    answer = served.python(program)
    assert answer.returncode == 0, answer.stderr


def states(served) -> dict[str, int]:
    rows = query(
        served,
        "SELECT status::text, count(*) FROM procrastinate_jobs WHERE task_name = 'slow.work' GROUP BY 1",
    )
    return dict(rows)


def known_workers(served) -> list[int]:
    """The workers that have told of themselves."""
    return [number for (number,) in query(served, "SELECT id FROM procrastinate_workers")]


def rescue(served, dead: list[int]) -> None:
    """What the clock does each minute, half a minute after workers fell silent, without the wait."""
    query(
        served,
        "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute' WHERE id = ANY(%s)",
        dead,
    )
    defer(served, "app.configure_task('jobs.rescue').defer(timestamp=0)")


def test_the_job_of_a_killed_worker_is_done_by_the_next(served, lines):
    # looked up before: the job must not end while we look
    wait_until(lambda: known_workers(served), 20, "a worker that has told of itself")
    dead, killed = known_workers(served), served.pid("worker")
    defer(served, "app.configure_task('slow.work').defer(number=1, seconds=2)")
    wait_until(lambda: "begin 1" in lines(), 20, "the job's beginning")
    os.kill(killed, signal.SIGKILL)
    wait_until(lambda: served.is_replaced("worker", killed), 20, "a new worker")
    # the twin: without the rescue it stays so for ever
    assert states(served) == {"doing": 1}
    rescue(served, dead)
    wait_until(lambda: states(served) == {"succeeded": 1}, 30, f"the end of the job, {states(served)}")
    assert lines() == ["begin 1", "begin 1", "end 1"]


def test_no_job_is_lost_when_the_database_is_killed(served, lines):
    defer(
        served,
        """
        for number in range(40):
            app.configure_task("slow.work").defer(number=number, seconds=0.05)
        """,
    )
    wait_until(lambda: len(lines()) > 10, 20, "the first jobs")
    dead = known_workers(served)
    killed = served.kill("postgres")
    wait_until(lambda: served.is_replaced("postgres", killed), 20, "PostgreSQL")
    wait_until(lambda: takes_connections(served), 20, "its first connection")
    wait_until(lambda: not states(served).get("todo"), 60, "the rest of the jobs")
    rescue(served, dead)
    wait_until(lambda: states(served) == {"succeeded": 40}, 60, "the end of all jobs")
    assert {f"end {number}" for number in range(40)} <= set(lines())
