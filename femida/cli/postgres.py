"""The supervisor of the embedded PostgreSQL.

`start` is safe to call at any time by anyone: it finds a running server, or mends what a crash
left and starts one. A kill -9 of any process of the server, of the machine or of us loses no
committed work; a stale pid file, even one whose number now belongs to another program, is seen
through. `use` keeps the server up while at least one process needs it.
"""

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from femida.cli import cluster
from femida.cli.folders import make_data_folder, make_private_folder, make_system_folder
from femida.cli.programs import Programs, UnableToRunPostgres, can_enter, find_programs
from femida.config import embedded
from femida.config.embedded import Layout

LOCK_PATIENCE = 120.0
"""Seconds to wait for another process that is starting or stopping the server."""


@dataclass(frozen=True)
class Dsn:
    """How to reach the embedded server."""

    host: str
    port: int
    database: str
    owner: str
    app: str


def start(data: Path, *, is_durable: bool = True) -> Dsn:
    """Make sure the server of a data folder runs, and say how to reach it.

    Makes the data folder, the cluster, the roles and the database on first use. With
    `is_durable=False` the server does not wait for the disk: for tests only.
    Raises UnableToRunPostgres or UnableToUseFolder.
    """
    data = data.resolve()
    make_data_folder(data)
    with _exclusive(embedded.layout(data).lock):
        layout = embedded.layout(data)
        if _answers(layout):
            return _dsn(layout)
        _refuse_unseen(layout)
        programs = find_programs()
        layout = _choose_place(data, programs)
        make_private_folder(layout.sockets, programs.uid, programs.gid)
        _clear_after_crash(layout)
        cluster.prepare(layout, programs, is_durable=is_durable)
        if layout.folder == embedded.system_folder(data):
            # last, so that a start killed half-way is simply done again
            layout.marker.write_text(f"{layout.folder}\n", encoding="utf-8")
        _launch(layout, programs)
        cluster.ensure_database(layout)
        return _dsn(layout)


def stop(data: Path) -> bool:
    """Stop the server if it runs; whether it did. Open transactions are rolled back."""
    layout = embedded.layout(data)
    if not layout.lock.exists():
        return False
    with _exclusive(layout.lock):
        if postmaster(layout) is None:
            return False
        programs = find_programs()
        programs.run("pg_ctl", "stop", "-D", str(layout.cluster), "-m", "fast", "-w", "-t", "30")
        _clear_after_crash(layout)  # whoever did not leave in time
        return True


def status(data: Path) -> int | None:
    """The process number of the running server, or None."""
    found = postmaster(embedded.layout(data))
    return found.pid if found else None


