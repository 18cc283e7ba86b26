"""How the bytes of a file are encrypted: in chunks, so that any range is read without the rest.

Each file has a key of its own, used once. A chunk holds 64 KiB of the file under AES-256-GCM; its number is
the nonce, and number and «this is the last one» are authenticated: chunks cannot change places, be left out
or be cut off at the end without being noticed.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

CHUNK: Final = 64 * 1024
TAG: Final = 16
KEY_BYTES: Final = 32


class UnableToReadFile(Exception):
    """The stored bytes are not those that were written: damaged, cut, exchanged or lost."""


def new_key() -> bytes:
    """A key for one file."""
    return secrets.token_bytes(KEY_BYTES)


class Encryptor:
    """Encrypts one file as it comes in, and counts and digests it on the way."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)
        self._waiting = bytearray()
        self._number = 0
        self._digest = hashlib.sha256()
        self.size = 0

    def update(self, data: bytes) -> bytes:
        """Take more of the file; returns what can be stored already."""
        self.size += len(data)
        self._digest.update(data)
        self._waiting += data
        stored = bytearray()
        # A full chunk waits until more comes: only then is it known not to be the last one.
        while len(self._waiting) > CHUNK:
            stored += self._seal(bytes(self._waiting[:CHUNK]), is_last=False)
            del self._waiting[:CHUNK]
        return bytes(stored)

    def finish(self) -> bytes:
        """The last chunk; an empty file is one empty chunk."""
        return self._seal(bytes(self._waiting), is_last=True)

    @property
    def sha256(self) -> str:
        """The digest of what was taken so far, 64 hexadecimal digits."""
        return self._digest.hexdigest()

    def _seal(self, plain: bytes, *, is_last: bool) -> bytes:
        number = self._number
        self._number += 1
        return self._cipher.encrypt(_nonce(number), plain, _place(number, is_last))


def last_chunk(size: int) -> int:
    """The number of the last chunk of a file of this size."""
    return max(0, (size - 1) // CHUNK)


def read_range(stored: BinaryIO, key: bytes, *, size: int, start: int, end: int) -> Iterator[bytes]:
    """The bytes from `start` up to, not including, `end` of a file of `size` bytes, chunk by chunk.

    Raises UnableToReadFile at the first chunk that is not the one that was written.
    """
    if not 0 <= start <= end <= size:
        raise ValueError("the range is not inside of the file")
    cipher = AESGCM(key)
    last = last_chunk(size)
    first = min(start // CHUNK, last)
    stored.seek(first * (CHUNK + TAG))
    for number in range(first, min(max(start, end - 1) // CHUNK, last) + 1):
        plain = _open(cipher, stored, number, size, is_last=number == last)
        begin = number * CHUNK
        yield plain[max(0, start - begin) : end - begin]


def _open(cipher: AESGCM, stored: BinaryIO, number: int, size: int, *, is_last: bool) -> bytes:
    length = size - number * CHUNK if is_last else CHUNK
    sealed = stored.read(length + TAG)
    if is_last and stored.read(1):
        raise UnableToReadFile("longer than it was written")
    if len(sealed) != length + TAG:
        raise UnableToReadFile("shorter than it was written")
    try:
        return cipher.decrypt(_nonce(number), sealed, _place(number, is_last))
    except (InvalidTag, ValueError):
        raise UnableToReadFile(f"chunk {number} is not as it was written") from None


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


def _place(number: int, is_last: bool) -> bytes:
    return b"femida.file\x00" + number.to_bytes(8, "big") + (b"\x01" if is_last else b"\x00")
