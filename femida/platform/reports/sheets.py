"""The table of a report: heads and lines of typed cells. The page, the chart and the exports all read it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Final, Literal

from django.utils.translation import gettext as _

from femida.platform.access.policy import Policy
from femida.platform.core.errors import Text
from femida.platform.reports.asking import Question
from femida.platform.reports.datasets import Unit, measure_at
from femida.platform.reports.described import TIME, FunnelStep
from femida.platform.reports.drilling import rows_address
from femida.platform.reports.naming import name_of_step, names_of_groups
from femida.platform.reports.periods import step_start, steps_of
from femida.platform.reports.running import Figures, Key, Pair, run, running_totals

ZERO: Final = Decimal(0)
Kind = Literal["line", "total", "before"]


@dataclass(frozen=True, slots=True)
class SheetHead:
    """A column: its label, the sentence that says what its figures count, and their unit."""

    label: Text
    unit: Unit = "count"
    explains: Text = ""


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A figure, None where the measure says nothing; `address` leads to its rows."""

    value: Decimal | None = None
    unit: Unit = "count"
    address: str = ""
    is_record: bool = False


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line: its name and its figures; totals and the line of the period before are of other kinds."""

    name: str
    cells: tuple[SheetCell, ...]
    kind: Kind = "line"
    key: Hashable = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole table. `first` is the head of the names."""

    first: Text
    heads: tuple[SheetHead, ...]
    lines: tuple[SheetLine, ...]
    figures: Figures = field(default_factory=Figures)
    names: Mapping[Hashable, str] = field(default_factory=dict)


def build_sheet(policy: Policy, question: Question) -> Sheet:
    """The table that an address asks for: one statement for each dataset and one for the names."""
    if question.across:
        return _pivot(policy, question)
    if question.report.steps and not question.by:
        return _funnel(policy, question)
    return _flat(policy, question)


# --- a funnel: a line for each step ---


def _funnel(policy: Policy, question: Question) -> Sheet:
    names = question.report.open_measures(policy)
    figures = run(policy, question, names, ())
    steps = open_steps(question, figures)
    has_sums = any(step.amount in figures.cells for step in steps if step.amount)
    heads = [
        SheetHead(_("Count")),
        *([SheetHead(_("Sum"), "money")] if has_sums else []),
        SheetHead(_("Conversion of the step"), "share", _("Of those who reached the step before.")),
        SheetHead(_("Conversion of the whole"), "share", _("Of those who reached the first step.")),
        SheetHead(_("Period before"), "count", _("The count of the period before.")),
        SheetHead(_("Difference"), "share", _("How the count differs from the period before.")),
    ]
    if has_sums:
        heads.insert(-1, SheetHead(_("Sum before"), "money", _("The sum of the period before.")))
    counts = [figures.total(step.count) or Pair() for step in steps]
    lines = []
    for place, step in enumerate(steps):
        count, first, last = counts[place], counts[0], counts[max(place - 1, 0)]
        amount = figures.total(step.amount) if step.amount else None
        cells = [
            _cell(policy, question, step.count, count.now, {}),
            *([_sum_cell(policy, question, step, amount)] if has_sums else []),
            SheetCell(share(count.now, last.now) if place else None, "share"),
            SheetCell(share(count.now, first.now) if place else None, "share"),
            SheetCell(count.before),
            *([SheetCell(amount.before if amount else None, "money")] if has_sums else []),
            SheetCell(change(count), "share"),
        ]
        lines.append(SheetLine(str(step.label), tuple(cells), key=step.count))
    return Sheet(_("Step"), tuple(heads), tuple(lines), figures)


def _sum_cell(policy: Policy, question: Question, step: FunnelStep, amount: Pair | None) -> SheetCell:
    if amount is None:
        return SheetCell(None, "money")
    return _cell(policy, question, step.amount, amount.now, {})


def open_steps(question: Question, figures: Figures) -> list[FunnelStep]:
    """The steps whose counts the reader sees."""
    return [step for step in question.report.steps if step.count in figures.cells]


def share(part: Decimal, whole: Decimal) -> Decimal | None:
    """A part of a whole, from 0 to 1; None of nothing."""
    return part / whole if whole else None


def change(pair: Pair) -> Decimal | None:
    """How a figure differs from the one before, as a share of that; None when there was nothing."""
    return (pair.now - pair.before) / pair.before if pair.before else None


# --- groups in lines, measures in columns ---


