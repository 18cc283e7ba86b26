"""A person at her browser, seen from the server: one kept connection through a proxy, signed in."""

from __future__ import annotations

import http.client
import re
import time
import urllib.parse
from dataclasses import dataclass
from http.cookies import SimpleCookie

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
WARM_UP = 5
GONE_ON = (302, 303)
IDLE = 5
"""Seconds of silence after which a connection is opened anew."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and the milliseconds from the first byte asked to the last byte read."""

    status: int
    headers: dict[str, str]
    body: bytes
    took: float

    @property
    def request(self) -> str:
        """The number under which the server's log speaks of it."""
        return self.headers["x-request-id"]


class Person:
    """One signed-in person."""

    def __init__(self, port: int, login: str, password: str) -> None:
        self.login = login
        self._link = http.client.HTTPConnection("localhost", port)
        self._cookies: dict[str, str] = {}
        self._tokens: dict[str, str] = {}
        self._quiet_since = 0.0
        answer = self.send("/sign-in/", {"login": login, "password": password}, form_at="/sign-in/")
        if answer.status not in GONE_ON or "sessionid" not in self._cookies:
            raise SystemExit(f"{login} cannot sign in: {answer.status}")

    def get(self, path: str, **headers: str) -> Answer:
        """One page."""
        return self._ask("GET", path, None, headers)

    def send(self, path: str, fields: dict[str, str], *, form_at: str) -> Answer:
        """A form; its token is fetched from `form_at` once and is not timed."""
        if form_at not in self._tokens:
            found = TOKEN.search(self.get(form_at).body.decode())
            if found is None:
                raise SystemExit(f"{form_at} has no form.")
            self._tokens[form_at] = found.group(1)
        body = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": self._tokens[form_at]})
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Referer": f"http://localhost:{self._link.port}{path}",
        }
        return self._ask("POST", path, body, headers)

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        sent = {
            "X-Forwarded-For": "127.0.0.1",
            "X-Forwarded-Proto": "http",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items()),
            **headers,
        }
        if time.monotonic() > self._quiet_since + IDLE:
            # the server closes a connection that has said nothing for a while
            self._link.close()
        began = time.perf_counter()
        self._link.request(method, urllib.parse.quote(path, safe="/?=&%+"), body, sent)
        answer = self._link.getresponse()
        read = answer.read()
        took = (time.perf_counter() - began) * 1000
        self._quiet_since = time.monotonic()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self._cookies |= {key: morsel.value for key, morsel in SimpleCookie(value).items()}
        given = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, given, read, took)
