"""Child processes of `femida serve`: started, watched, restarted, ended with all they started."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

from femida.config import environment

RUN_MARK = "FEMIDA_RUN"
"""The data folder, in the environment of every child: tells orphans of a killed supervisor."""

LONGEST_PAUSE = 10.0
"""Seconds between two starts at most: together with the start itself under the 30 of the guarantee."""

STEADY_AFTER = 30.0
"""Seconds of life after which a child's next fall is the first again."""

STOP_WITHIN = 8.0
"""Seconds one child gets to end when it is stopped by itself."""

_PR_SET_PDEATHSIG = 1


class Child:
    """One process that must always run."""

    def __init__(self, name: str, *words: str, data: Path) -> None:
        self.name = name
        self.words = words
        self.data = data
        self.process: subprocess.Popen[bytes] | None = None
        self.falls = 0
        self.started_at = 0.0
        self.start_again_at = 0.0

    def tend(self) -> None:
        """Start the process when it does not run and its pause is over."""
        now = time.monotonic()
        if self.process is not None:
            code = self.process.poll()
            if code is None:
                return
            self._bury(code, now)
        if now >= self.start_again_at:
            self.process = _spawn(self.words, self.data)
            self.started_at = now

    def ask_to_end(self) -> None:
        """Send SIGTERM to the process only: it ends its own in good order."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def wait_for_end(self, until: float) -> None:
        """Wait until the moment (of time.monotonic), then kill what is left of the group."""
        if self.process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=max(0.1, until - time.monotonic()))
        _kill_group(self.process.pid)
        self.process.wait()

    def stop(self) -> None:
        """End the process in good order; the next `tend` starts it anew."""
        self.ask_to_end()
        self.wait_for_end(time.monotonic() + STOP_WITHIN)
        self.process, self.falls, self.start_again_at = None, 0, 0.0

    def _bury(self, code: int, now: float) -> None:
        assert self.process is not None
        # a killed main process leaves its own workers behind, and they hold the port
        _kill_group(self.process.pid)
        self.process = None
        self.falls = 1 if now - self.started_at > STEADY_AFTER else self.falls + 1
        pause = min(LONGEST_PAUSE, 0.2 * 2 ** (self.falls - 1))
        self.start_again_at = now + pause
        print(f"{self.name} ended ({_reason(code)}); starting it again in {pause:.1f} s", flush=True)


def run_to_end(*words: str, data: Path) -> int:
    """Run one `femida` command as a child and return its exit code."""
    process = _spawn(words, data)
    try:
        return process.wait()
    except BaseException:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=5)
        _kill_group(process.pid)
        raise


def end_orphans(data: Path) -> int:
    """End processes that a killed supervisor of this data folder left behind; how many there were.

    Call only while holding the supervisor's lock: no living supervisor can own them then.
    """
    orphans = [process for process in psutil.process_iter() if _is_ours(process, data)]
    for process in orphans:
        with contextlib.suppress(psutil.Error):
            process.terminate()
    _, stubborn = psutil.wait_procs(orphans, timeout=4)
    for process in stubborn:
        with contextlib.suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(stubborn, timeout=4)
    return len(orphans)


def die_with_parent() -> None:
    """Ask the system to send this process SIGTERM when the supervisor dies (Linux only)."""
    if not sys.platform.startswith("linux") or RUN_MARK not in os.environ:
        return
    parent = os.getppid()
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        # it died between the two lines
        os.kill(os.getpid(), signal.SIGTERM)


def _spawn(words: tuple[str, ...], data: Path) -> subprocess.Popen[bytes]:
    paths = [str(environment.ROOT), *filter(None, [os.environ.get("PYTHONPATH", "")])]
    return subprocess.Popen(
        [sys.executable, "-m", "femida.cli", *words],
        stdin=subprocess.DEVNULL,
        env={**os.environ, RUN_MARK: str(data), "PYTHONPATH": os.pathsep.join(paths)},
        # a session of its own: Ctrl-C reaches the supervisor alone, and the whole group
        # can be ended at once
        start_new_session=True,
    )


def _kill_group(number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(number, signal.SIGKILL)


def _is_ours(process: psutil.Process, data: Path) -> bool:
    if process.pid == os.getpid():
        return False
    try:
        return process.uids().effective == os.geteuid() and process.environ().get(RUN_MARK) == str(data)
    except (psutil.Error, OSError):
        return False


def _reason(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    with contextlib.suppress(ValueError):
        return signal.Signals(-code).name
    return f"signal {-code}"
