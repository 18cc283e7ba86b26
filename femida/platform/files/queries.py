"""Reading files. A file is seen exactly by those who see the object on which it hangs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from femida.platform.access.policy import policy_of
from femida.platform.access.prepared import prepared
from femida.platform.access.queries import visible
from femida.platform.access.scoping import Scoped, scopings
from femida.platform.core.actor import Actor
from femida.platform.core.errors import NotFound
from femida.platform.core.statements import Hole
from femida.platform.files.chunks import UnableToReadFile, read_range
from femida.platform.files.models import StoredFile
from femida.platform.files.storage import storage
from femida.platform.vault.sealed import UnableToOpen, open_bytes

KEY_PURPOSE = "files_storedfile.key"


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file as lists show it."""

    id: int
    name: str
    size: int
    content_type: str
    created_at: datetime
    created_by_id: int | None


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file that the actor may read; `read` gives any range of its bytes."""

    id: int
    name: str
    size: int
    content_type: str
    sha256: str
    _blob: str
    _key_enc: bytes

    def read(self, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        """The bytes from `start` up to, not including, `end`, in pieces. Raises UnableToReadFile."""
        key = open_bytes(self._key_enc, KEY_PURPOSE)
        with storage().open(self._blob) as stored:
            yield from read_range(
                stored, key, size=self.size, start=start, end=self.size if end is None else end
            )


def owner_scope(object_type: str) -> Scoped:
    """The scope of the objects of a type. Raises NotFound for a type on which no file can hang."""
    for scoping in scopings:
        if isinstance(scoping, Scoped) and scoping.object_type == object_type:
            return scoping
    raise NotFound


def sees_object(actor: Actor, object_type: str, object_id: int) -> bool:
    """Whether the actor sees the object, and so its files."""
    model = owner_scope(object_type).model
    statement = prepared(
        policy_of(actor),
        ("sees", object_type),
        lambda: visible(actor, model).filter(pk__same=Hole("pk")).order_by().values_list("pk"),
    )
    return bool(statement.rows(pk=object_id))


def files_of(actor: Actor, object_type: str, object_id: int) -> list[FileLine]:
    """The files of an object, the newest first; none for an object out of sight."""
    if not sees_object(actor, object_type, object_id):
        return []
    rows = StoredFile.objects.filter(
        object_type=object_type, object_id=object_id, removed_at__isnull=True
    ).order_by("-id")
    return [
        FileLine(row.pk, row.name, row.size, row.content_type, row.created_at, row.created_by_id)
        for row in rows.defer("key_enc")
    ]


def open_file(actor: Actor, file_id: int) -> OpenedFile:
    """A file to read. Raises NotFound alike for a missing, a removed and a foreign one."""
    row = StoredFile.objects.filter(pk=file_id, removed_at__isnull=True).first()
    # by the key of the one object, not by the scope of all types at once: this is asked for every range
    if row is None or not sees_object(actor, row.object_type, row.object_id):
        raise NotFound
    return OpenedFile(row.pk, row.name, row.size, row.content_type, row.sha256, row.blob, bytes(row.key_enc))


def unreadable_files(sample: int) -> list[str]:
    """Of the newest files, those whose bytes are gone or do not open: for a restore, without any actor."""
    wrong = []
    for row in StoredFile.objects.order_by("-pk")[:sample]:
        file = OpenedFile(
            row.pk, row.name, row.size, row.content_type, row.sha256, row.blob, bytes(row.key_enc)
        )
        try:
            next(file.read(0, 1))
        except (UnableToReadFile, UnableToOpen, StopIteration):
            wrong.append(f"file {row.pk} does not open")
    return wrong
