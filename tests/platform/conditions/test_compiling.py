"""Conditions as SQL: every comparison, no multiplied rows, nothing hidden, nothing beyond the policy."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from femida.firm.staff.assigning import set_responsible
from femida.platform.access.policy import load_policy
from femida.platform.access.rights import Scope
from femida.platform.conditions.compiling import compile_condition
from femida.platform.conditions.language import UnableToReadCondition
from tests.firm.people import actor_of, an_employee, an_office, give
from tests.sample.models import Thing
from tests.sample.objects import THING

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 1, 30, tzinfo=ZoneInfo("Europe/Moscow"))


class World:
    """Three things, of which the second is a child of the first."""

    def __init__(self) -> None:
        self.here, self.there = an_office("Здесь"), an_office("Там")
        self.clerk, self.head = an_employee(self.here), an_employee(self.here)
        give(self.clerk, things__view=Scope.OFFICE)
        self.first = Thing.objects.create(
            name="Ёлка первая",
            office=self.here,
            amount=Decimal("100"),
            due_on=date(2026, 11, 22),
            note="Срочно Ёжику",
            created_at=NOW,
        )
        self.second = Thing.objects.create(
            name="вторая",
            office=self.here,
            kind="hard",
            amount=Decimal("200"),
            due_on=date(2026, 11, 15),
            parent=self.first,
            is_urgent=True,
            created_at=NOW - timedelta(hours=2),
        )
        self.third = Thing.objects.create(
            name="третья", office=self.there, parent=self.first, created_at=NOW - timedelta(days=40)
        )
        set_responsible(self.second, "sample.thing", self.clerk.pk)

    def found(self, condition: dict[str, object], *, policy=None) -> str:
        predicate = compile_condition(policy, THING, condition, now=NOW)
        names = {self.first.pk: "1", self.second.pk: "2", self.third.pk: "3"}
        found = Thing.objects.filter(predicate).order_by("pk").values_list("pk", flat=True)
        return "".join(names[pk] for pk in found)


@pytest.fixture
def world():
    with timezone.override(ZoneInfo("Europe/Moscow")):
        yield World()


def leaf(field: str, op: str, value: object = None) -> dict[str, object]:
    return {"field": field, "op": op} if value is None else {"field": field, "op": op, "value": value}


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ({}, "123"),
        ({"all": []}, "123"),
        ({"any": []}, ""),
        ({"not": {"all": []}}, ""),
        ({"not": {"any": []}}, "123"),
        (leaf("name", "contains", "ЕЛК"), "1"),
        (leaf("name", "starts", "Ёлка"), "1"),
        (leaf("name", "is", "Елка Первая"), "1"),
        (leaf("name", "is_not", "Елка Первая"), "23"),
        (leaf("note", "contains", "ежик"), "1"),
        ({"not": leaf("note", "contains", "ежик")}, "23"),
        (leaf("note", "contains", "%"), ""),
        (leaf("note", "is_empty"), "23"),
        (leaf("note", "is_set"), "1"),
        (leaf("kind", "is", "hard"), "2"),
        (leaf("kind", "is_not", "hard"), "13"),
        (leaf("kind", "in", ["hard", "simple"]), "123"),
        (leaf("kind", "not_in", ["hard"]), "13"),
        (leaf("amount", "is", "100.00"), "1"),
        (leaf("amount", "is_not", 100), "23"),
        (leaf("amount", "at_least", 100), "12"),
        (leaf("amount", "at_most", "199.99"), "1"),
        (leaf("amount", "between", [150, 200]), "2"),
        (leaf("amount", "is_empty"), "3"),
        (leaf("is_urgent", "is", True), "2"),
        (leaf("is_urgent", "is_not", True), "13"),
        (leaf("due_on", "is", "today"), "1"),
        (leaf("due_on", "is", "2026-11-15"), "2"),
        (leaf("due_on", "is_not", "today"), "23"),
        (leaf("due_on", "before", "today"), "2"),
        (leaf("due_on", "after", "2026-11-15"), "1"),
        (leaf("due_on", "between", ["2026-11-15", "today"]), "12"),
        (leaf("due_on", "is", "last_days:7"), "1"),
        (leaf("due_on", "is", "last_days:8"), "12"),
        (leaf("due_on", "is", "this_month"), "12"),
        (leaf("due_on", "is", "last_month"), ""),
        (leaf("due_on", "is_empty"), "3"),
        # 1:30 in Moscow is still the day before in London
        (leaf("created_at", "is", "today"), "1"),
        (leaf("created_at", "is", "yesterday"), "2"),
        (leaf("created_at", "before", "2026-11-22T00:00:00+03:00"), "23"),
        (leaf("created_at", "before", "now"), "23"),
        (leaf("responsible", "is_set"), "2"),
        (leaf("parent.kind", "is", "simple"), "23"),
        (leaf("parent.name", "contains", "елка"), "23"),
        ({"not": leaf("parent.kind", "is", "simple")}, "1"),
        (leaf("children", "contains", "тья"), "1"),
        (leaf("children", "is_set"), "1"),
        ({"all": [leaf("kind", "is", "hard"), leaf("amount", "at_least", 100)]}, "2"),
        ({"any": [leaf("kind", "is", "hard"), leaf("amount", "is_empty")]}, "23"),
        ({"any": [leaf("kind", "is", "hard"), {"all": []}]}, "123"),
    ],
)
def test_comparisons(world, condition, found):
    assert world.found(condition) == found


def test_rows_are_never_multiplied(world):
    # the first has two children, and both fit
    assert world.found(leaf("children", "contains", "т")) == "1"


def test_me_and_mine(world):
    policy = load_policy(actor_of(world.clerk))
    assert world.found(leaf("responsible", "me"), policy=policy) == "2"
    assert world.found(leaf("office", "my_office"), policy=policy) == "12"
    assert world.found(leaf("responsible", "me"), policy=load_policy(actor_of(world.head))) == ""
    assert world.found(leaf("responsible", "me")) == ""


def test_a_referred_row_out_of_sight_is_not_asked(world):
    far = an_employee(world.there)
    give(far, things__view=Scope.OFFICE)
    policy = load_policy(actor_of(far))
    assert world.found(leaf("parent.kind", "is", "simple"), policy=policy) == ""
    assert world.found(leaf("parent.kind", "is_not", "hard"), policy=policy) == ""


@pytest.mark.parametrize(
    "condition",
    [
        leaf("number", "is_set"),
        leaf("number", "is", "79123456789"),
        leaf("parent.number", "is_set"),
        leaf("wall", "is_set"),
        leaf("wall_id", "is", 1),
        leaf("parent.parent.kind", "is", "hard"),
        leaf("responsible.account__password", "contains", "a"),
        leaf("name__in", "is", "a"),
        leaf("kind", "at_least", "hard"),
        leaf("note", "is", "x"),
        leaf("kind", "is", "no such"),
        leaf("amount", "is", "сто"),
        leaf("amount", "is", True),
        leaf("amount", "is", "NaN"),
        leaf("amount", "is", "1e999"),
        leaf("is_urgent", "is", "yes"),
        leaf("due_on", "is", "2026-13-45"),
        leaf("due_on", "is", "last_days:0"),
        leaf("due_on", "is", "last_days:99999999"),
        leaf("created_at", "is", "2026-11-22T99:00"),
        leaf("parent", "is", "x"),
        leaf("parent", "is", 10**30),
        leaf("parent", "my_office"),
        leaf("name", "contains", " \u200b "),
    ],
)
def test_what_may_not_be_asked_is_refused_in_words(world, condition):
    with pytest.raises(UnableToReadCondition) as refused:
        world.found(condition)
    assert str(refused.value.sentence)
    assert refused.value.status == 422
