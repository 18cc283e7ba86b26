"""What the address of a report asks for: period, step, groups, figure, filters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from femida.platform.conditions.language import Condition, Op
from femida.platform.reports.datasets import Dataset
from femida.platform.reports.described import TIME, Report
from femida.platform.reports.periods import Period, Step, UnableToReadReport, read_period

MOST_VALUES: Final = 50
VIEWS: Final = ("chart", "table")
_WORDS: Final[Mapping[str, Op]] = {
    "me": Op.ME,
    "my_team": Op.MY_TEAM,
    "my_office": Op.MY_OFFICE,
    "-": Op.IS_EMPTY,
}


@dataclass(frozen=True, slots=True)
class Question:
    """An address of a report, taken apart. `params` are the parameters as they stand, without empty ones."""

    report: Report
    params: QueryDict
    period: Period
    step: Step
    by: str
    across: str
    figure: str
    view: str
    filters: Mapping[str, tuple[str, ...]]

    @property
    def here(self) -> str:
        """The query string that asks the same again."""
        return self.params.urlencode()

    def address(self, **changes: str | None) -> str:
        """The query string with some parameters changed; None removes one."""
        params = self.params.copy()
        for name, value in changes.items():
            if value:
                params[name] = value
            else:
                params.pop(name, None)
        written = params.urlencode()
        return f"?{written}" if written else "?"

    def conditions_for(self, dataset: Dataset) -> list[Condition] | None:
        """The filters as conditions on the rows of a dataset; None when its rows have no such dimension."""
        if any(key not in dataset.dimensions for key in self.filters):
            return None
        return [value_condition(dataset.dimensions[key], values) for key, values in self.filters.items()]


def value_condition(field: str, values: tuple[str, ...]) -> Condition:
    """«The field is one of these», where «-» stands for empty and «me» for the reader."""
    parts: list[dict[str, Any]] = []
    plain = [value for value in values if value not in _WORDS]
    if len(plain) == 1:
        parts.append({"field": field, "op": Op.IS.value, "value": plain[0]})
    elif plain:
        parts.append({"field": field, "op": Op.IN.value, "value": plain})
    parts += [{"field": field, "op": _WORDS[value].value} for value in values if value in _WORDS]
    return parts[0] if len(parts) == 1 else {"any": parts}


def read_question(
    report: Report, params: QueryDict, *, open_figures: tuple[str, ...], today: date
) -> Question:
    """Take the parameters of an address apart. Raises UnableToReadReport for what the report does not have.

    `from` and `to` of the form become one `period`; a parameter of a default is left out of `params`.
    """
    kept = _kept(report, params)
    word = kept.get("period", report.period)
    dimensions = {key for key, _label in report.dimensions}
    by, across = kept.get("by", report.by), kept.get("across", report.across)
    by, across = ("" if one == "none" else one for one in (by, across))
    for one in (by, across):
        if one and one != TIME and one not in dimensions:
            raise UnableToReadReport(_("This report has no such grouping."))
    if across and across == by:
        across = ""
    figure = kept.get("figure", "")
    if figure and figure not in report.measures:
        raise UnableToReadReport(_("This report has no such figure."))
    return Question(
        report=report,
        params=kept,
        period=read_period(word, today=today),
        step=_step(kept.get("step", report.step.value)),
        by=by,
        across=across,
        figure=figure if figure in open_figures else next(iter(open_figures), ""),
        view=kept.get("view", "") if kept.get("view", "") in VIEWS else VIEWS[0],
        filters=_filters(kept, dimensions),
    )


def _kept(report: Report, params: QueryDict) -> QueryDict:
    known = {"period", "step", "by", "across", "figure", "view", *(key for key, _label in report.dimensions)}
    kept = QueryDict(mutable=True)
    for name in params:
        values = [value.replace("\0", "")[:64] for value in params.getlist(name) if value]
        if name in known and values:
            kept.setlist(name, values[:MOST_VALUES])
    if kept.get("period") == "dates":
        kept["period"] = f"{params.get('from', '')[:10]}..{params.get('to', '')[:10]}"
    return kept


def _step(word: str) -> Step:
    if word not in Step.__members__.values():
        raise UnableToReadReport(_("A period is cut by days, weeks, months, quarters, half-years or years."))
    return Step(word)


def _filters(kept: QueryDict, dimensions: set[str]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(kept.getlist(name)) for name in kept if name in dimensions}
