"""From a question to figures: one SQL statement for each dataset, under the policy of the reader."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import reduce
from typing import Any, Final

from django.utils.translation import gettext as _

from femida.platform.access.policy import Policy
from femida.platform.core.replica import reading_from_replica
from femida.platform.reports.asking import Question
from femida.platform.reports.datasets import Dataset, Measure, datasets, measure_at
from femida.platform.reports.described import TIME
from femida.platform.reports.periods import Step, UnableToReadReport, step_start
from femida.platform.reports.statements import Statement, pairs_of

MOST_GROUPS: Final = 5000
"""So many cells a report has at most; a finer question is refused with a sentence."""

ZERO: Final = Decimal(0)
# A key of a group: the values of its dimensions, in their order.
Key = tuple[Hashable, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A figure of the period and of the one before it.

    Where the past is read for records, `before` is the figure of the whole step, whatever part of it lies in
    the period.
    """

    now: Decimal = ZERO
    before: Decimal = ZERO

    def __add__(self, other: Pair) -> Pair:
        return Pair(self.now + other.now, self.before + other.before)


@dataclass
class Figures:
    """The figures of a question: by measure, then by group.

    `ungrouped` are measures whose rows know one of the dimensions not: only their totals stand. Measures
    that are hidden or whose rows know not what is filtered by are missing altogether.
    """

    cells: dict[str, dict[Key, Pair]] = field(default_factory=dict)
    ungrouped: set[str] = field(default_factory=set)

    def keys(self, names: Iterable[str]) -> set[Key]:
        """The groups in which some of the measures has a row."""
        return {key for name in names if name not in self.ungrouped for key in self.cells.get(name, ())}

    def at(self, name: str, key: Key) -> Pair | None:
        """A figure of a group; None where the measure says nothing of it."""
        if name not in self.cells or name in self.ungrouped:
            return None
        return self.cells[name].get(key, Pair())

    def total(self, name: str) -> Pair | None:
        """A figure over all groups: groups never overlap, so it is their sum."""
        if name not in self.cells:
            return None
        return reduce(Pair.__add__, self.cells[name].values(), Pair())


def run(
    policy: Policy, question: Question, names: Sequence[str], groups: Sequence[str], *, history: bool = False
) -> Figures:
    """The figures of the named measures by the dimensions `groups`; one statement for each dataset.

    With `history` all the past before the end of the period is read too, for the records. Raises
    UnableToReadReport for more groups than anybody reads, UnableToReadCondition for a wrong filter.
    """
    wanted: dict[str, list[Measure]] = {}
    for name in names:
        dataset, measure = measure_at(name)
        if dataset.is_open(policy, measure):
            wanted.setdefault(dataset.key, []).append(measure)
    found = Figures()
    with reading_from_replica() as alias:
        for key, measures in wanted.items():
            _fill(found, policy, question, datasets[key], measures, groups, history=history, alias=alias)
    return found


def _fill(
    found: Figures,
    policy: Policy,
    question: Question,
    dataset: Dataset,
    measures: Sequence[Measure],
    groups: Sequence[str],
    *,
    history: bool,
    alias: str,
) -> None:
    filters = question.conditions_for(dataset)
    if filters is None:
        return
    known = [key for key in groups if key == TIME or key in dataset.dimensions]
    statement = Statement(
        policy,
        dataset,
        measures,
        period=question.period,
        step=question.step,
        groups=known,
        history=history,
    )
    names = [f"{dataset.key}:{measure.key}" for measure in measures]
    for name in names:
        found.cells[name] = {}
        if len(known) < len(groups):
            found.ungrouped.add(name)
    rows = statement.read(filters, most=MOST_GROUPS, alias=alias)
    if len(rows) > MOST_GROUPS:
        raise UnableToReadReport(
            _("That makes more than %(count)s lines. Choose a longer step or a shorter period.")
            % {"count": MOST_GROUPS}
        )
    for row in rows:
        key = tuple(row[: len(known)])
        for name, measure, (now, before) in zip(names, measures, pairs_of(row[len(known) :]), strict=True):
            pair = Pair(_amount(now, measure), _amount(before, measure))
            if pair != Pair():
                found.cells[name][key] = pair


def _amount(value: Any, measure: Measure) -> Decimal:
    amount = Decimal(value or 0)
    return -amount if measure.is_negated and amount else amount


def running_totals(figures: Figures, name: str, starts: Sequence[date], step: Step, place: int) -> None:
    """Turn the movements of a standing measure into its states at the ends of the steps, in place.

    `place` is where the time stands in the keys; what lies before the first step is carried into it.
    """
    moved = figures.cells.get(name, {})
    states: dict[Key, Pair] = {}
    for rest in {(*key[:place], *key[place + 1 :]) for key in moved}:
        own = {
            key[place]: pair.now for key, pair in moved.items() if (*key[:place], *key[place + 1 :]) == rest
        }
        state = sum((amount for day, amount in own.items() if _is_before(day, starts[0])), ZERO)
        for start in starts:
            state += own.get(step_start(start, step), ZERO)
            states[(*rest[:place], start, *rest[place:])] = Pair(state)
    figures.cells[name] = states


def _is_before(day: Hashable, first: date) -> bool:
    return isinstance(day, date) and day < first
