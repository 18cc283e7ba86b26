"""`femida keys export` and `import`: a copy of the keys, sealed by a passphrase, kept apart from backups."""

from __future__ import annotations

import base64
import getpass
import json
import os
import re
import secrets
import sys
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from femida.cli.folders import make_data_folder
from femida.cli.keeping.container import UnableToKeep
from femida.config import environment
from femida.config.secrets import KEY_NAME

KIND: Final = "femida keys 1"
SHORTEST: Final = 12
# 64 MB and about 0.3 s for each guess
WORK: Final = {"n": 2**16, "r": 8, "p": 1}

_NAME: Final = re.compile(rf"vault-(encryption|index|tail)\.[1-9][0-9]{{0,2}}\.key|{KEY_NAME}")


def export_keys(path: Path, passphrase_file: Path | None) -> int:
    """Write the keys of this data folder into a file that only the passphrase opens.

    Returns the exit code. Raises UnableToKeep.
    """
    folder = environment.read().data / "keys"
    found = {one.name: one.read_text(encoding="ascii") for one in _files(folder)}
    if not any(name.startswith("vault-") for name in found):
        raise UnableToKeep(f"There are no keys in {folder}: they are made at the first start.")
    passphrase = _passphrase(passphrase_file, is_new=True)
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    sealed = AESGCM(_key(passphrase, salt, WORK)).encrypt(nonce, json.dumps(found).encode(), KIND.encode())
    said = {
        "kind": KIND,
        "scrypt": WORK,
        "salt": base64.b64encode(salt).decode(),
        "nonce": base64.b64encode(nonce).decode(),
        "sealed": base64.b64encode(sealed).decode(),
    }
    _write_new(path, json.dumps(said, indent=1) + "\n")
    print(f"{path}: {len(found)} keys, sealed by the passphrase. Keep it apart from the backups.")
    return 0


def import_keys(path: Path, passphrase_file: Path | None) -> int:
    """Put the keys of a copy into this data folder; keys that are there already must be the same.

    Nothing is written when one of them differs. Returns the exit code.
    """
    settings = environment.read()
    found = _open(path, _passphrase(passphrase_file, is_new=False))
    make_data_folder(settings.data)
    folder = settings.data / "keys"
    present = {one.name: one.read_text(encoding="ascii").strip() for one in _files(folder)}
    for name, text in found.items():
        if name in present and present[name] != text.strip():
            raise UnableToKeep(
                f"{folder / name} is another key than that of the copy: this data folder belongs to another "
                "installation. Set FEMIDA_DATA to an empty folder. Nothing has been changed."
            )
    new = [name for name in found if name not in present]
    for name in new:
        _write_new(folder / name, found[name])
    print(f"{len(new)} keys were put into {folder}, {len(found) - len(new)} were there already.")
    return 0


def _open(path: Path, passphrase: str) -> dict[str, str]:
    try:
        said: dict[str, Any] = json.loads(path.read_text(encoding="ascii"))
        parts = {name: base64.b64decode(said[name], validate=True) for name in ("salt", "nonce", "sealed")}
        work = {name: int(said["scrypt"][name]) for name in ("n", "r", "p")}
    except OSError as error:
        raise UnableToKeep(f"{path} cannot be read: {error.strerror}.") from None
    except (ValueError, KeyError, TypeError):
        raise UnableToKeep(f"{path} is no copy of keys.") from None
    # more work than this would only keep the machine busy
    if said.get("kind") != KIND or any(work[name] > WORK[name] * 16 for name in WORK):
        raise UnableToKeep(f"{path} is no copy of keys that this version knows.")
    try:
        plain = AESGCM(_key(passphrase, parts["salt"], work)).decrypt(
            parts["nonce"], parts["sealed"], KIND.encode()
        )
    except (InvalidTag, ValueError):
        raise UnableToKeep(
            "The passphrase is wrong, or the file is damaged. Nothing has been changed."
        ) from None
    found = json.loads(plain)
    if not all(_NAME.fullmatch(name) for name in found):
        raise UnableToKeep(f"{path} holds something that is no key.")
    return {str(name): str(text) for name, text in found.items()}


def _key(passphrase: str, salt: bytes, work: dict[str, int]) -> bytes:
    return Scrypt(salt=salt, length=32, n=work["n"], r=work["r"], p=work["p"]).derive(passphrase.encode())


def _passphrase(file: Path | None, *, is_new: bool) -> str:
    """From a file, or asked for at the terminal: never an argument, which all on the machine can read."""
    if file is not None:
        try:
            given = file.read_text(encoding="utf-8").strip("\r\n")
        except OSError as error:
            raise UnableToKeep(f"{file} cannot be read: {error.strerror}.") from None
    elif sys.stdin.isatty():
        given = getpass.getpass("Passphrase of the keys: ")
        if is_new and given != getpass.getpass("Once more: "):
            raise UnableToKeep("The two do not match.")
    else:
        raise UnableToKeep("There is no terminal to ask for the passphrase: give --passphrase-file.")
    if is_new and len(given) < SHORTEST:
        raise UnableToKeep(f"A passphrase has at least {SHORTEST} characters: four unrelated words are good.")
    return given


def _files(folder: Path) -> list[Path]:
    return sorted(one for one in folder.glob("*") if _NAME.fullmatch(one.name)) if folder.is_dir() else []


def _write_new(path: Path, text: str) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise UnableToKeep(f"{path} exists already. Choose another name.") from None
    except OSError as error:
        raise UnableToKeep(f"{path} cannot be written: {error.strerror}.") from None
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
