"""Conditions on one row: described fields in one statement, facts of rooms, facts of the act."""

from __future__ import annotations

import pytest

from femida.platform.conditions import gates
from femida.platform.conditions.evaluation import check_condition, holds
from femida.platform.conditions.gates import GateField, add_gate_field
from femida.platform.conditions.language import UnableToReadCondition
from femida.platform.core.ports import Port
from tests.firm.people import an_office
from tests.sample.models import Thing

pytestmark = pytest.mark.django_db

TYPE = "sample.thing"
CALLS = {"field": "calls", "op": "at_least", "value": 2}
HARD = {"field": "kind", "op": "is", "value": "hard"}


@pytest.fixture(autouse=True)
def facts(monkeypatch) -> dict[str, object]:
    given: dict[str, object] = {"calls": 0, "signed": False}
    monkeypatch.setattr(gates, "gate_fields", Port("gate condition field"))
    for key in list(given):
        add_gate_field(GateField(key, key, TYPE, lambda row, key=key: given[key]))
    return given


@pytest.fixture
def thing() -> Thing:
    return Thing.objects.create(name="вещь", office=an_office(), kind="hard", amount=5)


def test_facts_of_rooms(thing, facts):
    assert not holds(TYPE, thing, CALLS)
    facts["calls"] = 2
    assert holds(TYPE, thing, CALLS)
    assert not holds(TYPE, thing, {"field": "signed", "op": "is", "value": True})
    facts["signed"] = True
    assert holds(TYPE, thing, {"all": [CALLS, {"field": "signed", "op": "is", "value": True}]})


def test_described_fields_are_asked_at_once(thing, django_assert_num_queries):
    condition = {"any": [HARD, {"not": {"field": "amount", "op": "at_least", "value": 10}}, CALLS]}
    with django_assert_num_queries(1):
        assert holds(TYPE, thing, condition)


def test_the_database_counts_and_not_the_object_at_hand(thing):
    thing.kind = "simple"
    assert holds(TYPE, thing, HARD)


def test_facts_of_the_act_come_first(thing):
    asked = {"field": "reason", "op": "is_set"}
    assert holds(TYPE, thing, asked, {"reason": "не наш вопрос"})
    assert not holds(TYPE, thing, asked, {"reason": ""})
    assert holds(TYPE, thing, CALLS, {"calls": 9})
    with pytest.raises(UnableToReadCondition):
        holds(TYPE, thing, asked)


@pytest.mark.parametrize(
    ("present", "op", "value", "expected"),
    [
        (3, "is", 3, True),
        (3, "is", "3", True),
        (3, "is_not", 4, True),
        (True, "is", True, True),
        (True, "is", 1, False),
        (1, "is", True, False),
        (3, "in", [1, 3], True),
        (3, "not_in", [1, 3], False),
        (3, "between", [1, 3], True),
        (4, "between", [1, 3], False),
        (3, "at_most", 2, False),
        (None, "at_least", 0, False),
        (None, "is", 0, False),
        ("Ошибся", "contains", "оШИб", True),
    ],
)
def test_compares_values_at_hand(thing, present, op, value, expected):
    assert holds(TYPE, thing, {"field": "x", "op": op, "value": value}, {"x": present}) is expected


def test_a_row_that_is_gone_fulfils_nothing(thing):
    pk = thing.pk
    thing.delete()
    thing.pk = pk
    assert not holds(TYPE, thing, HARD)
    assert holds(TYPE, thing, {})


def test_a_gate_nobody_can_judge_is_refused_when_set_up(thing):
    check_condition(TYPE, {"all": [CALLS, HARD, {"field": "reason", "op": "is_set"}]}, extra={"reason"})
    for wrong in (
        {"field": "reason", "op": "is_set"},
        {"field": "number", "op": "is_set"},
        {"field": "calls"},
    ):
        with pytest.raises(UnableToReadCondition):
            check_condition(TYPE, wrong)
