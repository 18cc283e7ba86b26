"""A served installation with a firm in it, and the questions that the tests of faults ask its database."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import psycopg

from femida.config import embedded
from tests.prepared import prepare
from tests.processes import Installation, wait_until

OWNER = embedded.OWNER_ROLE


class ServedFirm(Installation):
    """A real `femida serve` whose single guards can be switched off by files."""

    def __init__(self, folder: Path) -> None:
        self.switches = folder / "switches"
        self.switches.mkdir()
        super().__init__(
            folder / "data",
            folder / "serve.log",
            DJANGO_SETTINGS_MODULE="tests.faults.switched",
            FAULTS_SWITCHES=str(self.switches),
            # the form that says most: a line for every request
            FEMIDA_LOG="json",
        )
        self.offices: dict[str, dict[str, Any]] = {}

    def set_up(self) -> None:
        """Start, and make the firm."""
        prepare(self)
        self.start()
        answer = self.python("from tests.faults.firm import build\nbuild()")
        assert answer.returncode == 0, answer.stderr
        self.offices = json.loads(answer.stdout.splitlines()[-1])
        self.wait_whole()

    def switch(self, name: str, words: str = "") -> None:
        """Switch a guard off, or a fault on."""
        (self.switches / name).write_text(words)

    def switch_all_off(self) -> None:
        """Be the product again."""
        for path in self.switches.iterdir():
            path.unlink()

    def wait_whole(self) -> None:
        """Wait until every part runs, started anew if need be."""
        if self.has_ended():
            self.start()
        wait_until(self.is_whole, 40, "a whole installation")

    def is_whole(self) -> bool:
        """Whether web, worker and database all work."""
        return self.has("web") and self.has("worker") and self.takes_connections() and self.answers()

    def takes_connections(self) -> bool:
        """Whether the database answers."""
        try:
            self.query("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def query(
        self, statement: str, *values: object, role: str = embedded.OWNER_ROLE
    ) -> list[tuple[Any, ...]]:
        """Run one statement past the product; its rows."""
        layout = embedded.layout(self.data)
        with psycopg.connect(
            host=str(layout.sockets), dbname=embedded.DATABASE, user=role, autocommit=True
        ) as link:
            cursor = link.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else []

    def number(self, statement: str, *values: object) -> int:
        """The one number that a statement gives."""
        return int(self.query(statement, *values)[0][0])

    @contextlib.contextmanager
    def database_settings(self, **settings: str) -> Iterator[None]:
        """Settings of the database for the time of the block, whatever is done to it meanwhile."""
        root = embedded.SUPERUSER_ROLE
        for name, value in settings.items():
            self.query(f"ALTER SYSTEM SET {name} = '{value}'", role=root)
        self.query("SELECT pg_reload_conf()", role=root)
        wanted = list(settings.items())[-1]
        wait_until(lambda: self.query(f"SHOW {wanted[0]}") == [(wanted[1],)], 10, "the settings")
        try:
            yield
        finally:
            wait_until(self.takes_connections, 30, "the database")
            for name in settings:
                self.query(f"ALTER SYSTEM RESET {name}", role=root)
            self.query("SELECT pg_reload_conf()", role=root)

    def kill_whole_database(self) -> None:
        """Kill -9 of the main process of PostgreSQL and of every other, all at once."""
        main = psutil.Process(self.pid("postgres"))
        for process in [main, *main.children()]:
            try:
                process.kill()
            except psutil.NoSuchProcess:
                continue

    def kill_worker_at_work(self) -> int:
        """Wait until messages are being handled, kill -9 the worker; how many jobs it left behind."""
        wait_until(lambda: self.has("worker") and self.doing(), 40, "a job in work")
        wait_until(self._is_stopped_at_work, 40, "a worker caught in the middle of a job")
        worker = self.number("SELECT max(id) FROM procrastinate_workers")
        killed = self.kill("worker")
        left = self._held_by(worker)
        wait_until(lambda: self.is_replaced("worker", killed), 20, "a new worker")
        return left

    def _is_stopped_at_work(self) -> bool:
        """Stop the worker; whether it holds a job and cannot let it go any more."""
        os.kill(self.pid("worker"), signal.SIGSTOP)
        # what it has sent to the database already still takes effect
        time.sleep(0.1)
        if self._held_by(self.number("SELECT max(id) FROM procrastinate_workers")):
            return True
        os.kill(self.pid("worker"), signal.SIGCONT)
        time.sleep(0.02)
        return False

    def _held_by(self, worker: int) -> int:
        return self.number(
            "SELECT count(*) FROM procrastinate_jobs"
            " WHERE status = 'doing' AND task_name = 'inbox.handle' AND worker_id = %s",
            worker,
        )

    def doing(self) -> int:
        """How many messages are being handled, by the living and the dead."""
        return self.jobs("doing")

    def jobs(self, *states: str) -> int:
        """How many jobs that handle messages are in these states."""
        return self.number(
            "SELECT count(*) FROM procrastinate_jobs"
            " WHERE task_name = 'inbox.handle' AND status::text = ANY(%s)",
            list(states),
        )

    def rescue(self) -> None:
        """What the clock does each minute, half a minute after a worker fell silent, without the wait.

        The living worker counts as dead too: what it is just doing is then done a second time beside it.
        """
        self.query("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")
        self.query(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, queueing_lock)"
            " VALUES ('default', 'jobs.rescue', '{\"timestamp\": 0}', 'jobs.rescue') ON CONFLICT DO NOTHING"
        )

    def wait_rescued(self) -> None:
        """Wait until a rescue that was called has run."""
        wait_until(
            lambda: (
                not self.number(
                    "SELECT count(*) FROM procrastinate_jobs"
                    " WHERE task_name = 'jobs.rescue' AND status IN ('todo', 'doing')"
                )
            ),
            20,
            "the end of the rescue",
        )


class Watch:
    """A stop-watch."""

    def __init__(self) -> None:
        self.began = time.monotonic()

    @property
    def seconds(self) -> float:
        return round(time.monotonic() - self.began, 1)


def note(line: str) -> None:
    """Keep a figure of a full run, for the report of `make guarantees`."""
    path = os.environ.get("FAULTS_FIGURES")
    if path:
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(line + "\n")
