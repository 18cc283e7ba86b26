"""Whom we believe about where a request came from."""

import asyncio

import pytest

from femida.config import wsgi
from femida.config.proxies import HEALTH, TrustedProxies, behind_proxies

PROXY = "10.0.0.1"


def seen(client: str, trusted: list[str], **headers: str) -> dict:
    """The scope as Django sees it, and the addresses it would believe."""
    scopes = []

    async def application(scope, receive, send):
        scopes.append(scope)

    scope = {
        "type": "http",
        "scheme": "http",
        "client": (client, 5000),
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
    }
    asyncio.run(behind_proxies(application, TrustedProxies(trusted))(scope, None, None))
    return scopes[0]


def test_a_strangers_word_is_not_taken_and_not_passed_on():
    scope = seen("203.0.113.9", [PROXY], x_forwarded_for="127.0.0.1", x_forwarded_proto="https", host="firm")
    assert scope["client"][0] == "203.0.113.9"
    assert scope["scheme"] == "http"
    assert scope["headers"] == [(b"host", b"firm")]


def test_our_proxy_is_believed_about_the_last_address_only():
    scope = seen(PROXY, [PROXY], x_forwarded_for="127.0.0.1, 203.0.113.9", x_forwarded_proto="https")
    assert scope["client"][0] == "203.0.113.9"
    assert scope["scheme"] == "https"


def test_a_chain_of_our_proxies_is_followed():
    scope = seen(PROXY, ["10.0.0.0/8"], x_forwarded_for="198.51.100.7, 203.0.113.9, 10.0.0.7")
    assert scope["client"][0] == "203.0.113.9"


@pytest.mark.parametrize("header", ["x_forwarded_for", "forwarded", "x_real_ip"])
def test_an_unnamed_proxy_on_this_machine_never_makes_its_visitors_local(header):
    scope = seen("127.0.0.1", [], **{header: "203.0.113.9"})
    assert scope["client"][0] == ""


def test_a_named_proxy_that_says_nothing_hides_its_visitor():
    assert seen("127.0.0.1", ["127.0.0.1"])["client"][0] == ""


def test_a_person_at_this_machine_is_local():
    assert seen("127.0.0.1", [])["client"][0] == "127.0.0.1"


def test_a_nonsense_scheme_is_not_taken():
    assert seen(PROXY, [PROXY], x_forwarded_for="203.0.113.9", x_forwarded_proto="gopher")["scheme"] == "http"


class TestPagesByThemselves:
    """The same judgement where pages are answered by WSGI."""

    @staticmethod
    def seen(monkeypatch, client, trusted, **headers):
        environs = []
        monkeypatch.setattr(wsgi, "trusted", TrustedProxies(trusted))
        monkeypatch.setattr(wsgi, "pages", lambda environ, start: environs.append(environ) or [])
        said = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        environ = {"REMOTE_ADDR": client, "wsgi.url_scheme": "http", "PATH_INFO": "/leads/", **said}
        wsgi.application(environ, None)
        return environs[0]

    def test_a_strangers_word_is_not_taken_and_not_passed_on(self, monkeypatch):
        words = {"x_forwarded_for": "127.0.0.1", "x_forwarded_proto": "https"}
        environ = self.seen(monkeypatch, "203.0.113.9", [PROXY], **words)
        assert (environ["REMOTE_ADDR"], environ["wsgi.url_scheme"]) == ("203.0.113.9", "http")
        assert not [name for name in environ if "FORWARDED" in name]

    def test_our_proxy_is_believed(self, monkeypatch):
        words = {"x_forwarded_for": "127.0.0.1, 203.0.113.9", "x_forwarded_proto": "https"}
        environ = self.seen(monkeypatch, PROXY, [PROXY], **words)
        assert (environ["REMOTE_ADDR"], environ["wsgi.url_scheme"]) == ("203.0.113.9", "https")

    def test_an_unnamed_proxy_on_this_machine_never_makes_its_visitors_local(self, monkeypatch):
        environ = self.seen(monkeypatch, "127.0.0.1", [], x_forwarded_for="203.0.113.9")
        assert environ["REMOTE_ADDR"] == ""

    @pytest.mark.parametrize("path", HEALTH)
    def test_the_sign_of_life_asks_nobody(self, path):
        said = []
        assert wsgi.application({"PATH_INFO": path}, lambda *words: said.append(words)) == [b"ok\n"]
        assert said[0][0] == "200 OK"
