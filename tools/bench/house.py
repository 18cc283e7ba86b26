"""The firm that is measured: made once by `femida demo --size`, kept, and served as behind a proxy."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from femida.config import database, embedded, environment
from tests.processes import Installation, free_port

KEPT = environment.ROOT / "build" / "bench"
WORKERS = 2
LONGEST = 3 * 60 * 60
"""Seconds that making a firm may take."""


class House:
    """A served firm: its address, its logins, its database and its log."""

    def __init__(self, folder: Path) -> None:
        self.installation = Installation(
            folder / "data",
            folder / "serve.log",
            FEMIDA_LOG="json",
            FEMIDA_WEB_PROCESSES=str(WORKERS),
            FEMIDA_EVENTS_PORT=str(free_port()),
            FEMIDA_TRUSTED_PROXIES="127.0.0.1",
        )
        self._read_to = 0
        self._statements: dict[str, int] = {}

    @property
    def port(self) -> int:
        """Where the pages are."""
        return self.installation.port

    def logins(self) -> dict[str, str]:
        """Logins and passwords of the demonstration firm."""
        rows = json.loads((self.installation.data / "demo-logins.json").read_text(encoding="utf-8"))
        return {row["login"]: row["password"] for row in rows}

    def database(self) -> psycopg.Connection[Any]:
        """A connection of the role that owns the tables: bare SQL asks no policy."""
        settings = environment.read({"FEMIDA_DATA": str(self.installation.data)})
        address = database.embedded_conninfo(settings, embedded.OWNER_ROLE)
        return psycopg.connect(address, autocommit=True)

    def statements_of(self, request: str) -> int:
        """How many statements a request cost, as the server's own log says it."""
        for _attempt in range(100):
            self._read_log()
            if request in self._statements:
                return self._statements[request]
            time.sleep(0.02)
        raise SystemExit(f"The log says nothing of the request {request}.")

    def _read_log(self) -> None:
        with self.installation.log.open("rb") as file:
            file.seek(self._read_to)
            for line in file:
                if not line.endswith(b"\n"):
                    break
                self._read_to += len(line)
                if line.startswith(b"{"):
                    said = json.loads(line)
                    if "queries" in said:
                        self._statements[said["request"]] = said["queries"]


@contextmanager
def served(size: str, *, fresh: bool) -> Iterator[House]:
    """A firm of a size, served for the time of the block; made first where there is none."""
    folder = KEPT / size
    folder.mkdir(parents=True, exist_ok=True)
    house = House(folder)
    if fresh and house.installation.data.exists():
        house.installation.destroy()
    (folder / "serve.log").unlink(missing_ok=True)
    made = folder / "made.txt"
    if not made.exists() or not house.installation.data.exists():
        house.installation.destroy()
        _make(house, size, made)
    print(made.read_text(encoding="utf-8").strip(), flush=True)
    house.installation.start()
    try:
        yield house
    finally:
        house.installation.stop()
        house.installation.run("stop")


def _make(house: House, size: str, made: Path) -> None:
    made.unlink(missing_ok=True)
    for words in (("prepare",), ("demo", "--size", size, "--quiet")):
        began = time.monotonic()
        done = house.installation.run(*words, timeout=LONGEST)
        if done.returncode:
            raise SystemExit(done.stdout + done.stderr)
    took = time.monotonic() - began
    began = time.monotonic()
    checked = house.installation.run("verify", timeout=LONGEST)
    if checked.returncode:
        raise SystemExit(checked.stdout + checked.stderr)
    seconds = time.monotonic() - began
    made.write_text(f"Made in {took:.0f} s, `femida verify` passed in {seconds:.0f} s\n", encoding="utf-8")
