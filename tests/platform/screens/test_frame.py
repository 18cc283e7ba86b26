"""The start page, the navigation and the search over everything."""

from __future__ import annotations

import pytest
from django.utils.safestring import SafeString

from femida.platform.access.queries import visible
from femida.platform.core.ports import Port
from femida.platform.screens import home, navigation
from femida.platform.screens.ports import HomeWidget, NavLink
from femida.platform.search import everywhere
from tests.firm.people import give
from tests.sample.models import Thing


@pytest.fixture
def hung(monkeypatch):
    fresh = {name: Port(name) for name in ("home_widgets", "nav_entries", "nav_counters")}
    monkeypatch.setattr(home, "home_widgets", fresh["home_widgets"])
    monkeypatch.setattr(navigation, "nav_entries", fresh["nav_entries"])
    monkeypatch.setattr(navigation, "nav_counters", fresh["nav_counters"])
    return fresh


def test_without_widgets_the_start_page_says_so(client, hung):
    assert "f-state" in client.get("/").content.decode()


def test_widgets_stand_in_order_for_those_with_the_right(client, hung):
    for key, order, right in (
        ("second", 20, ""),
        ("first", 10, "things.view"),
        ("hidden", 5, "things.change"),
    ):
        hung["home_widgets"].register(
            key, HomeWidget(key, f"Заглавие-{key}", order, lambda request: SafeString("x"), needs_right=right)
        )
    page = client.get("/").content.decode()
    assert page.index("Заглавие-first") < page.index("Заглавие-second")
    assert "Заглавие-hidden" not in page


def test_the_navigation_holds_what_one_may_see(house, client, hung):
    hung["nav_entries"].register(
        "secret", NavLink("secret", "Тайное", "lock", lambda: "/secret/", right="things.change")
    )
    for number in range(7):
        house.thing(f"вещь {number}")
    hung["nav_counters"].register("sample.thing", lambda actor: visible(actor, Thing))
    page = client.get("/things/").content.decode()
    entry = page[page.index('<a class="f-nav-entry" href="/things/"') :]
    assert 'aria-current="page"' in entry[: entry.index(">")]
    assert '<span class="f-count">7</span>' in entry[: entry.index("</a>")]
    assert "Тайное" not in page
    assert 'href="/things/"' not in house.client(house.visitor).get("/").content.decode()


def test_search_finds_what_one_may_see(house, client):
    house.thing("Иванов Пётр")
    house.thing("Иванов Чужой", office=house.there)
    page = client.get("/search/?q=иван").content.decode()
    assert "<mark>Иван</mark>ов Пётр" in page
    assert "Чужой" not in page
    assert "ов Пётр" not in house.client(house.visitor).get("/search/?q=иван").content.decode()


def test_search_shows_twenty_of_a_kind_and_the_way_to_all(house, client):
    for number in range(23):
        house.thing(f"вещь {number}")
    page = client.get("/search/?q=вещь").content.decode()
    assert page.count('data-row="') == 20
    assert 'href="/things/?q=%D0%B2%D0%B5%D1%89%D1%8C"' in page


@pytest.mark.parametrize("typed", ["", "   ", "%", "\0", "'\"<script>", "а" * 500])
def test_search_bears_anything(client, typed):
    answer = client.get("/search/", {"q": typed})
    assert answer.status_code == 200
    assert "<script>'" not in answer.content.decode()


def test_a_whole_number_is_asked_of_the_parties_by_a_submitted_search_only(house, client, monkeypatch):
    asked = []
    port: Port[everywhere.ExactSearch] = Port("exact search")
    for key, at_once in (("number", True), ("tail", False)):
        port.register(
            key,
            everywhere.ExactSearch(
                key,
                "things.view",
                "Спросить",
                lambda typed: "345" in typed,
                lambda actor, typed, key=key: asked.append((key, actor.id, typed)),
                at_once=at_once,
            ),
        )
    monkeypatch.setattr(everywhere, "exact_searches", port)
    client.get("/search/?q=%2B7 912 345-67-89")
    assert asked == [("number", house.clerk.account_id, "+7 912 345-67-89")]
    client.post("/search/palette/", {"q": "+7 912 345-67-89"})
    assert len(asked) == 1


def test_grants_count_at_the_next_request(house):
    client = house.client(house.visitor)
    assert client.get("/things/").status_code == 403
    from femida.platform.access.rights import Scope

    give(house.visitor, things__view=Scope.OFFICE)
    assert client.get("/things/").status_code == 200


def test_daily_work_stands_first_in_the_navigation(house, client, monkeypatch):
    ordered = [("Rare", 80), ("Daily", 10), ("Often", 40)]
    links = Port("navigation entry")
    for label, order in ordered:
        links.register(label, NavLink(label, label, "home", lambda: "/x/", section=label, order=order))
    monkeypatch.setattr(navigation, "nav_entries", links)
    page = client.get("/things/").content.decode()
    places = [page.index(f">{label}<") for label in ("Daily", "Often", "Rare")]
    assert places == sorted(places)
