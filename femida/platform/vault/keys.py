"""The keys of the vault: files in FEMIDA_DATA/keys, never in the database or its backup.

Three kinds, independent of each other: `encryption` hides values, `index` makes a whole value findable,
`tail` makes its last four digits findable. Each kind has numbered versions. The highest encryption key
seals; every one opens. The lowest index key is the one in force, a higher one is the next, being filled
in by a rotation; look-ups ask with all of them.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import re
import secrets
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

from django.conf import settings

FOLDER_MODE: Final = 0o700
FILE_MODE: Final = 0o600
OPEN_TO_OTHERS: Final = 0o077
KEY_BYTES: Final = 32
LARGEST_VERSION: Final = 255

_FILE_NAME: Final = re.compile(r"vault-(encryption|index|tail)\.([1-9][0-9]{0,2})\.key")


class KeyKind(StrEnum):
    """What a key is for."""

    ENCRYPTION = "encryption"
    INDEX = "index"
    TAIL = "tail"


class UnableToUseKeys(Exception):
    """The keys are missing, damaged or open to others; the message says how to mend it."""


@dataclass(frozen=True, slots=True)
class Key:
    """One secret key; its value never shows in a repr."""

    kind: KeyKind
    version: int
    secret: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Keyring:
    """All keys of an installation, by kind and version."""

    keys: Mapping[KeyKind, Mapping[int, Key]] = field(repr=False)

    def of(self, kind: KeyKind) -> list[Key]:
        """The keys of a kind, oldest first."""
        return [key for _, key in sorted(self.keys[kind].items())]

    def newest(self, kind: KeyKind) -> Key:
        """The key with the highest number."""
        return self.of(kind)[-1]

    def version(self, kind: KeyKind, version: int) -> Key | None:
        """The key with this number, or None."""
        return self.keys[kind].get(version)


def keys_folder() -> Path:
    """Where the keys of this installation lie."""
    return Path(settings.FEMIDA_DATA) / "keys"


_loaded: dict[Path, tuple[int, Keyring]] = {}


def keyring() -> Keyring:
    """The keys of this installation; the first call of a new one makes them.

    Read again whenever the folder changes, so that running processes learn of new keys by themselves.
    Raises UnableToUseKeys.
    """
    folder = keys_folder()
    try:
        stamp = folder.stat().st_mtime_ns
    except FileNotFoundError:
        stamp = -1
    present = _loaded.get(folder)
    if present is not None and present[0] == stamp:
        return present[1]
    ring = _read(folder)
    if ring is None:
        ring = make_keys()
        stamp = folder.stat().st_mtime_ns
    _loaded[folder] = (stamp, ring)
    return ring


def make_keys() -> Keyring:
    """Make the first key of each kind that has none, and return the whole ring. Safe to call at any time.

    Raises UnableToUseKeys when the database holds values sealed by keys that are not here: new ones
    would hide that loss until the first reading.
    """
    from femida.platform.vault.marks import check_marks, leave_marks

    folder = keys_folder()
    present = _read(folder)
    if present is None:
        check_marks(_found(folder))
        folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        _check_mode(folder)
        for kind in KeyKind:
            if not any(key.kind is kind for key in _found(folder)):
                write_key(folder, kind, 1)
        present = _read(folder)
        assert present is not None
    leave_marks([key for kind in KeyKind for key in present.of(kind)])
    return present


def write_key(folder: Path, kind: KeyKind, version: int) -> None:
    """Make a new key file; of two processes that do it at once, one key wins for both."""
    draft = folder / f".{kind}.{os.getpid()}.{secrets.token_hex(4)}"
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(f"{secrets.token_hex(KEY_BYTES)}\n")
            file.flush()
            os.fsync(file.fileno())
        # A link, unlike a rename, never replaces a key that is already in use.
        with contextlib.suppress(FileExistsError):
            os.link(draft, folder / f"vault-{kind}.{version}.key")
    finally:
        draft.unlink()
    directory = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


def fingerprint(key: Key) -> str:
    """What a key is known by: a keyed digest of its own place, 32 hexadecimal digits."""
    return hmac.new(key.secret, f"femida key {key.kind} {key.version}".encode(), hashlib.sha256).hexdigest()[
        :32
    ]


def keys_in(folder: Path) -> list[Key]:
    """The keys of any folder, also before Django is up. Raises UnableToUseKeys for damaged or open ones."""
    return _found(folder)


def _read(folder: Path) -> Keyring | None:
    """The ring of a folder, or None while a kind has no key yet."""
    found = _found(folder)
    kinds = {key.kind for key in found}
    if kinds != set(KeyKind):
        return None
    return Keyring({kind: {key.version: key for key in found if key.kind is kind} for kind in KeyKind})


def _found(folder: Path) -> list[Key]:
    if not folder.is_dir():
        return []
    _check_mode(folder)
    keys = []
    for path in sorted(folder.iterdir()):
        name = _FILE_NAME.fullmatch(path.name)
        if name is not None:
            _check_mode(path)
            keys.append(Key(KeyKind(name[1]), _version(path, name[2]), _secret(path)))
    return keys


def _version(path: Path, digits: str) -> int:
    version = int(digits)
    if version > LARGEST_VERSION:
        raise UnableToUseKeys(f"{path}: versions of keys end with {LARGEST_VERSION}.")
    return version


def _secret(path: Path) -> bytes:
    try:
        secret = bytes.fromhex(path.read_text(encoding="ascii"))
    except ValueError:
        secret = b""
    except PermissionError:
        # from None: nothing of a key file may reach a log by a chained error
        raise UnableToUseKeys(f"{path} cannot be read: run as the user who owns it.") from None
    if len(secret) != KEY_BYTES:
        raise UnableToUseKeys(f"{path} is damaged. Restore it from the copy of your keys.")
    return secret


def _check_mode(path: Path) -> None:
    if stat.S_IMODE(path.stat().st_mode) & OPEN_TO_OTHERS:
        mode = FOLDER_MODE if path.is_dir() else FILE_MODE
        raise UnableToUseKeys(
            f"{path} is open to other users of this machine. Close it: chmod {mode:o} '{path}'"
        )
