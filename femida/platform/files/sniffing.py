"""What a file is by its first bytes; what the sender calls it does not count."""

from __future__ import annotations

from typing import Final

HEAD: Final = 4096
UNKNOWN: Final = "application/octet-stream"
PLAIN: Final = "text/plain"

_MAGIC: Final[tuple[tuple[int, bytes, str], ...]] = (
    (0, b"%PDF-", "application/pdf"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftypheic", "image/heic"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (8, b"WAVE", "audio/wav"),
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
    (0, b"{\\rtf", "application/rtf"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
)
_ZIP: Final = b"PK\x03\x04"
_INSIDE_ZIP: Final[tuple[tuple[bytes, str], ...]] = (
    (b"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (b"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (b"ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    (b"application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text"),
    (b"application/vnd.oasis.opendocument.spreadsheet", "application/vnd.oasis.opendocument.spreadsheet"),
)
_CONTROLS: Final = frozenset(range(32)) - {9, 10, 12, 13, 27}


def content_type(head: bytes) -> str:
    """The type of a file by its first 4 KiB.

    Whatever a browser could run (HTML, SVG, XML, scripts) is a plain text here; what is not known is a heap
    of bytes.
    """
    if head.startswith(_ZIP):
        return next((kind for mark, kind in _INSIDE_ZIP if mark in head), "application/zip")
    for offset, mark, kind in _MAGIC:
        if head.startswith(mark, offset):
            return kind
    return PLAIN if head and _is_text(head) else UNKNOWN


def _is_text(head: bytes) -> bool:
    if _CONTROLS & set(head):
        return False
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        # the head may end inside of a letter
        return error.start >= len(head) - 3 and len(head) == HEAD
    return True
