"""Answers with the bytes of a file: whole or a range, always as a download, never shown by the browser."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from typing import Final

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from femida.platform.files.queries import OpenedFile

_RANGE: Final = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


class UnsatisfiableRange(Exception):
    """The asked range begins behind the end of the file."""


def wanted_range(header: str, size: int) -> tuple[int, int] | None:
    """Start and end (not included) that a Range header asks of a file, or None for all of it.

    Several ranges at once and what is no range of bytes are answered by the whole file, as RFC 9110 allows.
    Raises UnsatisfiableRange.
    """
    found = _RANGE.fullmatch(header.strip())
    if found is None or not (found[1] or found[2]):
        return None
    if not found[1]:
        start, end = max(0, size - int(found[2])), size
    else:
        start, end = int(found[1]), min(size, int(found[2]) + 1) if found[2] else size
        if found[2] and int(found[2]) < start:
            return None
    if start >= size:
        raise UnsatisfiableRange
    return start, end


def file_response(request: HttpRequest, file: OpenedFile) -> HttpResponseBase:
    """The answer for a file that the actor may read."""
    tag = f'"{file.sha256[:32]}"'
    asked = request.headers.get("Range", "")
    if request.headers.get("If-Range", tag) != tag:
        asked = ""
    try:
        part = wanted_range(asked, file.size)
    except UnsatisfiableRange:
        return _headed(HttpResponse(status=416), file, tag, content_range=f"bytes */{file.size}")
    start, end = part or (0, file.size)
    pieces = file.read(start, end)
    body = one_by_one(pieces) if isinstance(request, ASGIRequest) else pieces
    answer = StreamingHttpResponse(body, status=206 if part else 200, content_type=file.content_type)
    answer.headers["Content-Length"] = str(end - start)
    span = f"bytes {start}-{end - 1}/{file.size}" if part else ""
    return _headed(answer, file, tag, content_range=span)


def _headed(answer: HttpResponseBase, file: OpenedFile, tag: str, *, content_range: str) -> HttpResponseBase:
    disposition = content_disposition_header(as_attachment=True, filename=file.name)
    headers = {
        "Content-Disposition": disposition or "attachment",
        "X-Content-Type-Options": "nosniff",
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, no-store",
        "ETag": tag,
    }
    for name, value in headers.items():
        answer.headers[name] = value
    if content_range:
        answer.headers["Content-Range"] = content_range
    return answer


async def one_by_one(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """The pieces one by one: a plain iterator would be read into the memory as a whole first."""
    following = sync_to_async(lambda: next(pieces, b""), thread_sensitive=False)
    while piece := await following():
        yield piece