@contextlib.contextmanager
def use(data: Path, *, is_durable: bool = True) -> Iterator[Dsn]:
    """Keep the server up for the time of the block; the last one to leave stops it.

    A process that dies inside the block is counted as gone: the system drops its lock.
    """
    make_data_folder(data)
    descriptor = os.open(embedded.layout(data).users, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        try:
            yield start(data, is_durable=is_durable)
        finally:
            with contextlib.suppress(BlockingIOError):
                # succeeds only when nobody else holds the shared lock
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                stop(data)
    finally:
        os.close(descriptor)


def postmaster(layout: Layout) -> psutil.Process | None:
    """The living main process of this very server, whatever its pid file says."""
    number = _recorded_pid(layout)
    if number is None:
        return None
    try:
        process = psutil.Process(number)
        return process if _is_postmaster(process, layout) else None
    except psutil.Error:
        return None


def _choose_place(data: Path, programs: Programs) -> Layout:
    layout = embedded.layout(data)
    if (layout.cluster / "PG_VERSION").exists():
        _refuse_foreign(layout, programs)
        return layout
    if layout.marker.exists():
        _refuse_moved(layout)
    make_private_folder(layout.folder, programs.uid, programs.gid)
    if can_enter(programs, layout.folder):
        return layout
    # ours and empty, unless an ordinary user's start was once killed half-way in it
    with contextlib.suppress(OSError):
        layout.folder.rmdir()
    moved = embedded.layout_in(data, embedded.system_folder(data))
    make_system_folder()
    _set_aside(moved)
    make_private_folder(moved.folder, programs.uid, programs.gid)
    print(
        f"PostgreSQL runs as the user {programs.user}, who cannot enter {data}: "
        f"its programs and data are in {embedded.SYSTEM_FOLDER}.",
        flush=True,
    )
    return moved


def _set_aside(layout: Layout) -> None:
    """Keep, under another name, the database of an earlier data folder that stood at this path.

    Without that folder's keys it cannot be read, and this one knows nothing of it.
    """
    if not layout.folder.exists():
        return
    _clear_after_crash(layout)
    kept = layout.folder.with_name(f"{layout.folder.name}.{time.strftime('%Y%m%d-%H%M%S')}")
    layout.folder.rename(kept)
    print(f"The database of an earlier {layout.data} is kept in {kept}.", flush=True)


def _refuse_unseen(layout: Layout) -> None:
    """Two servers on one cluster would ruin it; another container's processes are not seen from here."""
    if cluster.ping(layout) != "gone":
        raise UnableToRunPostgres(
            f"Another PostgreSQL works on {layout.cluster}, and its process cannot be seen from here "
            "(another container, or the same folder under another path). Stop it there first."
        )


def _refuse_foreign(layout: Layout, programs: Programs) -> None:
    owner = layout.cluster.stat().st_uid
    if owner != programs.uid:
        raise UnableToRunPostgres(
            f"The database in {layout.cluster} was made by user number {owner}, and PostgreSQL would now "
            f"run as {programs.user}. Run as the user who made it, or set FEMIDA_DATA to another folder."
        )


def _refuse_moved(layout: Layout) -> None:
    old = layout.marker.read_text(encoding="utf-8").strip()
    new = embedded.system_folder(layout.data)
    if old == str(new):
        raise UnableToRunPostgres(
            f"The database of this data folder is missing: it was in {old}. Bring it back from its backup, "
            f"or remove {layout.marker} to start with an empty one."
        )
    raise UnableToRunPostgres(
        f"This data folder was moved or copied: its database is still in {old}. "
        f"If it was moved, run: mv {old} {new}\n"
        f"To start with an empty database instead, remove {layout.marker}."
    )


def _launch(layout: Layout, programs: Programs) -> None:
    answer = programs.run(
        "pg_ctl", "start", "-D", str(layout.cluster), "-w", "-t", "60",
        "-l", str(layout.logs / "start.log"),
    )  # fmt: skip
    if answer.returncode != 0 or not _answers(layout):
        raise UnableToRunPostgres(
            f"PostgreSQL did not start. Its last words are in {layout.logs}:\n"
            + cluster.last_words(layout, lines=8)
        )


def _answers(layout: Layout) -> bool:
    """Whether the server takes connections: the process first, then the question itself."""
    if postmaster(layout) is None:
        return False
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        state = cluster.ping(layout)
        if state == "ready":
            return True
        if state == "gone" or postmaster(layout) is None:
            return False
        time.sleep(0.1)  # it replays its log after a crash
    return False


def _clear_after_crash(layout: Layout) -> None:
    """End what a killed server left behind and drop its pid file.

    Children of a killed main process may live on for a while and hold its memory; a new server
    would refuse to start beside them. They are told from any other's by the server's own name.
    """
    leftovers = [process for process in psutil.process_iter() if _belongs(process, layout)]
    for process in leftovers:
        with contextlib.suppress(psutil.Error):
            process.kill()
    deadline = time.monotonic() + 10
    while any(_is_alive(process) for process in leftovers) and time.monotonic() < deadline:
        time.sleep(0.02)
    socket = layout.sockets / f".s.PGSQL.{embedded.PORT}"
    for stale in (layout.cluster / "postmaster.pid", socket, socket.with_name(f"{socket.name}.lock")):
        stale.unlink(missing_ok=True)


def _is_alive(process: psutil.Process) -> bool:
    # a zombie holds nothing; where no init reaps it, it would be waited for in vain
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def _recorded_pid(layout: Layout) -> int | None:
    try:
        first = (layout.cluster / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0]
        return int(first)
    except (OSError, IndexError, ValueError):
        return None


def _is_postmaster(process: psutil.Process, layout: Layout) -> bool:
    if not _is_alive(process):
        return False
    words = process.cmdline()
    return bool(words) and Path(words[0]).name == "postgres" and str(layout.cluster) in words


def _belongs(process: psutil.Process, layout: Layout) -> bool:
    try:
        if _is_postmaster(process, layout):
            return True
        words = process.cmdline()
        return bool(words) and words[0].startswith(f"postgres: {layout.name}: ")
    except psutil.Error:
        return False


@contextlib.contextmanager
def _exclusive(lock: Path) -> Iterator[None]:
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        deadline = time.monotonic() + LOCK_PATIENCE
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise UnableToRunPostgres(
                        f"Another process has been starting or stopping PostgreSQL for {LOCK_PATIENCE:.0f} s "
                        f"(lock {lock})."
                    ) from None
                time.sleep(0.05)
        yield
    finally:
        os.close(descriptor)


def _dsn(layout: Layout) -> Dsn:
    return Dsn(
        host=str(layout.sockets),
        port=embedded.PORT,
        database=embedded.DATABASE,
        owner=embedded.OWNER_ROLE,
        app=embedded.APP_ROLE,
    )
