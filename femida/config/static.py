"""Scripts, styles and pictures of the pages, compressed once and kept in memory.

The server's own way of handing out files cannot compress, and two thirds of a first page are scripts and
styles. The names hold the hash of the content (`ManifestStaticFilesStorage`): what was read once stays right.
"""

import gzip
import mimetypes
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

from femida.config.proxies import Receive, Scope, Send

Headers = list[tuple[str, str]]

YEAR = 365 * 24 * 60 * 60
WORDS = ("text/", "image/svg", "application/javascript", "application/json")
"""What is worth compressing; fonts and photographs are compressed already."""
LEAST = 512


@dataclass(frozen=True, slots=True)
class StaticFile:
    """One file, whole, and as gzip where that is shorter."""

    kind: str
    content: bytes
    packed: bytes | None


def read_file(path: Path) -> StaticFile:
    """Read and compress a file."""
    content = path.read_bytes()
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    is_words = kind.startswith(WORDS)
    packed = gzip.compress(content, 9, mtime=0) if is_words and len(content) >= LEAST else None
    if is_words and kind != "image/svg+xml":
        kind += "; charset=utf-8"
    return StaticFile(kind, content, packed if packed and len(packed) < len(content) else None)


class StaticFiles:
    """Answers under `prefix` from `folder`; there are as many entries in memory as files in the folder."""

    def __init__(self, folder: Path, prefix: str) -> None:
        self.folder = folder.resolve()
        self.prefix = prefix
        self.kept: dict[str, StaticFile] = {}

    def find(self, path: str) -> StaticFile | None:
        """The file of an address; None when the folder has none of this name."""
        name = path.removeprefix(self.prefix)
        if name in self.kept:
            return self.kept[name]
        try:
            place = (self.folder / name).resolve()
            if not place.is_relative_to(self.folder) or not place.is_file():
                return None
            # one file has many names (a/../b): it is read and packed once, whatever it is called by
            own = str(place.relative_to(self.folder))
            if own not in self.kept:
                self.kept[own] = read_file(place)
        except (OSError, ValueError):  # a name that no file can have
            return None
        return self.kept[own]

    def answer(self, method: str, path: str, accepted: str) -> tuple[int, Headers, bytes]:
        """Status, headers and body for a request that accepts the given encodings."""
        if method not in ("GET", "HEAD"):
            return _with_length(405, [("allow", "GET, HEAD")], b"")
        found = self.find(path)
        if found is None:
            return _with_length(404, [("content-type", "text/plain")], b"Not found\n")
        headers = [
            ("content-type", found.kind),
            ("cache-control", f"public, max-age={YEAR}, immutable"),
            ("x-content-type-options", "nosniff"),
        ]
        body = found.content
        if found.packed is not None:
            headers.append(("vary", "Accept-Encoding"))
            if "gzip" in accepted:
                headers.append(("content-encoding", "gzip"))
                body = found.packed
        status, headers, body = _with_length(200, headers, body)
        return status, headers, b"" if method == "HEAD" else body

    async def asgi(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Answer one request of ASGI."""
        accepted = next((value for name, value in scope["headers"] if name == b"accept-encoding"), b"")
        status, headers, body = self.answer(scope["method"], scope["path"], accepted.decode("latin-1"))
        written = [(name.encode(), value.encode()) for name, value in headers]
        await send({"type": "http.response.start", "status": status, "headers": written})
        await send({"type": "http.response.body", "body": body})

    def wsgi(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request of WSGI."""
        accepted = str(environ.get("HTTP_ACCEPT_ENCODING", ""))
        status, headers, body = self.answer(environ["REQUEST_METHOD"], environ["PATH_INFO"], accepted)
        start_response(f"{status} {HTTPStatus(status).phrase}", headers)
        return [body]


def _with_length(status: int, headers: Headers, body: bytes) -> tuple[int, Headers, bytes]:
    return status, [*headers, ("content-length", str(len(body)))], body


def static_files() -> StaticFiles:
    """The files of the pages, where the settings have them collected."""
    from django.conf import settings

    return StaticFiles(settings.STATIC_ROOT, settings.STATIC_URL)
