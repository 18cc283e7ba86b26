"""The chart of a report: values with ready words, which assets/js/charts.ts hands to ECharts."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Any, Final

from django.utils.translation import gettext as _

from femida.platform.access.policy import Policy
from femida.platform.reports.asking import Question
from femida.platform.reports.datasets import measure_at
from femida.platform.reports.described import TIME
from femida.platform.reports.drawing import written, written_value
from femida.platform.reports.running import Pair
from femida.platform.reports.sheets import Sheet, SheetCell, SheetLine, open_steps

MOST_BARS: Final = 20
MOST_SERIES: Final = 11
"""Beside these and «the others» no palette tells colours apart."""

Chart = dict[str, Any]


def chart_of(policy: Policy, question: Question, sheet: Sheet) -> Chart | None:
    """The chart of a sheet, None when there is nothing to draw."""
    lines = [line for line in sheet.lines if line.kind == "line"]
    if question.across:
        return _columns(question, sheet, lines)
    if question.report.steps and not question.by:
        return _funnel(question, sheet)
    return _bars(policy, question, sheet, lines)


def _funnel(question: Question, sheet: Sheet) -> Chart | None:
    steps = open_steps(question, sheet.figures)
    counts = [sheet.figures.total(step.count) or Pair() for step in steps]
    if not any(pair.now or pair.before for pair in counts):
        return None
    links = [line.cells[0].address for line in sheet.lines]
    between = [""]
    for last, this in pairwise(counts):
        between.append(written_value(this.now / last.now, "share") if last.now else "")
    series = [
        _series(_("This period"), [pair.now for pair in counts], "count", links=links),
        _series(_("Period before"), [pair.before for pair in counts], "count"),
    ]
    return {
        "kind": "funnel",
        "names": [str(step.label) for step in steps],
        "between": between,
        "series": series,
        "unit": "count",
    }


def _bars(policy: Policy, question: Question, sheet: Sheet, lines: list[SheetLine]) -> Chart | None:
    """One figure by groups: columns by time, otherwise bars, the longest on top."""
    names = [name for name in question.report.open_measures(policy) if name in sheet.figures.cells]
    if question.figure not in names or not lines:
        return None
    place = names.index(question.figure)
    measure = measure_at(question.figure)[1]
    shown = [(line.name, line.cells[place]) for line in lines if line.cells[place].value is not None]
    if question.by != TIME:
        shown.sort(key=lambda pair: -(pair[1].value or 0))
        shown = shown[:MOST_BARS]
    if not any(cell.value for _name, cell in shown):
        return None
    cells = [cell for _name, cell in shown]
    return {
        "kind": "columns" if question.by == TIME else "bars",
        "names": [name for name, _cell in shown],
        "series": [_of_cells(str(measure.label), cells)],
        "unit": measure.unit,
    }


def _columns(question: Question, sheet: Sheet, lines: list[SheetLine]) -> Chart | None:
    """A figure by two dimensions: columns stacked of the lines, the small ones together as «the others»."""
    heads = sheet.heads
    count = len(heads) - (1 if heads and str(heads[-1].label) == _("Together") else 0)
    if not lines or not count or not any(cell.value for line in lines for cell in line.cells[:count]):
        return None
    measure = measure_at(question.figure)[1]
    ranked = sorted(lines, key=lambda line: -sum(cell.value or Decimal(0) for cell in line.cells[:count]))
    main = [line for line in lines if line in ranked[:MOST_SERIES]]
    series = [_of_cells(line.name, list(line.cells[:count])) for line in main]
    rest = ranked[MOST_SERIES:]
    if rest:
        added = [
            sum((line.cells[at].value or Decimal(0) for line in rest), Decimal(0)) for at in range(count)
        ]
        series.append(_series(_("the others"), added, measure.unit))
    sums = [sum((line.cells[at].value or Decimal(0) for line in lines), Decimal(0)) for at in range(count)]
    return {
        "kind": "columns",
        "names": [str(head.label) for head in heads[:count]],
        "series": series,
        "totals": [written_value(value, measure.unit) for value in sums],
        "unit": measure.unit,
        "stacked": not measure.standing or question.across == TIME,
    }


def _of_cells(name: str, cells: list[SheetCell]) -> Chart:
    return {
        "name": name,
        "values": [_number(cell.value) for cell in cells],
        "words": [written(cell) for cell in cells],
        "links": [cell.address for cell in cells],
        "records": [cell.is_record for cell in cells],
    }


def _series(name: str, values: list[Decimal], unit: str, *, links: list[str] | None = None) -> Chart:
    return {
        "name": name,
        "values": [_number(value) for value in values],
        "words": [written_value(value, unit) for value in values],
        "links": links or [],
        "records": [],
    }


def _number(value: Decimal | None) -> float:
    return float(value or 0)
