"""The one SQL statement of a dataset.

The rows are written by Django, under the reader's policy, with their day, groups, conditions and sums as
columns; around them stands the counting. The rows are fenced off (OFFSET 0), because a computed column is a
subquery, and PostgreSQL would work it out anew in each place that names it (measured: ten times slower).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import and_, or_
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import BooleanField, Case, Q, QuerySet, Value, When

from femida.platform.access.policy import Policy
from femida.platform.access.queries import visible
from femida.platform.conditions.compiling import compile_condition
from femida.platform.objects.computed import ComputedField
from femida.platform.reports.datasets import Dataset, Measure
from femida.platform.reports.described import TIME
from femida.platform.reports.periods import Period, Span, Step

_STEPS: Final[Mapping[Step, str]] = {
    Step.DAY: "day",
    Step.WEEK: "date_trunc('week', day)::date",
    Step.MONTH: "date_trunc('month', day)::date",
    Step.QUARTER: "date_trunc('quarter', day)::date",
    Step.HALF: (
        "(date_trunc('year', day) + CASE WHEN extract(month from day) > 6"
        " THEN interval '6 months' ELSE interval '0' END)::date"
    ),
    Step.YEAR: "date_trunc('year', day)::date",
}


class Statement:
    """One statement: `measures` of a dataset by `groups`, with the period before or, by time, without it.

    With `history` the second figure of each measure is that of all days up to the end of the period.
    """

    def __init__(
        self,
        policy: Policy,
        dataset: Dataset,
        measures: Sequence[Measure],
        *,
        period: Period,
        step: Step,
        groups: Sequence[str],
        history: bool,
    ) -> None:
        self.policy = policy
        self.dataset = dataset
        self.measures = measures
        self.period = period
        self.step = step
        self.groups = groups
        self.by_time = TIME in groups
        self.history = history

    def read(
        self, filters: Sequence[Mapping[str, Any]], *, most: int, alias: str = DEFAULT_DB_ALIAS
    ) -> list[tuple[Any, ...]]:
        """Groups, then two figures for each measure; one row more than `most` tells that there are more.

        `alias` is the database that is read: a replica, maybe.
        """
        try:
            inner, inner_params = self._rows(filters).query.sql_with_params()
        except EmptyResultSet:
            return []
        figures, params = self._figures()
        fitting, day_params = self._days()
        groups = [
            _STEPS[self.step] if key == TIME else f"group_{place}" for place, key in enumerate(self.groups)
        ]
        by = f" GROUP BY {', '.join(str(place + 1) for place in range(len(groups)))}" if groups else ""
        statement = (
            f"SELECT {', '.join([*groups, *figures])} FROM ({inner} OFFSET 0) AS counted"  # noqa: S608
            f" WHERE {fitting}{by} LIMIT {most + 1}"
        )
        with connections[alias].cursor() as cursor:
            cursor.execute(statement, [*params, *inner_params, *day_params])
            return list(cursor.fetchall())

    # --- the rows ---

    def _rows(self, filters: Sequence[Mapping[str, Any]]) -> QuerySet[Any]:
        dataset, policy = self.dataset, self.policy
        condition = {"all": [dataset.condition, *filters] if dataset.condition else list(filters)}
        rows = visible(policy.actor, dataset.type.model).order_by()
        rows = rows.filter(compile_condition(policy, dataset.type, condition), *self._narrow())
        columns: dict[str, Any] = {"day": dataset.expression(dataset.date, policy)}
        for place, key in enumerate(self.groups):
            if key != TIME:
                columns[f"group_{place}"] = dataset.expression(dataset.dimensions[key], policy)
        for place, measure in enumerate(self.measures):
            if measure.of:
                columns[f"value_{place}"] = dataset.expression(measure.of, policy)
            columns |= self._fitting(place, measure)
        selected: QuerySet[Any] = rows.annotate(**columns).values_list(*columns)
        return selected

    def _narrow(self) -> list[Q]:
        """What lets an index find the rows of the days asked about; the exact days are looked at outside."""
        spans = self._spans()
        if self.dataset.within is not None:
            return [reduce(or_, (self.dataset.within(self.policy, span) for span in spans))]
        date = self.dataset.field(self.dataset.date)
        if isinstance(date, ComputedField):
            return []
        path = date.value_path
        within = [Q(**{f"{path}__gte": span.first, f"{path}__lte": span.last}) for span in spans]
        return [reduce(or_, within)]

    def _spans(self) -> list[Span]:
        """The days that some measure looks at: no other rows are read."""
        now, before = self.period.span, self.period.previous
        if self.history or any(measure.standing for measure in self.measures):
            return [Span(now.first.min, now.last)]
        return [now] if self.by_time else [now, before]

    def _fitting(self, place: int, measure: Measure) -> dict[str, Any]:
        """Columns that say whether a row fits a measure, in each of its two periods."""
        rights = [
            self.policy.rows(self.dataset.type.model, right)
            for right in self.dataset.rights_for(measure)
            if right != self.dataset.type.view_right
        ]
        made = {}
        for name, span in (("fits", self.period.span), ("fitted", self.period.previous)):
            written = measure.condition_in(span)
            if name == "fitted" and not callable(measure.condition):
                break
            if not written and not rights:
                break
            conditions = [*rights, compile_condition(self.policy, self.dataset.type, written)]
            fits = When(reduce(and_, conditions), then=Value(True))
            made[f"{name}_{place}"] = Case(fits, default=Value(False), output_field=BooleanField())
        return made

    # --- the counting ---

    def _figures(self) -> tuple[list[str], list[Any]]:
        """The figure of the period and the one beside it, for each measure."""
        written: list[str] = []
        params: list[Any] = []
        now, before = self.period.span, self.period.previous
        for place, measure in enumerate(self.measures):
            columns = self._fitting(place, measure)
            what = f"sum(value_{place})" if measure.of else "count(*)"
            fits = f"fits_{place}" if columns else "true"
            asked = [(fits, now, measure.standing)]
            if self.history:
                asked.append((fits, now, True))
            elif not self.by_time:
                own = f"fitted_{place}" if f"fitted_{place}" in columns else fits
                asked.append((own, before, measure.standing))
            for condition, span, standing in asked:
                days, given = _on(span, standing=standing)
                written.append(f"{what} FILTER (WHERE {days} AND {condition})")
                params += given
            if len(asked) == 1:
                # by time a period is not compared with the one before
                written.append("0")
        return written, params

    def _days(self) -> tuple[str, list[Any]]:
        parts = [_on(span, standing=span.first == span.first.min) for span in self._spans()]
        words = " OR ".join(days for days, _given in parts)
        return f"({words})", [one for _days, given in parts for one in given]


def _on(span: Span, *, standing: bool) -> tuple[str, list[Any]]:
    if standing:
        return "day <= %s", [span.last]
    return "day BETWEEN %s AND %s", [span.first, span.last]


def pairs_of(values: Sequence[Any]) -> Iterable[tuple[Any, Any]]:
    """The two figures of each measure, one measure after another."""
    return zip(values[::2], values[1::2], strict=True)
