"""What every answer carries, and what Django itself says of the settings."""

import re
from importlib import import_module

import pytest
from django.conf import settings
from django.contrib.sessions.backends import cached_db, db
from django.test import Client

from tests.firm.people import an_employee, an_office
from tests.prepared import prepare
from tests.processes import Installation


@pytest.mark.django_db
def test_every_page_carries_a_policy_without_exceptions():
    an_employee(an_office())  # an installation without a single account leads to its set-up
    answer = Client().get("/sign-in/")
    assert answer.status_code == 200
    policy = dict(part.split(" ", 1) for part in answer["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["img-src"] == "'self' data:"
    assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"


@pytest.mark.django_db
def test_https_is_promised_on_https_only():
    assert "Strict-Transport-Security" not in Client().get("/sign-in/")
    assert "max-age=31536000" in Client().get("/sign-in/", secure=True)["Strict-Transport-Security"]


@pytest.mark.django_db
def test_no_page_has_inline_scripts_or_styles_that_the_policy_would_stop():
    page = Client().get("/sign-in/").content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert "<style" not in page
    assert not re.search(r"\sstyle=", page)
    assert not re.search(r"\son\w+=", page)


def test_a_session_ends_in_every_process_at_once():
    store = import_module(settings.SESSION_ENGINE).SessionStore
    # rows of a table: nothing signed or cached outlives its removal
    assert issubclass(store, db.SessionStore)
    assert not issubclass(store, cached_db.SessionStore)
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.CSRF_COOKIE_HTTPONLY


def test_django_finds_nothing_to_mend_behind_https(tmp_path):
    installation = Installation(tmp_path / "data", tmp_path / "log")
    installation.variables |= {
        "FEMIDA_HTTPS": "1",
        "FEMIDA_ALLOWED_HOSTS": "crm.firm.example",
        "FEMIDA_TRUSTED_PROXIES": "10.0.0.1",
    }
    try:
        prepare(installation)
        said = installation.python(
            """
            from django.core.management import call_command
            call_command("check", deploy=True, fail_level="WARNING")
            """
        )
        assert said.returncode == 0, said.stderr
    finally:
        installation.destroy()
