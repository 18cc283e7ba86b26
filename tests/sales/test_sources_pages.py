"""Pages of sources: set up and changed by those who may; the key stands on one panel only."""

from __future__ import annotations

import pytest

from femida.platform.access.rights import Scope
from femida.sales.sources.models import Source
from tests.firm.people import an_employee, give
from tests.people_online import browser, into, page_of
from tests.sales.firm import a_firm

pytestmark = pytest.mark.django_db

FILLED = {
    "name": "Сайт о наследстве",
    "channel": "online",
    "information": "Говорить мягко",
    "accepts_web": "on",
    "origins": "https://one.example\nhttps://two.example/",
    "per_minute": "15",
}


@pytest.fixture
def firm():
    return a_firm()


@pytest.fixture
def keeper(firm):
    """Who sets sources up."""
    employee = an_employee(firm.office, firm.sales)
    give(employee, sources__view=Scope.FIRM, sources__change=Scope.FIRM)
    return employee


@pytest.fixture
def reader(firm):
    """Who only sees sources."""
    employee = an_employee(firm.office, firm.sales)
    give(employee, sources__view=Scope.FIRM)
    return employee


def test_a_source_is_set_up_and_shows_its_address_and_a_form_for_the_site(keeper):
    client = browser(keeper)
    answer = client.post("/sources/new/", FILLED)
    source = Source.objects.get(name="Сайт о наследстве")
    assert answer.headers["Location"] == f"/sources/{source.pk}/"
    assert source.origins == ["https://one.example", "https://two.example"]
    card = page_of(client.get(f"/sources/{source.pk}/"))
    assert f"http://testserver/intake/web/{source.key}" in card
    assert "&lt;iframe src=" in card
    assert "http://testserver/intake/web/" not in page_of(client.get("/sources/"))


def test_who_only_sees_sources_sees_no_key_anywhere(firm, reader):
    key = Source.objects.get(pk=firm.source_id).key
    client = browser(reader)
    for url in ("/sources/", f"/sources/{firm.source_id}/"):
        assert key not in page_of(client.get(url))
    assert client.get("/sources/new/").status_code == 403
    assert client.post(f"/sources/{firm.source_id}/edit/", FILLED).status_code == 403
    assert Source.objects.get(pk=firm.source_id).name != FILLED["name"]


def test_a_change_keeps_the_key_and_says_what_is_wrong_at_its_field(firm, keeper):
    key = Source.objects.get(pk=firm.source_id).key
    client = browser(keeper)
    url = f"/sources/{firm.source_id}/edit/"
    wrong = client.post(url, {**FILLED, "origins": "site.example/path"}, headers=into("dialog-body"))
    assert wrong.status_code == 422
    assert "https://example.com" in wrong.content.decode()
    assert client.post(url, FILLED, headers=into("dialog-body")).status_code in (200, 204)
    source = Source.objects.get(pk=firm.source_id)
    assert (source.key, source.name, source.is_active) == (key, FILLED["name"], False)


def test_a_source_closed_for_sites_has_no_address(firm, keeper):
    source = Source.objects.get(pk=firm.source_id)
    source.accepts_web = False
    source.save()
    assert source.key not in page_of(browser(keeper).get(f"/sources/{source.pk}/"))
