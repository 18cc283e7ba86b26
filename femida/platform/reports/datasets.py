"""Datasets: what rooms offer to reports. Every figure of the firm is defined once, here by its room.

A dataset is the rows of one described object type with the day on which each counts. It says by what its
rows may be grouped and which measures are taken of them. A room declares it in its `datasets.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db.models import F, Q

from femida.platform.access.policy import Policy
from femida.platform.conditions.language import Condition
from femida.platform.core.errors import Text
from femida.platform.core.ports import Port
from femida.platform.objects.computed import ComputedField, computed_field
from femida.platform.objects.types import Field, ObjectType, object_types
from femida.platform.reports.periods import Span

Unit = Literal["count", "money", "seconds", "share"]
# A condition that depends on the period: «not done by its end».
PeriodCondition = Callable[[Span], Condition]
# (policy of the reader, days) -> a wider condition that is quickly found.
Within = Callable[[Policy, Span], Q]


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure, defined once. `explains` is the sentence that says what it counts.

    It counts the rows that fit its `condition`, or adds up the field `of` over them. `is_negated` turns the
    sign (income stands in the ledger below zero). A `standing` measure is a state: all rows up to the end of
    the period count, not those of the period alone. `right` is needed besides that on the rows.
    """

    key: str
    label: Text
    explains: Text
    of: str = ""
    condition: Condition | PeriodCondition = field(default_factory=dict)
    unit: Unit = "count"
    is_negated: bool = False
    standing: bool = False
    right: str = ""

    def condition_in(self, span: Span) -> Condition:
        """The condition for a period."""
        return self.condition(span) if callable(self.condition) else self.condition


@dataclass(frozen=True, slots=True)
class Dataset:
    """Rows of `object_type` that fit `condition`, each counted on the day of its field `date`.

    `dimensions` maps what reports group by («office») to the field of these rows that holds it. Where the
    date is computed, `within` gives a condition that an index serves and that each row of these days fulfils.
    """

    key: str
    object_type: str
    date: str
    dimensions: Mapping[str, str]
    measures: tuple[Measure, ...]
    condition: Condition = field(default_factory=dict)
    within: Within | None = None

    @property
    def type(self) -> ObjectType:
        """The described type of the rows."""
        return object_types[self.object_type]

    def field(self, name: str) -> Field | ComputedField:
        """A described or computed field of the rows. Raises KeyError."""
        return computed_field(self.object_type, name) or self.type.field(name)

    def expression(self, name: str, policy: Policy) -> Any:
        """The value of a field in a statement."""
        found = self.field(name)
        return found.expression(policy) if isinstance(found, ComputedField) else F(found.value_path)

    def measure(self, key: str) -> Measure:
        """A measure by key. Raises KeyError."""
        for one in self.measures:
            if one.key == key:
                return one
        raise KeyError(f"{self.key} has no measure {key!r}")

    def rights_for(self, measure: Measure) -> tuple[str, ...]:
        """The rights that a reader needs for a measure: on the rows, and for the sum of a hidden field."""
        hidden = self.field(measure.of).sensitivity if measure.of else ""
        return tuple(dict.fromkeys(one for one in (self.type.view_right, measure.right, hidden) if one))

    def is_open(self, policy: Policy, measure: Measure) -> bool:
        """Whether the reader may see the figure at all."""
        return all(policy.may(right) for right in self.rights_for(measure))


datasets: Port[Dataset] = Port("dataset")


def offer(dataset: Dataset) -> Dataset:
    """Offer a dataset to reports (called in a room's `datasets.py`)."""
    keys = [one.key for one in dataset.measures]
    if len(set(keys)) != len(keys):
        raise ValueError(f"{dataset.key}: a measure is defined twice")
    return datasets.register(dataset.key, dataset)


def measure_at(name: str) -> tuple[Dataset, Measure]:
    """A measure by its full name, «sales.leads:opened». Raises KeyError."""
    key, _colon, measure = name.partition(":")
    found = datasets[key]
    return found, found.measure(measure)
