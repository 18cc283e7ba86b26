"""Lists: what they show, in which order, how they are searched, filtered and paged."""

from __future__ import annotations

import base64
import json
import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.sample.models import Thing

HTMX = {"HX-Request": "true", "HX-Target": "list"}


def names(answer) -> list[str]:
    return re.findall(r'data-href="/things/\d+/".*?<a href="/things/\d+/">(.*?)</a>', answer.content.decode())


def address(answer, step: str) -> str:
    """The address of the next («after») or the previous («before») page."""
    found = re.search(rf'<a class="btn btn-sm" href="([^"]*{step}=[^"]+)"', answer.content.decode())
    assert found, f"no step {step}"
    return found[1].replace("&amp;", "&")


def test_shows_the_rows_of_ones_office_only(house, client):
    house.thing("наша")
    house.thing("чужая", office=house.there)
    assert names(client.get("/things/")) == ["наша"]
    assert names(house.client(house.far).get("/things/")) == ["чужая"]


def test_shows_values_as_people_read_them(house, client):
    parent = house.thing("Родитель")
    house.thing(
        "Ребёнок",
        parent=parent,
        amount=Decimal("12500.5"),
        due_on=date(2026, 1, 5),
        kind="hard",
        is_urgent=True,
    )
    page = client.get("/things/?q=ребенок").content.decode()
    assert "12\u202f500,50\u00a0₽" in page
    assert "05.01.2026" in page
    assert "Hard" in page
    assert f'<a href="/things/{parent.pk}/">Родитель</a>' in page
    assert house.clerk.name in page


def test_escapes_what_people_typed(house, client):
    payload = "<script>alert(1)</script>"
    house.thing(payload, note=f"{payload}\"'")
    Thing.objects.create(name='"><img src=x>', office=house.here, note="x" * 200 + payload)
    page = client.get("/things/").content.decode()
    assert payload not in page
    assert "<img src=x>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_walks_all_rows_forth_and_back_without_loss(house, client):
    start = timezone.now()
    for number in range(120):
        # the same moment for groups of rows: the key must tell them apart
        house.thing(f"вещь {number:03}", created_at=start - timedelta(minutes=number // 7))
    first = client.get("/things/")
    second = client.get("/things/" + address(first, "after"))
    third = client.get("/things/" + address(second, "after"))
    walked = names(first) + names(second) + names(third)
    assert len(walked) == len(set(walked)) == 120
    assert len(names(first)) == 50
    back = client.get("/things/" + address(third, "before"))
    assert names(back) == names(second)


@pytest.mark.parametrize("sort", ["due_on", "-due_on"])
def test_pages_by_a_column_with_empty_values(house, client, sort):
    for number in range(70):
        house.thing(f"вещь {number:03}", due_on=date(2026, 1, 1 + number % 9) if number % 3 else None)
    first = client.get(f"/things/?sort={sort}")
    second = client.get("/things/" + address(first, "after"))
    walked = names(first) + names(second)
    expected = Thing.objects.order_by(sort, f"{'-' if sort.startswith('-') else ''}pk")
    assert walked == list(expected.values_list("name", flat=True))


def a_place(*values: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "place",
    [
        "x",
        "////",
        "\0",
        "a" * 700,
        a_place(),
        a_place("a"),
        a_place(None, 5),
        a_place("2026-11-22T00:00:00", "5; DROP"),
        a_place("2026-11-22T00:00:00+00:00", 10**30),
        a_place("2026-11-22T00:00:00+00:00", -(10**30)),
        a_place({"a": 1}, [1]),
        a_place("9" * 400, 1),
    ],
)
def test_a_broken_place_shows_the_first_page(house, client, place):
    house.thing("вещь")
    assert names(client.get("/things/", {"after": place})) == ["вещь"]
    assert client.get("/things/", {"before": place, "sort": "name"}).status_code == 200


def test_counts_no_further_than_it_says(house, client):
    Thing.objects.bulk_create([Thing(name=f"вещь {number}", office=house.here) for number in range(1100)])
    page = client.get("/things/").content.decode()
    assert "1\u202f000+" in page


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("иванов", ["Иванов Пётр", "Петров Иванов"]),
        ("петр иван", ["Иванов Пётр", "Петров Иванов"]),
        ("ПЁТР", ["Иванов Пётр", "Петров Иванов"]),
        ("ванов", ["Иванов Пётр", "Петров Иванов"]),
        ("юк", ["Юксель"]),
        ("кс", []),
        ("%", []),
        ("сидоров", []),
    ],
)
def test_finds_words_and_fragments(house, client, typed, found):
    for name in ("Иванов Пётр", "Петров Иванов", "Юксель"):
        house.thing(name)
    assert sorted(names(client.get("/things/", {"q": typed}))) == sorted(found)


def test_offers_the_other_keyboard_layout(house, client):
    house.thing("Иванов")
    page = client.get("/things/", {"q": "bdfyjd"}).content.decode()
    assert "иванов" in page


def test_search_does_not_reach_rows_of_others(house, client):
    house.thing("Секретов", office=house.there)
    assert names(client.get("/things/?q=секретов")) == []


def test_filters_from_the_address_and_shows_them_as_chips(house, client):
    house.thing("просто")
    house.thing("трудно", kind="hard")
    answer = client.get("/things/?kind=hard")
    assert names(answer) == ["трудно"]
    assert "Kind: Hard" in answer.content.decode()
    assert names(client.get('/things/?f={"field":"kind","op":"is_not","value":"hard"}')) == ["просто"]


