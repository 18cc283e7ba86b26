"""Attaching and removing files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from django.utils.translation import gettext_lazy as _

from femida.platform.access.queries import visible
from femida.platform.commands.core import command, take
from femida.platform.core import clock
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Denied, Invalid, NotFound
from femida.platform.files.chunks import Encryptor, new_key
from femida.platform.files.events import FileAttached, FileRemoved
from femida.platform.files.models import StoredFile
from femida.platform.files.naming import safe_name
from femida.platform.files.queries import KEY_PURPOSE, owner_scope, sees_object
from femida.platform.files.sniffing import HEAD, content_type
from femida.platform.files.storage import new_name, storage
from femida.platform.journal.recording import record
from femida.platform.vault.sealed import seal_bytes

LARGEST: Final = 50 * 1024 * 1024
"""Bytes of one file."""


@command(right="files.attach")
def attach_file(
    actor: Actor, *, object_type: str, object_id: int, name: str, content: Iterable[bytes]
) -> int:
    """Attach a file, given in pieces, to an object; returns the file's id.

    The bytes are encrypted on the way into the store and are nowhere else. Raises NotFound and Denied for
    the object before anything is written, Invalid at `file` for an empty or too large one.
    """
    model = owner_scope(object_type).model
    if not sees_object(actor, object_type, object_id):
        raise NotFound
    if not visible(actor, model, "files.attach").filter(pk=object_id).exists():
        raise Denied(right="files.attach")
    key, blob = new_key(), new_name()
    encryptor = Encryptor(key)
    incoming = _Incoming(content)
    store = storage()
    store.write(blob, _encrypted(encryptor, incoming))
    try:
        if encryptor.size == 0:
            raise Invalid({"file": _("The file is empty.")})
        take(actor, model, object_id)
        stored = StoredFile.objects.create(
            name=safe_name(name),
            size=encryptor.size,
            content_type=content_type(incoming.head),
            sha256=encryptor.sha256,
            blob=blob,
            key_enc=seal_bytes(key, KEY_PURPOSE),
            object_type=object_type,
            object_id=object_id,
            created_by_id=actor.person_id,
        )
        record(FileAttached(file_id=stored.pk, object_type=object_type, object_id=object_id))
    except BaseException:
        store.remove(blob)
        raise
    return stored.pk


@command(right="files.remove")
def remove_file(actor: Actor, *, file_id: int) -> None:
    """Take a file away; nobody can open it any more. Raises NotFound, Denied."""
    row = StoredFile.objects.filter(pk=file_id, removed_at__isnull=True).first()
    if row is None or not sees_object(actor, row.object_type, row.object_id):
        raise NotFound
    take(actor, owner_scope(row.object_type).model, row.object_id)
    removed = StoredFile.objects.filter(pk=file_id, removed_at__isnull=True).update(removed_at=clock.now())
    if removed:
        record(FileRemoved(file_id=file_id, object_type=row.object_type, object_id=row.object_id))


def too_large() -> Invalid:
    """The refusal of a file over the limit."""
    return Invalid({"file": _("The file is larger than %(limit)s MB.") % {"limit": LARGEST // 1024**2}})


class _Incoming:
    """The pieces of a file as they come: keeps the head of it, and stops one that is too large."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = pieces
        self.head = b""

    def __iter__(self) -> Iterator[bytes]:
        taken = 0
        for piece in self._pieces:
            taken += len(piece)
            if taken > LARGEST:
                raise too_large()
            if len(self.head) < HEAD:
                self.head = (self.head + piece)[:HEAD]
            yield piece


def _encrypted(encryptor: Encryptor, pieces: Iterable[bytes]) -> Iterator[bytes]:
    for piece in pieces:
        yield encryptor.update(piece)
    yield encryptor.finish()
