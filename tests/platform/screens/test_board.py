"""Boards: columns, counts, cards, further cards, moves and their refusals."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client

from femida.platform.core.errors import Stale, UnableTo
from femida.platform.core.ports import Port
from femida.platform.screens import moves
from femida.platform.screens.boards import cards
from tests.sample.models import Thing

BOARD = {"HX-Request": "true", "HX-Target": "board-card"}


@pytest.fixture
def moved(monkeypatch) -> list[tuple[object, ...]]:
    """A move that notes what it was asked and moves, but refuses «hard» to things called «стой»."""
    asked: list[tuple[object, ...]] = []

    def move(actor, row_id, to, version):
        asked.append((actor, row_id, to, version))
        thing = Thing.objects.get(pk=row_id)
        if thing.name == "стой":
            raise UnableTo("Звонок ещё не сделан.")
        if version not in (None, thing.version):
            raise Stale
        Thing.objects.filter(pk=row_id).update(kind=to)

    port: Port[object] = Port("board move")
    port.register("sample.thing", move)
    monkeypatch.setattr(moves, "board_moves", port)
    monkeypatch.setattr(cards, "board_moves", port)
    return asked


def column(page: str, key: str) -> str:
    found = re.search(rf'<section class="f-col[^>]*id="column-{key}">(.*?)</section>', page, re.DOTALL)
    assert found, f"no column {key}"
    return found[1]


def titles(page: str) -> list[str]:
    return re.findall(r'f-bcard-who"><a href="/things/\d+/">(.*?)</a>', page)


def test_each_card_stands_in_its_column(house, client):
    house.thing("просто")
    house.thing("трудно", kind="hard")
    house.thing("чужое", kind="hard", office=house.there)
    page = client.get("/things/?view=board").content.decode()
    assert titles(column(page, "simple")) == ["просто"]
    assert titles(column(page, "hard")) == ["трудно"]
    assert '<span class="f-col-count">1</span>' in column(page, "hard")


def test_a_full_column_brings_the_rest_on_demand(house, client):
    for number in range(75):
        house.thing(f"вещь {number:02}")
    page = client.get("/things/?view=board").content.decode()
    shown = titles(column(page, "simple"))
    assert len(shown) == 30
    address = re.search(r'hx-get="([^"]+column=simple[^"]*)"', page)
    while address:
        answer = client.get(
            "/things/" + address[1].replace("&amp;", "&"), headers={"HX-Request": "true", "HX-Target": "x"}
        ).content.decode()
        shown += titles(answer)
        address = re.search(r'hx-get="([^"]+column=simple[^"]*)"', answer)
    assert len(shown) == len(set(shown)) == 75
    assert titles(column(page, "hard")) == []


@pytest.mark.parametrize(
    "query", ["column=none&from=0", "column=simple&from=99999999", "column=simple&from=-1"]
)
def test_strange_columns_bring_nothing(house, client, query):
    house.thing()
    answer = client.get(f"/things/?view=board&{query}", headers={"HX-Request": "true", "HX-Target": "x"})
    assert (answer.status_code, titles(answer.content.decode())) == (200, [])


def test_filters_narrow_the_board(house, client):
    house.thing("горит", is_urgent=True)
    house.thing("терпит")
    assert titles(client.get("/things/?view=board&quick=urgent").content.decode()) == ["горит"]


def test_escapes_what_people_typed(house, client):
    house.thing("<b>имя</b>", note="<script>alert(1)</script>")
    page = client.get("/things/?view=board").content.decode()
    assert "<b>имя" not in page
    assert "<script>alert" not in page


def test_a_move_runs_the_command_and_draws_the_card_anew(house, client, moved):
    thing = house.thing("вещь")
    answer = client.post(f"/things/{thing.pk}/move/", {"to": "hard", "version": thing.version}, headers=BOARD)
    assert answer.status_code == 200
    assert titles(answer.content.decode()) == ["вещь"]
    assert moved[0][1:] == (thing.pk, "hard", thing.version)
    assert moved[0][0].id == house.clerk.account_id
    thing.refresh_from_db()
    assert thing.kind == "hard"


def test_a_refused_move_says_why(house, client, moved):
    thing = house.thing("стой")
    answer = client.post(f"/things/{thing.pk}/move/", {"to": "hard"}, headers=BOARD)
    assert answer.status_code == 422
    assert json.loads(answer.content)["sentence"] == "Звонок ещё не сделан."
    pressed = client.post(
        f"/things/{thing.pk}/move/", {"to": "hard"}, headers={"HX-Request": "true", "HX-Target": "x"}
    )
    assert pressed.status_code == 422
    assert json.loads(pressed.headers["HX-Trigger"])["toast"]["text"] == "Звонок ещё не сделан."


def test_a_late_move_is_stale(house, client, moved):
    thing = house.thing("вещь")
    answer = client.post(f"/things/{thing.pk}/move/", {"to": "hard", "version": "99"}, headers=BOARD)
    assert answer.status_code == 409


def test_moves_are_posted_with_a_token_only(house, moved):
    client = Client(enforce_csrf_checks=True)
    client.force_login(house.clerk.account, backend="femida.platform.accounts.backends.Backend")
    thing = house.thing("вещь")
    assert client.post(f"/things/{thing.pk}/move/", {"to": "hard"}).status_code == 403
    assert client.get(f"/things/{thing.pk}/move/").status_code == 405
    assert moved == []


def test_costs_the_same_for_any_number_of_cards(house, client, django_assert_num_queries):
    for number in range(40):
        house.thing(f"вещь {number}", kind="hard" if number % 2 else "simple")
    client.get("/things/?view=board")
    # session, account, policy (2), cards of all columns, counts of all columns, bell
    with django_assert_num_queries(7):
        client.get("/things/?view=board")


def test_a_column_tells_its_sum_while_all_is_counted(house, client):
    from decimal import Decimal

    house.thing("одна", amount=Decimal("1000.40"))
    house.thing("две", amount=Decimal("500"))
    house.thing("чужая", amount=Decimal("9000"), office=house.there)
    page = client.get("/things/?view=board").content.decode()
    assert '<span class="f-col-sum">1\u202f500\u00a0₽</span>' in column(page, "simple")
    assert "f-col-sum" not in column(page, "hard")
    Thing.objects.bulk_create([Thing(name="x", office=house.here, amount=1) for _ in range(1001)])
    assert "f-col-sum" not in column(client.get("/things/?view=board").content.decode(), "simple")


def test_the_board_is_searched_and_filtered_like_the_list(house, client):
    house.thing("Иванов", kind="hard")
    house.thing("Петров", kind="hard")
    assert titles(client.get("/things/?view=board&q=иван").content.decode()) == ["Иванов"]
    form = client.get(
        "/things/?view=board", headers={"HX-Request": "true", "HX-Target": "list-filters"}
    ).content.decode()
    assert 'hx-target="#board-region"' in form
    assert '<input type="hidden" name="view" value="board">' in form
