"""A browser without a window: keeps cookies, follows links, remembers every byte it was answered."""

from __future__ import annotations

import contextlib
import http.client
import json
import re
import socket
import threading
import time
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode, urljoin, urlsplit

from tests.faults.firm import PASSWORD
from tests.processes import Installation

LINK = re.compile(r"""(?:href|hx-get|data-href|src)="(/[^"#]*)""")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
FIELD = re.compile(
    r"<(input|textarea|select)\b([^>]*)>(.*?)(?=<(?:input|textarea|select|/form)\b)", re.DOTALL
)
FOLLOWED = 4


@dataclass(frozen=True)
class Answer:
    """One answer, whole."""

    asked: str
    status: int
    headers: str
    body: str

    @property
    def links(self) -> list[str]:
        """Addresses on this site to which the answer leads."""
        return [unescape(link) for link in LINK.findall(self.body)]


@dataclass
class Browser:
    """One person's browser."""

    installation: Installation
    cookies: dict[str, str] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)

    def get(self, path: str, **headers: str) -> Answer:
        """Open an address, and those it redirects to."""
        return self.ask("GET", path, headers=headers)

    def post(self, path: str, values: dict[str, str], **headers: str) -> Answer:
        """Send a form."""
        body = urlencode(values | {"csrfmiddlewaretoken": self.cookies.get("csrftoken", "")})
        return self.ask("POST", path, body, headers | {"Content-Type": "application/x-www-form-urlencoded"})

    def ask(
        self, method: str, path: str, body: str | None = None, headers: dict[str, str] | None = None
    ) -> Answer:
        """Ask, and follow redirects."""
        for _ in range(FOLLOWED):
            answer, leads_to = self._ask(method, path, body, headers or {})
            if not leads_to:
                break
            method, path, body = "GET", urljoin(path, leads_to), None
        return answer

    def fill_in(self, path: str, text: str, **values: str) -> Answer:
        """Open a form, write the text into every field for words that `values` do not name, and send it."""
        form = self.get(path).body.partition('<form class="f-form"')[2].partition("</form>")[0] + "</form>"
        filled = {}
        for tag, attributes, inside in FIELD.findall(form):
            name, kind = _attribute(attributes, "name"), _attribute(attributes, "type") or "text"
            if tag == "textarea" or (tag == "input" and kind == "text"):
                filled[name] = text
            elif tag == "select":
                filled[name] = next((one for one in re.findall(r'value="([^"]+)"', inside)), "")
            elif kind in ("hidden", "radio", "datetime-local", "date"):
                filled.setdefault(name, unescape(_attribute(attributes, "value")))
        filled.pop("csrfmiddlewaretoken", None)
        assert text in filled.values(), f"{path} has no field for words"
        return self.post(path, filled | values)

    def sign_in(self, login: str) -> Browser:
        """Sign in through the page."""
        self.get("/sign-in/")
        answer = self.post("/sign-in/", {"login": login, "password": PASSWORD})
        assert "sessionid" in self.cookies, (answer.status, answer.body[:300])
        return self

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> tuple[Answer, str]:
        link = http.client.HTTPConnection("localhost", self.installation.port, timeout=20)
        try:
            link.request(method, path, body.encode() if body is not None else None, self._headers(headers))
            got = link.getresponse()
            raw = got.read()
        finally:
            link.close()
        for cookie in got.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name.strip()] = value
        answer = Answer(f"{method} {path}", got.status, str(got.headers), raw.decode("utf-8", "replace"))
        self.answers.append(answer)
        leads_to = got.headers.get("Location") if got.status in (301, 302, 303) else ""
        return answer, leads_to or ""

    def _headers(self, headers: dict[str, str]) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        origin = f"http://localhost:{self.installation.port}"
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        return {"Cookie": cookies, "Referer": f"{origin}/", "Accept-Language": "ru", **given}

    def crawl(self, *starts: str, at_most: int) -> None:
        """Open pages and everything they lead to, breadth first, each as a page and as a fragment."""
        waiting, seen = list(starts), set(starts)
        while waiting and len(seen) <= at_most + len(waiting):
            path = waiting.pop(0)
            answer = self.get(path)
            self.get(path, HX_Request="true")
            for link in answer.links:
                place = urlsplit(link).path
                if link not in seen and not place.startswith(("/static/", "/live/", "/sign-out/")):
                    seen.add(link)
                    waiting.append(link)


def _attribute(attributes: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', attributes)
    return found[1] if found else ""


class Listener:
    """An open stream of events: what it was told so far."""

    def __init__(self, browser: Browser, port: int = 0) -> None:
        self.said = ""
        self.ended = False
        self.link = http.client.HTTPConnection("localhost", port or browser.installation.port, timeout=60)
        self.link.request("GET", "/live/", headers=browser._headers({}))
        assert self.link.sock is not None
        self.socket = self.link.sock
        self.answer = self.link.getresponse()
        assert self.answer.status == 200, self.answer.status
        self.thread = threading.Thread(target=self._listen, daemon=True)
        self.thread.start()

    def _listen(self) -> None:
        try:
            while line := self.answer.readline():
                self.said += line.decode()
        except (OSError, http.client.HTTPException, ValueError, AttributeError):
            pass
        self.ended = True

    def heard(self) -> list[tuple[str, int]]:
        """The objects it was told of."""
        lines = [line for line in self.said.splitlines() if line.startswith("data: ")]
        told = [json.loads(line.removeprefix("data: ")) for line in lines]
        return [(one["type"], one["id"]) for one in told if "id" in one]

    def wait_for(self, object_type: str, object_id: int, within: float) -> bool:
        """Whether it hears of an object in time."""
        until = time.monotonic() + within
        while time.monotonic() < until:
            if (object_type, object_id) in self.heard():
                return True
            time.sleep(0.05)
        return False

    def close(self) -> None:
        """Go away, though the other thread is reading."""
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)
        self.thread.join(timeout=5)
        self.link.close()
