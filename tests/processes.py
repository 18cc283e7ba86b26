"""A whole Femida of a test's own: the real `femida serve` on a data folder and a port of its own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import textwrap
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import psutil

from femida.cli import postgres
from femida.config import embedded, environment

START_WITHIN = 240
KEPT = ("PATH", "HOME", "LANG", "TMPDIR", "LD_LIBRARY_PATH", "PYTHONPATH", "VIRTUAL_ENV")


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(condition: Callable[[], object], within: float, what: str) -> None:
    """Wait until the condition holds; AssertionError names what was waited for in vain."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError(f"waited {within} s in vain: {what}")


def remove_data(data: Path) -> None:
    """Stop the server of a data folder and remove all it left, also outside the folder."""
    postgres.stop(data)
    layout = embedded.layout(data)
    kept = embedded.SYSTEM_FOLDER.glob(f"{embedded.system_folder(data).name}.*")
    for folder in (layout.sockets, layout.folder, data, *kept):
        shutil.rmtree(folder, ignore_errors=True)


class Installation:
    """A data folder, a port, and the processes that serve them."""

    def __init__(self, data: Path, log: Path, **variables: str) -> None:
        self.data = data.resolve()
        self.log = log
        self.port = free_port()
        self.variables = {
            **{name: os.environ[name] for name in KEPT if name in os.environ},
            "FEMIDA_DATA": str(data),
            "FEMIDA_PORT": str(self.port),
            "FEMIDA_WEB_PROCESSES": "1",
            "FEMIDA_STATIC": str(environment.ROOT / "build" / "static"),
            **variables,
        }
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address of the site, without a slash at the end."""
        # by name: a browser's passkeys work on localhost, not on 127.0.0.1
        return f"http://localhost:{self.port}"

    def run(self, *words: str, timeout: float = 120) -> subprocess.CompletedProcess[str]:
        """Run one `femida` command to its end."""
        return subprocess.run(
            [sys.executable, "-m", "femida.cli", *words],
            cwd=environment.ROOT,
            env=self.variables,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )

    def python(self, source: str, timeout: float = 120) -> subprocess.CompletedProcess[str]:
        """Run a program inside the product: Django is up, the database is this installation's."""
        program = (
            "from femida.cli.starting import django_up\n"
            f"with django_up():\n{textwrap.indent(textwrap.dedent(source), '    ')}\n"
        )
        return subprocess.run(
            [sys.executable, "-c", program],
            cwd=environment.ROOT,
            env=self.variables,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )

    def start(self, *words: str) -> None:
        """Start `femida serve` and wait until pages are answered."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "femida.cli", "serve", *words],
                cwd=environment.ROOT,
                env=self.variables,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        # orphans of an earlier run may still answer on the port: the new web process is asked for
        wait_until(
            lambda: self.has_ended() or (self.has("web") and self.answers()), START_WITHIN, "the first answer"
        )
        assert not self.has_ended(), self.said()

    def answers(self) -> bool:
        """Whether the web process answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/", timeout=1) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def has_ended(self) -> bool:
        """Whether the supervisor is gone."""
        return self.process is None or self.process.poll() is not None

    def said(self) -> str:
        """Everything the processes printed."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def pid(self, name: str) -> int:
        """The process number of `web`, `worker`, `postgres` or `supervisor`."""
        if name == "supervisor":
            assert self.process is not None
            return self.process.pid
        if name == "postgres":
            number = postgres.status(self.data)
            assert number is not None, "PostgreSQL does not run"
            return number
        assert self.process is not None
        for child in psutil.Process(self.process.pid).children():
            if child.cmdline()[-1:] == [name]:
                return child.pid
        raise AssertionError(f"no process {name}; {self.said()}")

    def has(self, name: str) -> bool:
        """Whether such a process runs."""
        try:
            return psutil.pid_exists(self.pid(name))
        except (AssertionError, psutil.Error):
            return False

    def is_replaced(self, name: str, old: int) -> bool:
        """Whether a new process does the work of a killed one, which may still be listed while it dies."""
        try:
            return self.pid(name) != old
        except (AssertionError, psutil.Error):
            return False

    def kill(self, name: str) -> int:
        """Kill -9 one process; its number."""
        number = self.pid(name)
        os.kill(number, signal.SIGKILL)
        return number

    def processes(self) -> list[psutil.Process]:
        """Every living process of this installation."""
        mark = str(self.data)
        own = {self.process.pid} if self.process and self.process.poll() is None else set()
        found = []
        for process in psutil.process_iter():
            try:
                if process.status() == psutil.STATUS_ZOMBIE:
                    continue
                if process.pid in own or process.environ().get("FEMIDA_RUN") == mark:
                    found.append(process)
            except psutil.Error:
                continue
        number = postgres.status(self.data)
        return found + ([psutil.Process(number)] if number else [])

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Ask the supervisor to end; its exit code."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(number)
        return self.process.wait(timeout=30)

    def destroy(self) -> None:
        """End everything, whatever state the test left it in."""
        if self.process is not None and self.process.poll() is None:
            self.stop()
        for process in self.processes():
            if process.pid != postgres.status(self.data):
                process.kill()
        remove_data(self.data)
