"""The DOCX file as a ZIP of parts: read with limits, written anew.

Nothing is unpacked to a disk. What a person sends is refused unless it is a plain, small, honest archive.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from typing import Final

from femida.platform.texts.docx.refusals import refusal

LARGEST: Final = 20 * 1024 * 1024
"""In bytes: of the file, of all its parts unpacked, and of the parts of a filled document."""
LARGEST_RATIO: Final = 100
MOST_PARTS: Final = 500

# A few hundred kilobytes of spaces may well pack a thousand times; that harms nobody.
_HARMLESS: Final = 1024 * 1024
_ENTRY: Final = b"PK\x01\x02"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PASSWORD: Final = "EncryptedPackage".encode("utf-16-le")
_ENCRYPTED_FLAG: Final = 0x1
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_LONGEST_NAME: Final = 255
_NO_DATE: Final = (1980, 1, 1, 0, 0, 0)


def read_parts(data: bytes) -> dict[str, bytes]:
    """The parts by name, in the order of the file. Raises UnableToUseTemplate."""
    if data.startswith(_OLE):
        raise refusal("encrypted" if _PASSWORD in data else "not_docx")
    if not data.startswith(b"PK\x03\x04"):
        raise refusal("not_docx")
    if len(data) > LARGEST:
        raise refusal("too_large")
    # Counted in the raw bytes: the library makes an object for each entry as soon as it opens the file.
    if data.count(_ENTRY) > MOST_PARTS:
        raise refusal("too_complex")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_entries(entries)
            return {entry.filename: archive.read(entry) for entry in entries if not entry.is_dir()}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise refusal("damaged") from error


def write_parts(parts: Mapping[str, bytes]) -> bytes:
    """The parts as a DOCX file; the same parts give the same bytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _NO_DATE), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & _ENCRYPTED_FLAG for entry in entries):
        raise refusal("encrypted")
    if any(entry.compress_type not in _METHODS for entry in entries):
        raise refusal("damaged")
    if len({entry.filename.lower() for entry in entries}) < len(entries):
        raise refusal("names")
    if not all(_is_plain(entry.orig_filename) for entry in entries):
        raise refusal("names")
    # The library never gives out more of a part than the entry declares.
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > LARGEST or (unpacked > _HARMLESS and unpacked > LARGEST_RATIO * packed):
        raise refusal("too_large")


def _is_plain(name: str) -> bool:
    """Whether a name is a relative path downwards, as Word writes them."""
    steps = name.rstrip("/").split("/")
    return (
        len(name) <= _LONGEST_NAME
        and name.isprintable()
        and not any(sign in name for sign in "\\:")
        and all(step.strip(". ") for step in steps)
    )
