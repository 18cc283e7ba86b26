"""What happens to files."""

from __future__ import annotations

from dataclasses import dataclass

from typing_extensions import override

from femida.platform.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class FileAttached(Event):
    """A file was attached to an object; the fact stands on the object's time-line."""

    kind = "file.attached"
    subject = ("files.file", "file_id")
    file_id: int
    object_type: str
    object_id: int

    @override
    def anchor_refs(self) -> list[tuple[str, int]]:
        return [self.subject_ref(), (self.object_type, self.object_id)]


@dataclass(frozen=True, kw_only=True)
class FileRemoved(Event):
    """A file was taken away from an object."""

    kind = "file.removed"
    subject = ("files.file", "file_id")
    file_id: int
    object_type: str
    object_id: int

    @override
    def anchor_refs(self) -> list[tuple[str, int]]:
        return [self.subject_ref(), (self.object_type, self.object_id)]
