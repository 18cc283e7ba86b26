"""Cards: what they show, what openings leave behind, what foreign ones look like."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils.safestring import SafeString

from femida.platform.core.ports import Port
from femida.platform.journal.models import AccessLog
from femida.platform.screens import ports
from femida.platform.screens.cards import about, composer, head
from femida.platform.screens.ports import Action, Panel


@pytest.fixture
def hung(monkeypatch):
    """Fresh ports, so that what a test hangs in is gone after it."""
    fresh = {name: Port(name) for name in ("panels", "card_actions", "composers")}
    monkeypatch.setattr(about, "panels", fresh["panels"])
    monkeypatch.setattr(head, "card_actions", fresh["card_actions"])
    monkeypatch.setattr(composer, "composers", fresh["composers"])
    for name, port in fresh.items():
        monkeypatch.setattr(ports, name, port)
    return fresh


def test_shows_the_fields_of_the_description(house, client):
    thing = house.thing("Вещь", amount=Decimal("10"), note="Подробно")
    page = client.get(f"/things/{thing.pk}/").content.decode()
    assert "<h1>Вещь</h1>" in page
    assert "Подробно" in page
    assert "10,00\u00a0₽" in page
    assert house.clerk.name in page


def test_an_opening_is_noted_and_a_redrawing_is_not(house, client):
    thing = house.thing()
    client.get(f"/things/{thing.pk}/")
    client.get(f"/things/{thing.pk}/", headers={"HX-Request": "true", "HX-Target": "card-fresh"})
    line = AccessLog.objects.get(kind=AccessLog.Kind.OPENED)
    assert (line.object_type, line.object_id, line.actor_id) == (
        "sample.thing",
        thing.pk,
        house.clerk.account_id,
    )


def test_a_foreign_card_looks_like_a_missing_one(house, client):
    thing = house.thing(office=house.there)
    foreign = client.get(f"/things/{thing.pk}/")
    missing = client.get("/things/999999999/")
    assert foreign.status_code == missing.status_code == 404

    def without_address(answer):
        return answer.content.decode().replace(str(thing.pk), "N").replace("999999999", "N")

    assert without_token(without_address(foreign)) == without_token(without_address(missing))
    assert not AccessLog.objects.filter(kind=AccessLog.Kind.OPENED).exists()


def without_token(page: str) -> str:
    import re

    return re.sub(r'(csrf-token" content|csrfmiddlewaretoken" value)="[^"]+"', "", page)


def test_parts_are_drawn_again_in_one_answer(house, client):
    thing = house.thing("Вещь")
    answer = client.get(f"/things/{thing.pk}/", headers={"HX-Request": "true", "HX-Target": "card-fresh"})
    page = answer.content.decode()
    assert page.count('hx-swap-oob="true"') == 3
    assert "<html" not in page


def test_panels_actions_and_their_rights(house, client, hung):
    hung["panels"].register(
        "mine",
        Panel("mine", ("sample.thing",), "Моё", 10, lambda seen: SafeString(f"<p>п{seen.object_id}</p>")),
    )
    hung["panels"].register(
        "hidden",
        Panel(
            "hidden",
            ("sample.thing",),
            "Тайное",
            20,
            lambda context: SafeString("тайна"),
            needs_right="things.change",
        ),
    )
    hung["panels"].register("empty", Panel("empty", ("sample.thing",), "Пустое", 30, lambda context: None))
    hung["panels"].register(
        "other", Panel("other", ("sample.other",), "Чужое", 40, lambda context: SafeString("чужое"))
    )
    for key, values in {
        "first": {"style": "primary"},
        "second": {"style": "primary"},
        "denied": {"needs_right": "things.change"},
        "unfit": {"visible": lambda row: row.kind == "hard"},
    }.items():
        hung["card_actions"].register(
            key, Action(key, ("sample.thing",), f"Дело-{key}", lambda row: f"/do/{row.pk}/", **values)
        )
    thing = house.thing()
    page = client.get(f"/things/{thing.pk}/").content.decode()
    assert f"<p>п{thing.pk}</p>" in page
    for word in ("Тайное", "тайна", "Пустое", "Чужое", "Дело-denied", "Дело-unfit"):
        assert word not in page
    assert page.count("btn-primary") - page.count("data-confirm-yes") == 1
    assert "Дело-second" in page


def test_costs_an_exact_number_of_statements(house, client, django_assert_num_queries):
    thing = house.thing()
    # session, account, policy (2), row, opening noted, values, contacts, time-line, bell
    with django_assert_num_queries(10):
        client.get(f"/things/{thing.pk}/")