def _flat(policy: Policy, question: Question) -> Sheet:
    report = question.report
    names = report.open_measures(policy)
    groups = (question.by,) if question.by else ()
    by_time = question.by == TIME
    figures = run(policy, question, names, groups, history=by_time and report.has_records)
    if by_time:
        _settle(question, figures, 0)
    shown = [name for name in names if name in figures.cells]
    keys = _line_keys(question, figures, shown)
    labels = names_of_groups(report, question.by, keys, question.step) if groups else {}
    records = _records(question, figures, shown, place=0) if by_time else {}
    heads = _flat_heads(question, shown)
    lines = []
    for key in _ordered(question.by, keys, labels):
        values = {name: figures.at(name, (key,)) for name in shown}
        cells = _flat_cells(policy, question, shown, values, {question.by: key}, (key,), records)
        lines.append(SheetLine(labels.get(key, str(key)), tuple(cells), key=key))
    totals = {name: _total(question, figures, name) for name in shown}
    if len(lines) > 1 or not groups:
        cells = _flat_cells(policy, question, shown, totals, {}, (), {})
        lines.append(SheetLine(_("Together"), tuple(cells), "total"))
    if not by_time:
        before = [SheetCell(pair.before if pair else None, _unit(name)) for name, pair in totals.items()]
        lines.append(SheetLine(_("Period before"), tuple(_with_shares(question, shown, before)), "before"))
    return Sheet(_label_of(question, question.by), tuple(heads), tuple(lines), figures, labels)


def _flat_heads(question: Question, shown: Sequence[str]) -> list[SheetHead]:
    heads = []
    for name in shown:
        _dataset, measure = measure_at(name)
        heads.append(SheetHead(measure.label, measure.unit, measure.explains))
    for step in _conversions(question, shown):
        label = _("→ %(step)s") % {"step": step.label}
        explains = _("Conversion: of those who reached the step before.")
        heads.append(SheetHead(label, "share", explains))
    return heads


def _flat_cells(
    policy: Policy,
    question: Question,
    shown: Sequence[str],
    values: Mapping[str, Pair | None],
    group: Mapping[str, Hashable],
    key: Key,
    records: Mapping[tuple[str, Key], Hashable],
) -> list[SheetCell]:
    cells = []
    for name in shown:
        pair = values[name]
        if pair is None:
            cells.append(SheetCell(None, _unit(name)))
            continue
        best = bool(key) and records.get((name, ())) == key[0] and pair.now == pair.before
        cells.append(_cell(policy, question, name, pair.now, group, is_record=best))
    return _with_shares(question, shown, cells)


def _conversions(question: Question, shown: Sequence[str]) -> list[FunnelStep]:
    """The steps after the first that can be compared with the one before."""
    counts = [step for step in question.report.steps if step.count in shown]
    return counts[1:]


def _with_shares(question: Question, shown: Sequence[str], cells: Sequence[SheetCell]) -> list[SheetCell]:
    at = dict(zip(shown, cells, strict=True))
    counts = [step.count for step in question.report.steps if step.count in at]
    shares = []
    for last, this in pairwise(counts):
        part, whole = at[this].value, at[last].value
        is_known = part is not None and whole is not None
        shares.append(SheetCell(share(part, whole) if is_known else None, "share"))  # type: ignore[arg-type]
    return [*cells, *shares]


def _settle(question: Question, figures: Figures, place: int) -> None:
    """Make states of movements for the standing measures that are cut by time."""
    starts = list(steps_of(question.period.span, question.step))
    for name in list(figures.cells):
        if measure_at(name)[1].standing and name not in figures.ungrouped:
            running_totals(figures, name, starts, question.step, place)


def _total(question: Question, figures: Figures, name: str, place: int = 0) -> Pair | None:
    """The total of a column; a state is not added up over time, its last one stands."""
    if name not in figures.cells:
        return None
    cells = figures.cells[name]
    is_standing = measure_at(name)[1].standing
    if TIME not in (question.by, question.across):
        return figures.total(name)
    if name in figures.ungrouped:
        return figures.total(name)
    if is_standing:
        last = step_start(question.period.span.last, question.step)
        fitting = [pair for key, pair in cells.items() if key[place] == last]
    else:
        fitting = [pair for key, pair in cells.items() if _in_period(question, key[place])]
    return sum(fitting, Pair())


def _in_period(question: Question, start: Hashable) -> bool:
    """Whether a step belongs to the period: the past that is read for records does not."""
    span = question.period.span
    return isinstance(start, date) and step_start(span.first, question.step) <= start <= span.last


# --- one figure, groups in lines and in columns ---


