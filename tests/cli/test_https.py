"""`femida serve` with a certificate: pages by https, and a plain port that only sends on."""

from __future__ import annotations

import http.client
import ssl
import subprocess

import pytest

from femida.cli.redirecting import location
from femida.config import environment
from tests.processes import Installation, free_port, wait_until

pytestmark = pytest.mark.faults


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("certificate")
    cert, key = folder / "cert.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", cert],
        check=True, capture_output=True,
    )  # fmt: skip
    return cert, key


def test_pages_are_served_by_https_and_the_plain_port_sends_on(
    tmp_path, certificate, cloned_database, database_server
):
    cert, key = certificate
    plain = free_port()
    served = Installation(
        tmp_path / "data",
        tmp_path / "serve.log",
        DATABASE_URL=database_server.app_conninfo(cloned_database),
        DATABASE_OWNER_URL=database_server.owner_conninfo(cloned_database),
    )
    trusting = ssl.create_default_context(cafile=cert)

    def answers() -> bool:
        link = http.client.HTTPSConnection("localhost", served.port, timeout=2, context=trusting)
        try:
            link.request("GET", "/healthz")
            return link.getresponse().status == 200
        except OSError:
            return False
        finally:
            link.close()

    served.answers = answers
    try:
        served.start("--tls-cert", str(cert), "--tls-key", str(key), "--redirect-from", str(plain))
        wait_until(lambda: f"https://localhost:{served.port}/" in served.said(), 10, "the address")
        link = http.client.HTTPSConnection("localhost", served.port, timeout=10, context=trusting)
        link.request("GET", "/setup/")
        page = link.getresponse()
        page.read()
        assert page.status == 200
        assert "max-age=31536000" in page.getheader("Strict-Transport-Security")
        assert "Secure" in page.getheader("Set-Cookie")
        sent = http.client.HTTPConnection("localhost", plain, timeout=5)
        sent.request("GET", "/leads/?q=1")
        answer = sent.getresponse()
        assert (answer.status, answer.getheader("Location")) == (
            301,
            f"https://localhost:{served.port}/leads/?q=1",
        )
    finally:
        served.destroy()


def test_a_certificate_that_cannot_be_used_is_one_sentence(tmp_path, certificate):
    cert, _key = certificate
    made = Installation(tmp_path / "data", tmp_path / "log")
    try:
        answer = made.run("serve", "--tls-cert", str(cert), "--tls-key", str(cert))
        assert answer.returncode == 1
        assert "cannot be used" in answer.stderr
        assert "Traceback" not in answer.stderr
        half = made.run("serve", "--tls-cert", str(cert))
        assert half.returncode == 1
        assert "give both" in half.stderr
    finally:
        made.destroy()


def settings(**variables: str) -> environment.Environment:
    given = {"FEMIDA_TLS_CERT": "/c", "FEMIDA_TLS_KEY": "/k", "FEMIDA_PORT": "443"}
    return environment.read(given | {"FEMIDA_ALLOWED_HOSTS": "crm.firm.ru"} | variables)


@pytest.mark.parametrize(
    ("host", "path", "to"),
    [
        ("crm.firm.ru", "/leads/", "https://crm.firm.ru/leads/"),
        ("crm.firm.ru:80", "/", "https://crm.firm.ru/"),
        ("evil.example", "/", None),
        ("", "/", None),
        ("crm.firm.ru", "http://evil.example/", "https://crm.firm.ru/"),
        ("crm.firm.ru", "//evil.example/", "https://crm.firm.ru//evil.example/"),
    ],
)
def test_nobody_is_sent_to_a_foreign_place(host, path, to):
    assert location(settings(), host, path) == to


def test_a_certificate_makes_cookies_secure():
    assert settings().is_https
