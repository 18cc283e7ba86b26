"""What the streams judge in memory is what the policy judges in SQL."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from femida.firm.staff.assigning import assign, set_responsible
from femida.platform.access.models import Wall
from femida.platform.access.policy import load_policy
from femida.platform.access.queries import visible
from femida.platform.access.rights import Scope
from femida.platform.live.reach import audible
from tests.firm.people import a_department, actor_of, an_employee, an_office, give
from tests.sample.models import Thing

pytestmark = pytest.mark.django_db

TYPE = "sample.thing"


class Floor:
    """Two offices with two departments, a head and a clerk below her, and a row of every kind."""

    def __init__(self) -> None:
        self.here, self.there = an_office("Здесь"), an_office("Там")
        self.sales, self.court = a_department(self.here), a_department(self.here, "court")
        self.head = an_employee(self.here, self.sales)
        self.clerk = an_employee(self.here, self.court, manager=self.head)
        self.wall = Wall.objects.create(object_type=TYPE, object_id=1, reason="закрыто")
        places = itertools.product(
            (self.here, self.there, None), (self.sales, self.court, None), (None, self.wall)
        )
        self.things = [
            Thing.objects.create(name="вещь", office=office, department=department, wall=wall)
            for office, department, wall in places
        ]
        set_responsible(self.things[0], TYPE, self.head.pk)
        set_responsible(self.things[3], TYPE, self.clerk.pk)
        assign(self.things[-1], TYPE, self.clerk.pk, "watcher")
        assign(self.things[-2], TYPE, self.head.pk, "participant")


@pytest.fixture
def floor() -> Floor:
    return Floor()


@pytest.mark.parametrize("reach", list(Scope))
@pytest.mark.parametrize("passes", [False, True])
def test_memory_agrees_with_sql(floor, reach, passes):
    give(floor.head, things__view=reach)
    policy = load_policy(actor_of(floor.head))
    if passes:
        policy = replace(policy, walls=frozenset({floor.wall.pk}))
    seen = set(Thing.objects.filter(policy.rows(Thing)).values_list("pk", flat=True))
    heard = audible([(TYPE, thing.pk) for thing in floor.things], {0: policy})
    assert {pk for _type, pk in heard[0]} == seen
    if reach is Scope.FIRM:
        assert len(seen) == len(floor.things) // (1 if passes else 2)


def test_each_listener_hears_her_own(floor):
    give(floor.head, things__view=Scope.FIRM)
    give(floor.clerk, things__view=Scope.OWN)
    policies = {7: load_policy(actor_of(floor.head)), 8: load_policy(actor_of(floor.clerk))}
    heard = audible([(TYPE, floor.things[0].pk), (TYPE, floor.things[3].pk)], policies)
    expected = {pk for pk in (floor.things[0].pk,) if visible(actor_of(floor.head), Thing).filter(pk=pk)}
    assert {pk for _type, pk in heard[7]} >= expected
    assert (TYPE, floor.things[0].pk) not in heard[8]


def test_who_has_just_lost_her_part_still_hears(floor):
    give(floor.clerk, things__view=Scope.OWN)
    thing = Thing.objects.create(name="вещь", office=floor.here)
    set_responsible(thing, TYPE, floor.clerk.pk)
    set_responsible(thing, TYPE, floor.head.pk)
    policies = {0: load_policy(actor_of(floor.clerk))}
    assert audible([(TYPE, thing.pk)], policies)[0] == [(TYPE, thing.pk)]


def test_missing_rows_and_unknown_types_are_told_to_nobody(floor):
    give(floor.head, things__view=Scope.FIRM)
    policies = {0: load_policy(actor_of(floor.head))}
    assert audible([(TYPE, 999_999_999), ("no.such", 1), ("firm.office", 1)], policies) == {}


def test_without_the_right_nothing_is_asked(floor, django_assert_num_queries):
    policies = {0: load_policy(actor_of(floor.head))}
    with django_assert_num_queries(0):
        assert audible([(TYPE, floor.things[0].pk)], policies) == {}


def test_any_number_of_rows_and_listeners_costs_two_statements(floor, django_assert_num_queries):
    give(floor.head, things__view=Scope.OWN)
    give(floor.clerk, things__view=Scope.OFFICE)
    head, clerk = load_policy(actor_of(floor.head)), load_policy(actor_of(floor.clerk))
    policies = dict(enumerate([head, clerk] * 50))
    with django_assert_num_queries(2):
        audible([(TYPE, thing.pk) for thing in floor.things], policies)
