"""Files on their way in: a large upload waits on the disk, and even there only encrypted."""

from __future__ import annotations

from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from typing_extensions import override

from femida.platform.files.chunks import CHUNK, Encryptor, new_key, read_range
from femida.platform.files.commands import LARGEST, too_large

if TYPE_CHECKING:
    _Base = UploadedFile[bytes]
else:
    _Base = UploadedFile


class EncryptedUpload(_Base):
    """An uploaded file, kept in a nameless file of the disk under a key that only this object has."""

    def __init__(self, stored: IO[bytes], key: bytes, *, kept: int, name: str, size: int) -> None:
        super().__init__(stored, name, size=size)
        self._key = key
        self._kept = kept

    @override
    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """The bytes in pieces of 64 KiB. Raises Invalid at `file` when there were more than may be."""
        if self.size is not None and self.size > LARGEST:
            raise too_large()
        stored: Any = self.file
        yield from read_range(stored, self._key, size=self._kept, start=0, end=self._kept)

    @override
    def read(self, *_args: object) -> bytes:
        """All of it: for small files only."""
        return b"".join(self.chunks())


class EncryptedUploadHandler(FileUploadHandler):
    """Django's place for what arrives with a form. What is over the limit is counted and thrown away."""

    chunk_size = CHUNK

    @override
    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._key = new_key()
        self._encryptor = Encryptor(self._key)
        # closed with the upload, when the answer is ready
        self._stored: IO[bytes] = TemporaryFile("w+b")  # noqa: SIM115

    @override
    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        if self._encryptor.size + len(raw_data) <= LARGEST:
            self._stored.write(self._encryptor.update(raw_data))
        return None

    @override
    def file_complete(self, file_size: int) -> EncryptedUpload:
        self._stored.write(self._encryptor.finish())
        return EncryptedUpload(
            self._stored, self._key, kept=self._encryptor.size, name=self.file_name or "", size=file_size
        )

    @override
    def upload_interrupted(self) -> None:
        if hasattr(self, "_stored"):
            self._stored.close()
