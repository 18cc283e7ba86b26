"""Where encrypted files lie: a local folder; other stores are further classes of the same protocol."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from django.conf import settings

from femida.platform.files.chunks import UnableToReadFile

_NAME: Final = re.compile(r"[0-9a-f]{32}")


class Storage(Protocol):
    """A store of encrypted bytes under names that it is given: 32 hexadecimal digits, never a person's."""

    def write(self, name: str, pieces: Iterable[bytes]) -> None:
        """Keep the pieces under a new name; after the return they survive a crash."""

    def open(self, name: str) -> BinaryIO:
        """What is kept under the name, seekable. Raises UnableToReadFile when there is nothing."""

    def remove(self, name: str) -> None:
        """Forget the name; an unknown one is no error."""

    def names(self) -> Iterator[tuple[str, datetime]]:
        """All names with the moments at which they were written."""


class LocalFolder:
    """Files in a folder of this machine, two levels deep, readable by their owner only."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, name: str, pieces: Iterable[bytes]) -> None:
        """Write beside, sync, then rename: a half-written file never has a name."""
        path = self._path(name)
        for folder in (path.parent.parent, path.parent):
            folder.mkdir(mode=0o700, exist_ok=True)
        draft = path.with_name(f".{name}.{secrets.token_hex(4)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                for piece in pieces:
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            draft.rename(path)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        _sync(path.parent)

    def open(self, name: str) -> BinaryIO:
        """Open for reading."""
        try:
            return self._path(name).open("rb")
        except FileNotFoundError:
            raise UnableToReadFile("the stored bytes are gone") from None

    def remove(self, name: str) -> None:
        """Remove from the disk."""
        self._path(name).unlink(missing_ok=True)

    def names(self) -> Iterator[tuple[str, datetime]]:
        """Walk the folder; drafts of crashed writers are named too, by what they would have been."""
        for path in self.root.glob("??/??/*"):
            yield path.name, datetime.fromtimestamp(path.stat().st_mtime, tz=UTC)

    def remove_draft(self, name: str) -> None:
        """Remove what a crashed writer left."""
        digits = name.removeprefix(".").partition(".")[0]
        (self._path(digits).parent / name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise ValueError("not a name of the store")
        return self.root / name[:2] / name[2:4] / name


def new_name() -> str:
    """A name that nothing is kept under."""
    return secrets.token_hex(16)


def storage() -> Storage:
    """The store of this installation."""
    root = Path(settings.FEMIDA_DATA) / "files"
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    return LocalFolder(root)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