def _pivot(policy: Policy, question: Question) -> Sheet:
    name = question.figure
    groups = (question.by, question.across) if question.by else (question.across,)
    place = len(groups) - 1
    by_time = question.across == TIME
    keeps_past = question.report.has_records and TIME in groups
    figures = run(policy, question, [name], groups, history=keeps_past)
    if TIME in groups:
        _settle(question, figures, groups.index(TIME))
    unit, measure = _unit(name), measure_at(name)[1]
    cells = {} if name in figures.ungrouped else figures.cells.get(name, {})
    time_at = groups.index(TIME) if TIME in groups else None
    shown = {
        key: pair for key, pair in cells.items() if time_at is None or _in_period(question, key[time_at])
    }
    if by_time:
        columns: list[Hashable] = list(steps_of(question.period.span, question.step))
        column_names: Mapping[Hashable, str] = {
            one: name_of_step(one, question.step) for one in columns if isinstance(one, date)
        }
    else:
        found = {key[place] for key in shown}
        column_names = names_of_groups(question.report, question.across, found, question.step)
        columns = _ordered(question.across, found, column_names)
    rows: set[Hashable] = {key[0] for key in shown} if question.by else {None}
    labels = names_of_groups(question.report, question.by, rows, question.step) if question.by else {}
    records = _records(question, figures, [name], place=place) if by_time else {}
    heads = [SheetHead(column_names[one], unit, measure.explains) for one in columns]
    has_total = not (measure.standing and by_time)
    if has_total:
        heads.append(SheetHead(_("Together"), unit, measure.explains))
    lines = []
    for row in _ordered(question.by, rows, labels):
        rest: Key = (row,) if question.by else ()
        line = []
        for column in columns:
            pair = shown.get((*rest, column), Pair())
            group = {question.across: column} | ({question.by: row} if question.by else {})
            best = records.get((name, rest)) == column and pair.now == pair.before
            line.append(_cell(policy, question, name, pair.now, group, is_record=best))
        if has_total:
            whole = sum((pair for key, pair in shown.items() if key[:place] == rest), Pair())
            group = {question.by: row} if question.by else {}
            line.append(_cell(policy, question, name, whole.now, group))
        lines.append(SheetLine(labels.get(row, str(measure.label)), tuple(line), key=row))
    if len(lines) > 1:
        lines.append(_pivot_total(policy, question, name, shown, columns, cells, has_total=has_total))
    return Sheet(_label_of(question, question.by), tuple(heads), tuple(lines), figures, labels)


def _pivot_total(
    policy: Policy,
    question: Question,
    name: str,
    shown: Mapping[Key, Pair],
    columns: Sequence[Hashable],
    past: Mapping[Key, Pair],
    *,
    has_total: bool,
) -> SheetLine:
    line = []
    best = _best_of(_added(past)) if question.across == TIME and question.report.has_records else None
    for column in columns:
        whole = sum((pair for key, pair in shown.items() if key[-1] == column), Pair())
        group = {question.across: column}
        is_best = best == column and whole.now == whole.before
        line.append(_cell(policy, question, name, whole.now, group, is_record=is_best))
    if has_total:
        together = sum(shown.values(), Pair())
        line.append(_cell(policy, question, name, together.now, {}))
    return SheetLine(_("Together"), tuple(line), "total")


def _added(cells: Mapping[Key, Pair]) -> dict[Hashable, Decimal]:
    added: dict[Hashable, Decimal] = {}
    for key, pair in cells.items():
        added[key[-1]] = added.get(key[-1], ZERO) + pair.before
    return added


def _best_of(amounts: Mapping[Hashable, Decimal]) -> Hashable:
    """The step with the greatest figure, the later of equal ones; None when nothing is above zero."""
    above = {step: amount for step, amount in amounts.items() if amount > ZERO and isinstance(step, date)}
    return max(above, key=lambda step: (above[step], step), default=None)


def _records(
    question: Question, figures: Figures, names: Iterable[str], *, place: int
) -> dict[tuple[str, Key], Hashable]:
    """The best step of all the past, for each measure and each group besides the time."""
    if not question.report.has_records:
        return {}
    found: dict[tuple[str, Key], Hashable] = {}
    for name in names:
        if measure_at(name)[1].standing or name in figures.ungrouped:
            continue
        by_rest: dict[Key, dict[Hashable, Decimal]] = {}
        for key, pair in figures.cells.get(name, {}).items():
            by_rest.setdefault(key[:place], {})[key[place]] = pair.before
        for rest, amounts in by_rest.items():
            found[name, rest] = _best_of(amounts)
    return found


# --- what all of them need ---


def _cell(
    policy: Policy,
    question: Question,
    name: str,
    value: Decimal,
    group: Mapping[str, Hashable],
    *,
    is_record: bool = False,
) -> SheetCell:
    dataset, measure = measure_at(name)
    address = rows_address(policy, question, dataset, measure, group) if value else ""
    return SheetCell(value, measure.unit, address, is_record)


def _unit(name: str) -> Unit:
    return measure_at(name)[1].unit


def _label_of(question: Question, dimension: str) -> Text:
    if dimension == TIME:
        return _("Period")
    return question.report.dimension_label(dimension) if dimension else _("Figure")


def _line_keys(question: Question, figures: Figures, shown: Sequence[str]) -> set[Hashable]:
    if not question.by:
        return set()
    if question.by == TIME:
        return set(steps_of(question.period.span, question.step))
    return {key[0] for key in figures.keys(shown)}


def _ordered(dimension: str, keys: Iterable[Hashable], labels: Mapping[Hashable, str]) -> list[Hashable]:
    """Steps by time, all others by name, those that are not given last."""
    if dimension == TIME:
        return sorted(keys)  # type: ignore[type-var]
    return sorted(keys, key=lambda key: (key is None, labels.get(key, "").casefold(), str(key)))
