"""How much goes over the wire: a first page with everything it needs, and every page after it."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from urllib.request import Request, urlopen

import pytest

pytestmark = pytest.mark.browser

FIRST = 250_000
LATER = 20_000
PAGES = {
    "operator1.kzn": ("/", "/leads/", "/leads/?view=board", "card of /leads/"),
    "manager1.msk": ("/contracts/", "card of /contracts/"),
    "cashier.msk": ("/cash-desk/",),
    "director": ("/", "/leads/?view=board", "card of /executions/", "/help/director/"),
}
ASSET = re.compile(r"""(?:href|src|data-icons)="(/static/[^"#]+)""")
# What a style sheet and a script ask for further.
FURTHER = re.compile(r"""(?:url\(["']?|import\s*["']|from\s*["'])([^"')]+\.(?:woff2|js|css)[^"')]*)""")

Fetch = Callable[[str], tuple[str, int, dict[str, str]]]


@pytest.fixture
def fetch_as(people, address):
    """Asks for an address as a person's browser would; gives (text, bytes over the wire, headers)."""

    def as_person(login: str) -> Fetch:
        cookies = people.page(login).context.cookies()
        cookie = "; ".join(f"{one['name']}={one['value']}" for one in cookies)

        def fetch(path: str) -> tuple[str, int, dict[str, str]]:
            asked = Request(f"{address}{path}", headers={"Cookie": cookie, "Accept-Encoding": "gzip"})
            with urlopen(asked, timeout=20) as answer:
                raw = answer.read()
                headers = {name.lower(): value for name, value in answer.headers.items()}
            head = sum(len(name) + len(value) + 4 for name, value in headers.items())
            packed = headers.get("content-encoding") == "gzip"
            text = zlib.decompress(raw, 31) if packed else raw
            return text.decode("utf-8", "replace"), len(raw) + head, headers

        return fetch

    return as_person


def assets_of(fetch: Fetch, page: str) -> dict[str, int]:
    """Bytes of every file that the page makes a browser load, by address."""
    found: dict[str, int] = {}
    wanted = list(dict.fromkeys(ASSET.findall(page)))
    while wanted:
        path = wanted.pop()
        if path in found:
            continue
        text, found[path], headers = fetch(path)
        assert "immutable" in headers["cache-control"], path
        if path.endswith((".css", ".js")):
            folder = path.rpartition("/")[0]
            wanted += [f"{folder}/{name.removeprefix('./')}" for name in FURTHER.findall(text)]
    return found


def _address_of(fetch: Fetch, wanted: str) -> str:
    listing = wanted.removeprefix("card of ")
    if listing == wanted:
        return wanted
    card = re.search(rf'href="({listing}\d+/)"', fetch(listing)[0])
    assert card, listing
    return card[1]


@pytest.mark.parametrize("login", PAGES)
def test_pages_are_light(fetch_as, login):
    fetch = fetch_as(login)
    for wanted in PAGES[login]:
        page, weight, headers = fetch(_address_of(fetch, wanted))
        assert headers["content-encoding"] == "gzip"
        # the style sheets, scripts and fonts are in the browser's cache after the first page
        assert weight < LATER, wanted
        assets = assets_of(fetch, page)
        assert any("woff2" in path for path in assets)
        assert any("app." in path and path.endswith(".js") for path in assets)
        assert weight + sum(assets.values()) < FIRST, {wanted: weight, **assets}
