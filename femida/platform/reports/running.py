"""From a question to figures: one SQL statement for each dataset, under the policy of the reader."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import and_, or_
from typing import Any, Final

from django.db.models import Count, DateField, F, Func, Q, QuerySet, Sum, Value
from django.db.models.functions import TruncMonth, TruncQuarter, TruncWeek, TruncYear
from django.utils.translation import gettext as _

from femida.platform.access.policy import Policy
from femida.platform.access.queries import visible
from femida.platform.conditions.compiling import compile_condition
from femida.platform.reports.asking import Question
from femida.platform.reports.datasets import Dataset, Measure, datasets, measure_at
from femida.platform.reports.described import TIME
from femida.platform.reports.periods import Span, Step, UnableToReadReport, step_start
from femida.platform.reports.replica import reading

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
    with reading():
        for key, measures in wanted.items():
            _fill(found, policy, question, datasets[key], measures, groups, history=history)
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
) -> None:
    filters = question.conditions_for(dataset)
    if filters is None:
        return
    known = [key for key in groups if key == TIME or key in dataset.dimensions]
    statement = _Statement(policy, question, dataset, measures, known, history=history)
    names = [f"{dataset.key}:{measure.key}" for measure in measures]
    for name in names:
        found.cells[name] = {}
        if len(known) < len(groups):
            found.ungrouped.add(name)
    for key, pairs in statement.rows(filters):
        for name, pair in zip(names, pairs, strict=True):
            if pair != Pair():
                found.cells[name][key] = pair


class _Statement:
    """One statement over one dataset."""

    def __init__(
        self,
        policy: Policy,
        question: Question,
        dataset: Dataset,
        measures: Sequence[Measure],
        groups: Sequence[str],
        *,
        history: bool,
    ) -> None:
        self.policy = policy
        self.question = question
        self.dataset = dataset
        self.measures = measures
        self.groups = groups
        self.by_time = TIME in groups
        self.history = history

    def rows(self, filters: Sequence[Mapping[str, Any]]) -> Iterable[tuple[Key, list[Pair]]]:
        """Groups with a pair for each measure."""
        names = [f"group_{place}" for place in range(len(self.groups))]
        rows, aggregates = self._base(filters), self._aggregates()
        if names:
            expressions = map(self._group, self.groups)
            rows = rows.annotate(**dict(zip(names, expressions, strict=True))).values(*names)
            rows = rows.annotate(**aggregates)
            found = list(rows.values_list(*names, *aggregates)[: MOST_GROUPS + 1])
        else:
            answer = rows.aggregate(**aggregates)
            found = [tuple(answer[name] for name in aggregates)]
        if len(found) > MOST_GROUPS:
            raise UnableToReadReport(
                _("That makes more than %(count)s lines. Choose a longer step or a shorter period.")
                % {"count": MOST_GROUPS}
            )
        for one in found:
            values = one[len(names) :]
            pairs = [
                Pair(_amount(values[place], measure), _amount(values[place + 1], measure))
                for place, measure in zip(range(0, len(values), 2), self.measures, strict=True)
            ]
            yield tuple(one[: len(names)]), pairs

    def _base(self, filters: Sequence[Mapping[str, Any]]) -> QuerySet[Any]:
        dataset = self.dataset
        rows = visible(self.policy.actor, dataset.type.model).order_by()
        condition = {"all": [dataset.condition, *filters] if dataset.condition else list(filters)}
        rows = rows.filter(compile_condition(self.policy, dataset.type, condition))
        rows = rows.alias(day=dataset.expression(dataset.date, self.policy))
        fitting: QuerySet[Any] = rows.filter(reduce(or_, self._days()))
        return fitting

    def _days(self) -> list[Q]:
        """The rows that some measure looks at: nothing else is read."""
        now, before = self.question.period.span, self.question.period.previous
        if self.history or any(measure.standing for measure in self.measures):
            return [Q(day__lte=now.last)]
        return [_within(now)] if self.by_time else [_within(now), _within(before)]

    def _group(self, key: str) -> Any:
        if key == TIME:
            return _step_of(self.question.step)
        name = self.dataset.dimensions[key]
        return self.dataset.expression(name, self.policy)

    def _aggregates(self) -> dict[str, Any]:
        made: dict[str, Any] = {}
        period = self.question.period
        for place, measure in enumerate(self.measures):
            made[f"now_{place}"] = self._aggregate(measure, period.span, standing=measure.standing)
            made[f"before_{place}"] = self._before(measure)
        return made

    def _before(self, measure: Measure) -> Any:
        """Cut by time, a period is not compared with the one before: a step is, with all the past."""
        period = self.question.period
        if self.history:
            return self._aggregate(measure, period.span, standing=True)
        if self.by_time:
            return Value(0)
        return self._aggregate(measure, period.previous, standing=measure.standing)

    def _aggregate(self, measure: Measure, span: Span, *, standing: bool) -> Any:
        conditions = [Q(day__lte=span.last) if standing else _within(span)]
        written = measure.condition_in(span)
        if written:
            conditions.append(compile_condition(self.policy, self.dataset.type, written))
        conditions += [
            self.policy.rows(self.dataset.type.model, right)
            for right in self.dataset.rights_for(measure)
            if right != self.dataset.type.view_right
        ]
        fits = reduce(and_, conditions)
        if not measure.of:
            return Count("pk", filter=fits)
        return Sum(self.dataset.expression(measure.of, self.policy), filter=fits)


def _within(span: Span) -> Q:
    return Q(day__gte=span.first, day__lte=span.last)


def _amount(value: Any, measure: Measure) -> Decimal:
    amount = Decimal(value or 0)
    return -amount if measure.is_negated and amount else amount


def _step_of(step: Step) -> Any:
    """The first day of the step that a row's day lies in."""
    day = F("day")
    if step is Step.DAY:
        return day
    if step is Step.HALF:
        return Func(day, template=_HALF, arity=1, output_field=DateField())
    trunc = {
        Step.WEEK: TruncWeek,
        Step.MONTH: TruncMonth,
        Step.QUARTER: TruncQuarter,
        Step.YEAR: TruncYear,
    }[step]
    return trunc(day, output_field=DateField())


_HALF: Final = (
    "(date_trunc('year', %(expressions)s)"
    " + CASE WHEN extract(month from %(expressions)s) > 6 THEN interval '6 months' ELSE "
    "interval '0' END)::date"
)


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
