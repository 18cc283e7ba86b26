"""Scripts and styles as the application hands them out."""

import asyncio
import gzip

import pytest

from femida.config.static import StaticFiles


@pytest.fixture
def folder(tmp_path):
    inside = tmp_path / "static"
    (inside / "ui").mkdir(parents=True)
    (inside / "ui" / "app.css").write_text(".f-row { display: flex; }\n" * 100, encoding="utf-8")
    (inside / "ui" / "font.woff2").write_bytes(bytes(range(256)) * 8)
    (tmp_path / "secret.txt").write_text("тайна", encoding="utf-8")
    return inside


def ask(files, path, method="GET", accepted=b"gzip, br"):
    """(status, headers, body) of one request."""
    sent = []

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": method, "path": path, "headers": [(b"accept-encoding", accepted)]}
    asyncio.run(files(scope, None, send))
    start, body = sent
    return start["status"], dict(start["headers"]), body["body"]


def test_words_go_compressed_to_those_who_read_it(folder):
    files = StaticFiles(folder, "/static/")
    whole = (folder / "ui" / "app.css").read_bytes()
    status, headers, body = ask(files, "/static/ui/app.css")
    assert (status, headers[b"content-type"]) == (200, b"text/css; charset=utf-8")
    assert headers[b"content-encoding"] == b"gzip"
    assert gzip.decompress(body) == whole
    assert int(headers[b"content-length"]) == len(body) < len(whole) / 5
    assert b"immutable" in headers[b"cache-control"]
    status, headers, body = ask(files, "/static/ui/app.css", accepted=b"identity")
    assert (status, body) == (200, whole)
    assert b"content-encoding" not in headers
    assert headers[b"vary"] == b"Accept-Encoding"


def test_fonts_go_as_they_are_and_a_head_has_no_body(folder):
    files = StaticFiles(folder, "/static/")
    whole = (folder / "ui" / "font.woff2").read_bytes()
    assert ask(files, "/static/ui/font.woff2")[2] == whole
    status, headers, body = ask(files, "/static/ui/font.woff2", method="HEAD")
    assert (status, headers[b"content-length"], body) == (200, str(len(whole)).encode(), b"")
    assert ask(files, "/static/ui/font.woff2", method="POST")[0] == 405


@pytest.mark.parametrize(
    "path",
    ["../secret.txt", "ui/../../secret.txt", "/etc/passwd", "ui", "ui/none.css", "", "a\0b", "x" * 5000],
)
def test_nothing_outside_of_the_folder_is_shown(folder, path):
    files = StaticFiles(folder, "/static/")
    status, _headers, body = ask(files, f"/static/{path}")
    assert (status, body) == (404, b"Not found\n")
    assert files.kept == {}


def test_a_file_is_read_once(folder):
    files = StaticFiles(folder, "/static/")
    first = ask(files, "/static/ui/app.css")
    (folder / "ui" / "app.css").unlink()
    assert ask(files, "/static/ui/app.css") == first
    assert list(files.kept) == ["ui/app.css"]
