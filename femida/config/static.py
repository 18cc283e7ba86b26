"""Scripts, styles and pictures of the pages, compressed once and kept in memory.

The server's own way of handing out files cannot compress, and two thirds of a first page are scripts and
styles. The names hold the hash of the content (`ManifestStaticFilesStorage`): what was read once stays right.
"""

import gzip
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from femida.config.proxies import Application, Receive, Scope, Send

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
        if name not in self.kept:
            try:
                place = (self.folder / name).resolve()
                if not place.is_relative_to(self.folder) or not place.is_file():
                    return None
                self.kept[str(place.relative_to(self.folder))] = found = read_file(place)
            except (OSError, ValueError):  # a name that no file can have
                return None
            return found
        return self.kept[name]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI
        """Answer one request."""
        if scope["method"] not in ("GET", "HEAD"):
            await _answer(send, 405, [(b"allow", b"GET, HEAD")], b"")
            return
        found = self.find(scope["path"])
        if found is None:
            await _answer(send, 404, [(b"content-type", b"text/plain")], b"Not found\n")
            return
        accepted = next((value for name, value in scope["headers"] if name == b"accept-encoding"), b"")
        headers = [
            (b"content-type", found.kind.encode()),
            (b"cache-control", f"public, max-age={YEAR}, immutable".encode()),
            (b"x-content-type-options", b"nosniff"),
        ]
        body = found.content
        if found.packed is not None:
            headers.append((b"vary", b"Accept-Encoding"))
            if b"gzip" in accepted:
                headers.append((b"content-encoding", b"gzip"))
                body = found.packed
        await _answer(send, 200, headers, body, is_head=scope["method"] == "HEAD")


async def _answer(
    send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes, *, is_head: bool = False
) -> None:
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": status, "headers": [*headers, length]})
    await send({"type": "http.response.body", "body": b"" if is_head else body})


def static_files(folder: Path, prefix: str) -> Application:
    """The application for one folder."""
    return StaticFiles(folder, prefix)
