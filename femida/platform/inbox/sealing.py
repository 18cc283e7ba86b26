"""How the inbox keeps bodies unreadable and still tells repeated ones."""

from __future__ import annotations

from django.utils.crypto import salted_hmac

from femida.platform.vault.sealed import open_bytes, seal_bytes

_SALT = "femida.inbox"


def seal_body(receipt: str, body: bytes) -> bytes:
    """The body encrypted and bound to its receipt: it opens under no other."""
    return seal_bytes(body, _purpose(receipt))


def open_body(receipt: str, sealed: bytes) -> bytes:
    """The body of a message. Raises UnableToOpen when it was altered or belongs to another receipt."""
    return open_bytes(sealed, _purpose(receipt))


def _purpose(receipt: str) -> str:
    return f"inbox.message:{receipt}"


def body_digest(body: bytes) -> bytes:
    """A keyed digest: equal for equal bodies, useless for guessing what stands in a short one."""
    return salted_hmac(f"{_SALT}.body", body, algorithm="sha256").digest()


def key_digest(channel: str, source_id: int, key: str) -> bytes:
    """A keyed digest of a sender's key: senders put telephone numbers into keys, too."""
    return salted_hmac(f"{_SALT}.key", f"{channel}\x1f{source_id}\x1f{key}", algorithm="sha256").digest()
