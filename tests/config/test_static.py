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


def through_asgi(files, path, method, accepted):
    """(status, headers, body) of one request of ASGI."""
    sent = []

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": method, "path": path, "headers": [(b"accept-encoding", accepted)]}
    asyncio.run(files.asgi(scope, None, send))
    start, body = sent
    named = {name.decode(): value.decode() for name, value in start["headers"]}
    return start["status"], named, body["body"]


def through_wsgi(files, path, method, accepted):
    """The same of WSGI."""
    begun = []
    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "HTTP_ACCEPT_ENCODING": accepted.decode()}
    body = b"".join(files.wsgi(environ, lambda *given: begun.append(given)))
    ((status, headers),) = begun
    return int(status.split()[0]), dict(headers), body


@pytest.fixture(params=[through_asgi, through_wsgi], ids=["asgi", "wsgi"])
def ask(request):
    """Asks in both ways that the application is served."""

    def asked(files, path, method="GET", accepted=b"gzip, br"):
        return request.param(files, path, method, accepted)

    return asked


def test_words_go_compressed_to_those_who_read_it(ask, folder):
    files = StaticFiles(folder, "/static/")
    whole = (folder / "ui" / "app.css").read_bytes()
    status, headers, body = ask(files, "/static/ui/app.css")
    assert (status, headers["content-type"]) == (200, "text/css; charset=utf-8")
    assert headers["content-encoding"] == "gzip"
    assert gzip.decompress(body) == whole
    assert int(headers["content-length"]) == len(body) < len(whole) / 5
    assert "immutable" in headers["cache-control"]
    status, headers, body = ask(files, "/static/ui/app.css", accepted=b"identity")
    assert (status, body) == (200, whole)
    assert "content-encoding" not in headers
    assert headers["vary"] == "Accept-Encoding"


def test_fonts_go_as_they_are_and_a_head_has_no_body(ask, folder):
    files = StaticFiles(folder, "/static/")
    whole = (folder / "ui" / "font.woff2").read_bytes()
    assert ask(files, "/static/ui/font.woff2")[2] == whole
    status, headers, body = ask(files, "/static/ui/font.woff2", method="HEAD")
    assert (status, headers["content-length"], body) == (200, str(len(whole)), b"")
    assert ask(files, "/static/ui/font.woff2", method="POST")[0] == 405


@pytest.mark.parametrize(
    "path",
    ["../secret.txt", "ui/../../secret.txt", "/etc/passwd", "ui", "ui/none.css", "", "a\0b", "x" * 5000],
)
def test_nothing_outside_of_the_folder_is_shown(ask, folder, path):
    files = StaticFiles(folder, "/static/")
    status, _headers, body = ask(files, f"/static/{path}")
    assert (status, body) == (404, b"Not found\n")
    assert files.kept == {}


def test_a_file_is_read_once(ask, folder):
    files = StaticFiles(folder, "/static/")
    first = ask(files, "/static/ui/app.css")
    (folder / "ui" / "app.css").unlink()
    assert ask(files, "/static/ui/app.css") == first
    assert list(files.kept) == ["ui/app.css"]
