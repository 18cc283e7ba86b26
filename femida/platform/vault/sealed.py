"""Sealing values and finding them again without opening.

A sealed value is one byte with the version of its key, a nonce of twelve bytes and AES-256-GCM over the
text; purpose and version are authenticated with it. Blind indexes are HMAC-SHA256 under keys of their
own, cut to 16 bytes.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Final, NoReturn

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from typing_extensions import override

from femida.platform.vault.keys import Key, KeyKind, keyring

NONCE_BYTES: Final = 12
TAG_BYTES: Final = 16
INDEX_BYTES: Final = 16


class UnableToOpen(Exception):
    """A sealed value is damaged, was moved from another place, or its key is gone. Says nothing of it."""


class Secret:
    """A secret text. It shows nowhere by itself: who needs it asks by `reveal()`."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text itself."""
        return self._text

    @override
    def __repr__(self) -> str:
        return "<Secret>"

    @override
    def __str__(self) -> str:
        return "•••"

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and hmac.compare_digest(self._text.encode(), other._text.encode())

    __hash__ = None  # type: ignore[assignment]

    @override
    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not stored outside of the vault")


def seal(plain: str, purpose: str) -> bytes:
    """Seal a text for a purpose («table.kind»)."""
    return seal_bytes(plain.encode(), purpose)


def open_sealed(sealed: bytes | memoryview, purpose: str) -> Secret:
    """Open what `seal` made for the same purpose. Raises UnableToOpen."""
    return Secret(open_bytes(sealed, purpose).decode())


def seal_bytes(plain: bytes, purpose: str) -> bytes:
    """Seal bytes (keys of files) for a purpose."""
    key = keyring().newest(KeyKind.ENCRYPTION)
    nonce = secrets.token_bytes(NONCE_BYTES)
    return bytes([key.version]) + nonce + AESGCM(key.secret).encrypt(nonce, plain, _place(key, purpose))


def open_bytes(sealed: bytes | memoryview, purpose: str) -> bytes:
    """Open what `seal_bytes` made for the same purpose. Raises UnableToOpen."""
    data = bytes(sealed)
    if len(data) < 1 + NONCE_BYTES + TAG_BYTES:
        raise UnableToOpen("too short")
    key = keyring().version(KeyKind.ENCRYPTION, data[0])
    if key is None:
        raise UnableToOpen(f"encryption key {data[0]} is missing")
    nonce, body = data[1 : 1 + NONCE_BYTES], data[1 + NONCE_BYTES :]
    try:
        return AESGCM(key.secret).decrypt(nonce, body, _place(key, purpose))
    except InvalidTag:
        # from None: the chained error would carry the frames that hold key and value
        raise UnableToOpen("damaged, or sealed for another purpose") from None


def _place(key: Key, purpose: str) -> bytes:
    return f"femida.vault\x00{key.version}\x00{purpose}".encode()


def blind_index(value: str, purpose: str) -> bytes:
    """The digest of a normalised value under the index key in force."""
    return index_pair(value, purpose)[0]


def index_pair(value: str, purpose: str) -> tuple[bytes, bytes | None]:
    """The digests to store: under the index key in force and, during a rotation, under the next one."""
    digests = blind_indexes(value, purpose)
    return digests[0], digests[1] if len(digests) > 1 else None


def blind_indexes(value: str, purpose: str) -> list[bytes]:
    """The digests to look a value up by: one for each index key, the one in force first."""
    return [_digest(key, value, purpose) for key in keyring().of(KeyKind.INDEX)]


def tail_index(tail: str, purpose: str) -> bytes:
    """The digest to store of the last digits, under the newest key for tails."""
    return _digest(keyring().newest(KeyKind.TAIL), tail, purpose)


def tail_indexes(tail: str, purpose: str) -> list[bytes]:
    """The digests to look last digits up by: one for each key for tails."""
    return [_digest(key, tail, purpose) for key in keyring().of(KeyKind.TAIL)]


def _digest(key: Key, value: str, purpose: str) -> bytes:
    message = f"{purpose}\x00{value}".encode()
    return hmac.new(key.secret, message, hashlib.sha256).digest()[:INDEX_BYTES]
