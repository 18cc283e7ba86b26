"""The shape of conditions: what is read and what is refused, hostile ones early."""

from __future__ import annotations

import pytest

from femida.platform.conditions.language import (
    DEEPEST,
    LONGEST_TEXT,
    MOST_COMPARISONS,
    MOST_VALUES,
    All,
    Comparison,
    Op,
    UnableToReadCondition,
    comparisons,
    read,
)

LEAF = {"field": "a", "op": "is", "value": 1}


def nested(depth: int) -> dict[str, object]:
    condition: dict[str, object] = LEAF
    for _ in range(depth):
        condition = {"not": condition}
    return condition


def test_reads_a_tree():
    assert read(LEAF) == Comparison("a", Op.IS, 1)
    assert read({}) == All()
    tree = read({"any": [LEAF, {"not": {"all": [{"field": "b", "op": "me"}]}}]})
    assert [one.field for one in comparisons(tree)] == ["a", "b"]


def test_limits_are_reachable():
    read(nested(DEEPEST - 1))
    read({"all": [LEAF] * MOST_COMPARISONS})
    read({"field": "a", "op": "in", "value": [1] * MOST_VALUES})
    read({"field": "a", "op": "is", "value": "x" * LONGEST_TEXT})


@pytest.mark.parametrize(
    "condition",
    [
        [],
        "all",
        5,
        {"all": {}},
        {"all": [5]},
        {"all": [], "any": []},
        {"field": "a"},
        {"field": 5, "op": "is", "value": 1},
        {"field": "a", "op": "like", "value": 1},
        {"field": "a", "op": ["is"], "value": 1},
        {"field": "a", "op": "is"},
        {"field": "a", "op": "is", "value": ""},
        {"field": "a", "op": "is", "value": {"b": 1}},
        {"field": "a", "op": "in", "value": 1},
        {"field": "a", "op": "in", "value": []},
        {"field": "a", "op": "in", "value": [[1]]},
        {"field": "a", "op": "between", "value": [1]},
        {"field": "a", "op": "is", "value": 1, "sql": "1=1"},
        {"field": "a", "op": "is", "value": "a\0b"},
        {"field": "a", "op": "in", "value": ["a\0b"]},
        nested(DEEPEST),
        nested(5000),
        {"all": [LEAF] * (MOST_COMPARISONS + 1)},
        {"field": "a", "op": "in", "value": [1] * (MOST_VALUES + 1)},
        {"field": "a", "op": "is", "value": "x" * (LONGEST_TEXT + 1)},
    ],
)
def test_refuses_with_a_sentence(condition):
    with pytest.raises(UnableToReadCondition) as refused:
        read(condition)
    assert str(refused.value.sentence)
