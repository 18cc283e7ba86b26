"""Statements kept with a policy: written once, true at every moment, and of nobody else."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.http import QueryDict
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from femida.platform.access.policy import Policy, load_policy
from femida.platform.access.prepared import MOST, prepared
from femida.platform.access.queries import visible
from femida.platform.core import clock
from femida.platform.core.statements import Hole, counts_of, write
from femida.platform.objects.types import object_types
from femida.platform.screens.boards.cards import board_fields
from femida.platform.screens.boards.columns import board_steps, column_rows, column_tallies
from femida.platform.screens.lists import listing as lists
from femida.platform.screens.lists.asking import read_asking
from femida.platform.screens.lists.listing import listing, matching
from femida.platform.screens.lists.names import name_of
from tests.firm.people import actor_of
from tests.sample.models import Thing

FIRST, NEXT = (datetime(2026, 3, day, 12, tzinfo=UTC) for day in (10, 11))


@pytest.fixture
def policy(house) -> Policy:
    return load_policy(actor_of(house.clerk))


def shown(policy: Policy, address: str) -> list[str]:
    """The titles that an address shows under a policy, as a page reads them."""
    things = object_types["sample.thing"]
    asking = read_asking(things, QueryDict(address))
    matched = matching(policy, things, asking)
    page = listing(things, asking, [things.field("name")], matched)
    assert matched.count() == len(page.rows)
    return sorted(row.title for row in page.rows)


def test_a_kept_list_shows_what_has_come_since(house, policy):
    house.thing("первая", kind="hard")
    assert shown(policy, "kind=hard") == ["первая"]
    house.thing("вторая", kind="hard")
    house.thing("чужая", kind="hard", office=house.there)
    with CaptureQueriesContext(connection) as captured:
        assert shown(policy, "kind=hard") == ["вторая", "первая"]
    assert len(captured) == 2
    assert shown(policy, "kind=simple") == []


def test_today_is_another_day_under_the_same_policy(house, policy):
    house.thing("десятого", due_on=date(2026, 3, 10))
    house.thing("одиннадцатого", due_on=date(2026, 3, 11))
    with clock.at(FIRST):
        assert shown(policy, "due_on=today") == ["десятого"]
    with clock.at(NEXT):
        assert shown(policy, "due_on=today") == ["одиннадцатого"]


def test_twin_kept_without_that_look_the_list_stays_at_yesterday(house, policy, monkeypatch):
    house.thing("десятого", due_on=date(2026, 3, 10))
    monkeypatch.setattr(lists, "is_timeless", lambda *_given: True)
    with clock.at(FIRST):
        assert shown(policy, "due_on=today") == ["десятого"]
    with clock.at(NEXT):
        assert shown(policy, "due_on=today") == ["десятого"]


def test_another_person_has_statements_of_her_own(house, policy):
    house.thing("наша")
    house.thing("чужая", office=house.there)
    assert shown(policy, "") == ["наша"]
    assert shown(load_policy(actor_of(house.far)), "") == ["чужая"]


def test_a_kept_board_follows_its_cards(house, policy):
    things = object_types["sample.thing"]
    thing = house.thing("вещь", kind="simple")
    asking = read_asking(things, QueryDict("view=board"))

    def columns() -> tuple[dict[str, int], dict[str, int]]:
        fields, steps = board_fields(policy, things), board_steps(policy, things)
        matched = matching(policy, things, asking)
        rows = column_rows(matched, things, asking, fields, steps)
        tallies = column_tallies(matched, fields, steps)
        return {key: len(ones) for key, ones in rows.items()}, {
            key: one.count for key, one in tallies.items()
        }

    assert columns() == ({"simple": 1, "hard": 0}, {"simple": 1, "hard": 0})
    Thing.objects.filter(pk=thing.pk).update(kind="hard")
    assert columns() == ({"simple": 0, "hard": 1}, {"simple": 0, "hard": 1})


def test_no_more_statements_are_kept_than_said(house, policy):
    for number in range(MOST + 5):
        prepared(policy, ("some", number), lambda: visible(policy.actor, Thing).values_list("pk"))
    assert len(policy.memo["statements"]) <= MOST


def test_many_are_counted_at_once_and_what_is_nothing_is_not_asked(house):
    for name in ("а", "б", "в"):
        house.thing(name)
    every, none, some = (
        write(rows.values_list("pk"))
        for rows in (Thing.objects.all(), Thing.objects.none(), Thing.objects.filter(name="б"))
    )
    with CaptureQueriesContext(connection) as captured:
        assert counts_of([every, none, some]) == [3, 0, 1]
    assert len(captured) == 1
    assert counts_of([none]) == [0]


def test_a_hole_that_nothing_is_given_for_is_told(house):
    statement = write(Thing.objects.filter(pk__same=Hole("id")).values_list("name"))
    thing = house.thing("вещь")
    assert statement.rows(id=thing.pk) == [("вещь",)]
    with pytest.raises(KeyError):
        statement.rows()


@pytest.mark.parametrize("path", ["parent__name", "parent__parent__name", "office__name", "parent__kind"])
def test_a_looked_up_name_is_the_joined_one(house, path):
    eldest = house.thing("старшая")
    middle = house.thing("средняя", parent=eldest, kind="hard")
    house.thing("младшая", parent=middle)
    rows = Thing.objects.order_by("pk")
    looked_up = name_of(Thing, path)
    assert looked_up != path
    assert list(rows.values_list("pk", looked_up)) == list(rows.values_list("pk", path))
    assert "JOIN" not in str(rows.values_list("pk", looked_up).query)


@pytest.mark.parametrize("path", ["name", "children__name", "parent__office"])
def test_what_is_no_name_behind_a_key_stays_a_path(path):
    assert name_of(Thing, path) == path


def test_what_is_constant_sees_its_own_variables_only_and_speaks_each_language():
    page = Template(
        "{% load ui i18n %}{% constant address %}{% translate 'Cancel' %}·{{ address }}·{{ reader }}"
        "{% endconstant %}"
    )
    with translation.override("ru"):
        assert page.render(Context({"address": "/a/", "reader": "Анна"})) == "Отмена·/a/·"
        assert page.render(Context({"address": "/b/", "reader": "Пётр"})) == "Отмена·/b/·"
    with translation.override("en"):
        assert page.render(Context({"address": "/a/", "reader": "Анна"})) == "Cancel·/a/·"
