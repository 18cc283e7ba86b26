"""The programs of PostgreSQL that dump and load, and how they are told where to work."""

from __future__ import annotations

import contextlib
import itertools
import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any, Final

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from femida.cli.keeping.container import PIECE, UnableToKeep
from femida.cli.programs import UnableToRunPostgres, find_programs
from femida.cli.tables import EXTENSIONS
from femida.config import database, embedded
from femida.config.environment import Environment

DEBIAN: Final = Path("/usr/lib/postgresql")

# of what pg_restore writes before the first row: what an older server does not know, and the schema itself,
# which a dump holds or does not hold depending on its owner
LEFT_OUT: Final = frozenset({b"SET transaction_timeout = 0;", b"CREATE SCHEMA public;"})


class Tools:
    """The programs fit for one server, and its address for one role."""

    def __init__(self, settings: Environment) -> None:
        """Find the programs. Raises UnableToKeep when there are none for this server."""
        self.owner = database.owner_conninfo(settings)
        # as superuser no row policy can hide a row from the dump
        self.dumper = (
            database.owner_conninfo(settings)
            if settings.database_url
            else database.embedded_conninfo(settings, embedded.SUPERUSER_ROLE)
        )
        with psycopg.connect(self.owner, connect_timeout=10) as link:
            self.major = link.info.server_version // 10000
        self.folder = _folder(self.major, is_embedded=not settings.database_url)

    def dump(self, snapshot: str) -> Iterator[bytes]:
        """The database as that snapshot sees it, in pg_dump's own format, compressed, piece by piece."""
        words = [
            "--format=custom",
            "--compress=6",
            "--no-owner",
            "--no-acl",
            "--schema=public",
            *(f"--extension={name}" for name in EXTENSIONS),
            f"--snapshot={snapshot}",
        ]
        with tempfile.TemporaryFile() as said:
            process = self._start(
                "pg_dump", *words, address=self.dumper, stdout=subprocess.PIPE, stderr=said
            )  # fmt: skip
            assert process.stdout is not None
            try:
                while piece := process.stdout.read(PIECE):
                    yield piece
            finally:
                # whoever stops reading half-way leaves no program behind
                process.stdout.close()
                failed = process.wait() != 0
            if failed:
                raise UnableToKeep(f"pg_dump failed: {_reason(said)}")

    def load(self, pieces: Iterable[bytes]) -> None:
        """Put a dump in the place of everything that the schema holds, in one transaction: all or nothing."""
        with tempfile.TemporaryFile() as reader_said, tempfile.TemporaryFile() as writer_said:
            reader = subprocess.Popen(
                [str(self.folder / "pg_restore"), "--no-owner", "--no-acl", "--file=-"],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=reader_said,
                env=_environment({}), cwd="/",
            )  # fmt: skip
            writer = self._start(
                "psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1",
                address=self.owner, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=writer_said,
            )  # fmt: skip
            read_well = _pump(pieces, reader, writer)
            if not read_well:
                # its commit comes with the end of what it reads: it must never see that end
                writer.kill()
            assert writer.stdin is not None
            with contextlib.suppress(BrokenPipeError):
                writer.stdin.close()
            wrote_well = writer.wait() == 0
            if read_well and wrote_well:
                return
            reason = _reason(writer_said if read_well else reader_said)
        raise UnableToKeep(f"The database could not be loaded and is as it was: {reason}")

    def _start(self, program: str, *words: str, address: str, **streams: Any) -> subprocess.Popen[bytes]:
        parts: dict[str, Any] = dict(conninfo_to_dict(address))
        # never on the command line, which everybody on the machine can read
        password = parts.pop("password", None)
        secret = {"PGPASSWORD": str(password)} if password else {}
        process: subprocess.Popen[bytes] = subprocess.Popen(
            [str(self.folder / program), f"--dbname={make_conninfo(**parts)}", "--no-password", *words],
            env=_environment(secret), cwd="/", **{"stdin": subprocess.DEVNULL, **streams},
        )  # fmt: skip
        return process


def _pump(pieces: Iterable[bytes], reader: subprocess.Popen[bytes], writer: subprocess.Popen[bytes]) -> bool:
    """Dump → SQL → server, without a file between; whether the dump was read to its end.

    Raises what the source of the pieces raises.
    """
    assert reader.stdin is not None
    assert reader.stdout is not None
    assert writer.stdin is not None
    problems: list[BaseException] = []
    feeder = threading.Thread(target=_feed, args=(pieces, reader.stdin, problems))
    feeder.start()
    try:
        writer.stdin.write(b"DROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\n")
        for line in itertools.filterfalse(lambda line: line.strip() in LEFT_OUT, reader.stdout):
            writer.stdin.write(line)
            if line.startswith(b"COPY "):
                break
        # rows of tables go through as they are
        shutil.copyfileobj(reader.stdout, writer.stdin, PIECE)
        writer.stdin.flush()
        is_cut = False
    except BrokenPipeError:
        # the server refused something: psql is gone and says why
        is_cut = True
    reader.stdout.close()
    if is_cut:
        reader.kill()
    feeder.join()
    ended_well = reader.wait() == 0
    if problems:
        writer.kill()
        writer.wait()
        raise problems[0]
    return ended_well or is_cut


def _feed(pieces: Iterable[bytes], into: IO[bytes], problems: list[BaseException]) -> None:
    try:
        for piece in pieces:
            into.write(piece)
    except BrokenPipeError:
        pass  # the reader went away and says why
    except BaseException as error:  # noqa: BLE001 - raised again by the thread that waits
        problems.append(error)
    finally:
        with contextlib.suppress(BrokenPipeError):
            into.close()


def _folder(major: int, *, is_embedded: bool) -> Path:
    """Where programs of this very version are, or newer ones: older ones refuse a newer server."""
    ours: Path | None = None
    try:
        ours = find_programs().folder
    except UnableToRunPostgres:
        if is_embedded:
            raise
    if is_embedded:
        assert ours is not None
        return ours
    found = {version: folder for folder in _candidates(ours) if (version := _version(folder)) >= major}
    if major in found:
        return found[major]
    if found:
        return found[min(found)]
    raise UnableToKeep(
        f"The server is PostgreSQL {major}, and there is no pg_dump of version {major} or newer here. "
        f"Install postgresql-client-{major}."
    )


def _candidates(ours: Path | None) -> Iterator[Path]:
    # the later wins: the system's own programs speak TLS, the embedded ones do not
    if ours is not None:
        yield ours
    on_path = shutil.which("pg_dump")
    if on_path:
        yield Path(on_path).parent
    yield from sorted(DEBIAN.glob("*/bin"))


def _version(folder: Path) -> int:
    """The main version of the programs of a folder; 0 when it lacks one of them."""
    if not all((folder / name).exists() for name in ("pg_dump", "pg_restore", "psql")):
        return 0
    said = subprocess.run(
        [str(folder / "pg_dump"), "--version"], capture_output=True, text=True, check=False, cwd="/"
    ).stdout
    digits = said.rpartition("PostgreSQL) ")[2].partition(".")[0]
    return int(digits) if digits.isdecimal() else 0


def _environment(secret: dict[str, str]) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LD_LIBRARY_PATH") if name in os.environ}
    return {**kept, **secret, "LC_ALL": "C.UTF-8", "TZ": "UTC", "PGCONNECT_TIMEOUT": "10"}


def _reason(said: IO[bytes]) -> str:
    """What went wrong, without the details: those name values of rows."""
    said.seek(0)
    lines = [line for line in said.read().decode(errors="replace").splitlines() if "error" in line.lower()]
    return lines[0].strip() if lines else "it said nothing of the reason"
