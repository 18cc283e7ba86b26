"""The file of a backup: a tar archive with a digest of the whole behind it.

`tar tf` reads it too. The first member is the manifest, then the database in pieces, then the files of the
store as they lie there, encrypted. The last line holds the SHA-256 of everything before it, so that no byte
can change without being noticed.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Final

from femida.config import environment

SUFFIX: Final = ".femida"
FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
DATABASE: Final = "database/"
FILES: Final = "files/"
_TRAILER: Final = b"femida backup sha256 "
_TRAILER_SIZE: Final = len(_TRAILER) + 64 + 1
PIECE: Final = 8 * 1024 * 1024


class UnableToKeep(Exception):
    """A backup, restore or upgrade cannot go on; the message says why and what to do."""


class _Digesting(io.RawIOBase):
    """Counts a digest of everything that is written through it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.digest.update(data)
        return self._file.write(data)


class Writer:
    """Writes a backup under another name first: what has no end has no name either."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._draft = path.with_name(f".{path.name}.{os.getpid()}.part")

    def __enter__(self) -> Writer:
        if self.path.exists():
            raise UnableToKeep(f"{self.path} exists already. Choose another name.")
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(self._draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise UnableToKeep(f"{self.path} cannot be written: {error.strerror}.") from error
        self._file = os.fdopen(descriptor, "wb")
        self._digesting = _Digesting(self._file)
        self._tar = tarfile.open(fileobj=self._digesting, mode="w|", format=tarfile.PAX_FORMAT)
        return self

    def add(self, name: str, data: bytes) -> None:
        """Add a member that is at hand."""
        self.add_stream(name, len(data), io.BytesIO(data))

    def add_stream(self, name: str, size: int, stream: BinaryIO) -> None:
        """Add a member of `size` bytes."""
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        try:
            self._tar.addfile(member, stream)
        except OSError as error:
            raise UnableToKeep(f"{self.path} cannot be written on: {error.strerror or error}.") from error

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._tar.close()
                self._file.write(_TRAILER + self._digesting.digest.hexdigest().encode() + b"\n")
                self._file.flush()
                os.fsync(self._file.fileno())
                # a link never overwrites
                os.link(self._draft, self.path)
        except OSError as failure:
            raise UnableToKeep(f"{self.path} cannot be finished: {failure.strerror or failure}.") from failure
        finally:
            with contextlib.suppress(OSError):
                if kind is not None:
                    # so that nothing of it is left to be written later
                    self._tar.close()
                self._file.close()
            self._draft.unlink(missing_ok=True)


class Reader:
    """Reads a backup whose digest has been compared."""

    def __init__(self, path: Path) -> None:
        """Raises UnableToKeep for what is no backup, or has changed since it was written."""
        self.path = path
        try:
            _compare_digest(path)
            with self._open() as tar:
                first = tar.next()
                if first is None or first.name != MANIFEST:
                    raise UnableToKeep(f"{path} is no backup of Femida.")
                self.manifest: dict[str, Any] = json.loads(_read(tar, first))
        except OSError as error:
            raise UnableToKeep(f"{path} cannot be read: {error.strerror or error}.") from error
        except (tarfile.TarError, ValueError) as error:
            raise UnableToKeep(f"{path} is no backup of Femida.") from error
        if self.manifest.get("format") != FORMAT:
            raise UnableToKeep(f"{path} was made by another version of Femida: restore it with that version.")

    def members(self, start: str) -> Iterator[tuple[str, BinaryIO]]:
        """The members whose names begin so, in the order of writing, open for reading."""
        with self._open() as tar:
            for member in tar:
                if member.name.startswith(start) and member.isreg():
                    stream = tar.extractfile(member)
                    assert stream is not None
                    yield member.name.removeprefix(start), stream  # type: ignore[misc]

    def _open(self) -> tarfile.TarFile:
        return tarfile.open(self.path, "r:")


def new_name(folder: Path, moment: str) -> Path:
    """A name for a backup made now."""
    return folder / f"femida-{moment}{SUFFIX}"


def newest(folder: Path) -> Path | None:
    """The newest backup of a folder, if there is one."""
    try:
        found = [(path.stat().st_mtime, path) for path in folder.glob(f"*{SUFFIX}")]
    except OSError:
        return None
    return max(found)[1] if found else None


def version_of_product() -> str:
    """The version of the code that runs."""
    text = (environment.ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("version"):
            return line.partition("=")[2].strip().strip('"')
    return "unknown"


def _compare_digest(path: Path) -> None:
    size = path.stat().st_size - _TRAILER_SIZE
    changed = UnableToKeep(
        f"{path} is damaged or no backup of Femida: its digest is not that of its content. "
        "Take another copy; nothing has been touched."
    )
    if size <= 0:
        raise changed
    digest = hashlib.sha256()
    with path.open("rb") as file:
        left = size
        while left:
            piece = file.read(min(PIECE, left))
            if not piece:
                raise changed
            digest.update(piece)
            left -= len(piece)
        if file.read() != _TRAILER + digest.hexdigest().encode() + b"\n":
            raise changed


def _read(tar: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    stream = tar.extractfile(member)
    return stream.read() if stream is not None else b""