def test_a_quick_filter_is_a_chip(house, client):
    house.thing("терпит")
    house.thing("горит", is_urgent=True)
    answer = client.get("/things/?quick=urgent")
    assert names(answer) == ["горит"]
    assert "f-chip-on" in answer.content.decode()


@pytest.mark.parametrize("query", ["number=5", "f=[]", "f={", "kind=other", "f=" + "[" * 3000, "due_on=xx"])
def test_a_filter_nobody_can_read_is_refused_in_words(house, client, query):
    answer = client.get(f"/things/?{query}")
    assert answer.status_code == 422
    assert "f-state" in answer.content.decode()


def test_answers_the_region_alone_to_htmx(house, client):
    house.thing("вещь")
    answer = client.get("/things/", headers=HTMX)
    page = answer.content.decode()
    assert page.startswith('<div class="f-list" id="list"')
    assert "<html" not in page


def test_an_empty_list_says_what_will_be_here(house, client):
    assert "f-state" in client.get("/things/").content.decode()
    assert "f-state" in client.get("/things/?q=нет").content.decode()


def test_without_the_right_there_is_no_list(house):
    answer = house.client(house.visitor).get("/things/")
    assert answer.status_code == 403


def test_costs_an_exact_number_of_statements(house, client, django_assert_num_queries):
    for number in range(60):
        house.thing(f"вещь {number}")
    client.get("/things/")
    # session, account, zone, policy (grants, placement), rows, count, bell
    with django_assert_num_queries(7):
        client.get("/things/")
    # a search is run once, then its rows are read; they need not be counted
    with django_assert_num_queries(7):
        client.get("/things/?q=вещь 59")


FILTERS = {"HX-Request": "true", "HX-Target": "list-filters"}


def test_the_filter_form_offers_what_may_be_asked(house, client):
    form = client.get("/things/?kind=hard&q=вещь", headers=FILTERS).content.decode()
    assert '<option value="hard" selected>Hard</option>' in form
    assert 'name="due_on"' in form
    assert '<input type="hidden" name="q" value="вещь">' in form
    # hidden values and what is no choice are not offered
    assert 'name="number"' not in form
    assert 'name="amount"' not in form
    assert "<html" not in form


def test_the_filter_form_names_only_what_one_may_see(house, client):
    house.thing("Наша")
    house.thing("Чужая", office=house.there)
    form = client.get("/things/", headers=FILTERS).content.decode()
    assert "Наша" in form
    assert "Чужая" not in form


def test_the_address_goes_without_empty_fields(house, client):
    house.thing("трудно", kind="hard")
    answer = client.get("/things/?kind=hard&due_on=&q=", headers=HTMX)
    assert answer.headers["HX-Push-Url"] == "/things/?kind=hard"
    assert names(answer) == ["трудно"]
    assert "HX-Push-Url" not in client.get("/things/?kind=hard", headers=HTMX).headers


def test_the_tests_of_sight_would_notice_an_open_door(house, client, monkeypatch):
    """The twin: with the door taken off, the same list shows the rows of others."""
    from femida.platform.screens.lists import listing

    house.thing("чужая", office=house.there)
    assert names(client.get("/things/")) == []
    monkeypatch.setattr(listing, "visible", lambda actor, model: model.objects.all())
    assert names(client.get("/things/")) == ["чужая"]


def test_the_tests_of_escaping_would_notice_a_raw_renderer(house, client, monkeypatch):
    """The twin: a renderer that trusts its text lets the payload through."""
    from django.utils.safestring import SafeString

    from femida.platform.core.ports import Port
    from femida.platform.screens.lists import columns

    trusting: Port[object] = Port("column renderer")
    trusting.register("sample.thing:note", lambda cell: SafeString(cell.text))
    monkeypatch.setattr(columns, "column_renderers", trusting)
    house.thing("вещь", note="<script>alert(1)</script>")
    assert "<script>alert(1)</script>" in client.get("/things/").content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "parent=99999999999999999999999",
        "parent=-1",
        "kind=%00",
        "responsible=%D9%A5",
        'f={"field":"amount","op":"is","value":Infinity}',
        'f={"field":"amount","op":"at_least","value":-1e400}',
        'f={"field":"name","op":"contains","value":"\\u0000"}',
        'f={"field":"created_at","op":"before","value":"0001-01-01"}',
        'f={"field":"created_at","op":"after","value":"9999-12-31T23:59:59+00:00"}',
        "created_at=..",
        "created_at=2026-11-22..x",
        "sort=-number&q=%ED%A0%80",
        "sort=children&view=none",
    ],
)
def test_no_address_breaks_the_list(house, client, query):
    assert client.get(f"/things/?{query}").status_code in (200, 422)
    assert client.get(f"/things/?view=board&{query}").status_code in (200, 422)


def test_a_key_beyond_all_bounds_is_not_found(client):
    assert client.get(f"/things/{10**30}/").status_code == 404
    assert client.post(f"/things/{10**30}/move/", {"to": "hard"}).status_code == 404
    part = {"HX-Request": "true", "HX-Target": "timeline-more"}
    assert client.get(f"/things/{10**30}/?before=x", headers=part).status_code == 404
