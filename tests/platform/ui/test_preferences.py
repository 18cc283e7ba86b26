"""A person changes the look of their own account only, through the firm's own command."""

from __future__ import annotations

import pytest
from django.test import Client

from femida.platform.accounts.models import User
from femida.platform.journal.models import Fact

pytestmark = pytest.mark.django_db
ADDRESS = "/ui/preferences/"


@pytest.fixture
def anna() -> User:
    """A person and her account."""
    return User.objects.create(login="anna", name="Анна")


@pytest.fixture
def browser(anna) -> Client:
    """Anna's browser."""
    client = Client()
    client.force_login(anna)
    return client


def test_keeps_what_was_chosen_and_goes_back(anna, browser):
    answer = browser.post(ADDRESS, {"theme": "dark", "density": "dense", "next": "/leads/?q=1"})
    anna.refresh_from_db()
    assert (anna.theme, anna.density) == ("dark", "dense")
    assert (answer.status_code, answer["Location"]) == (302, "/leads/?q=1")
    assert Fact.objects.get().kind == "account.profile_changed"


def test_leaves_out_what_it_does_not_know(anna, browser):
    browser.post(ADDRESS, {"theme": "pink", "is_active": "", "login": "root", "is_demo": "1"})
    anna.refresh_from_db()
    assert (anna.theme, anna.login, anna.is_active, anna.is_demo) == ("auto", "anna", True, False)
    assert not Fact.objects.exists()


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_goes_nowhere_foreign(browser, address):
    assert browser.post(ADDRESS, {"language": "en", "next": address})["Location"] == "/"


def test_scripts_get_no_page(browser):
    assert browser.post(ADDRESS, {"theme": "light"}, headers={"HX-Request": "true"}).status_code == 204


def test_only_posts_and_only_signed_in(browser):
    assert browser.get(ADDRESS).status_code == 405
    assert "/sign-in/" in Client().post(ADDRESS, {"theme": "dark"})["Location"]
