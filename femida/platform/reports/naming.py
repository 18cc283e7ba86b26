"""What the groups of a report are called: offices, people and sources by name, days by their step."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from datetime import date

from django.utils.dates import MONTHS_3
from django.utils.translation import gettext as _

from femida.platform.objects.types import FieldType, object_types
from femida.platform.reports.datasets import datasets, measure_at
from femida.platform.reports.described import TIME, Report
from femida.platform.reports.periods import Step
from femida.platform.ui import formats


def names_of_groups(
    report: Report, dimension: str, values: Iterable[Hashable], step: Step
) -> Mapping[Hashable, str]:
    """The names of the values of a dimension; at most one statement. Empty values are called «not given»."""
    present = {value for value in values if value is not None}
    names: dict[Hashable, str] = {None: _("not given")}
    if dimension == TIME:
        return names | {value: name_of_step(value, step) for value in present if isinstance(value, date)}
    return names | _named(report, dimension, present)


def _named(report: Report, dimension: str, present: set[Hashable]) -> dict[Hashable, str]:
    for key in dict.fromkeys(measure_at(name)[0].key for name in report.measures):
        dataset = datasets[key]
        if dimension not in dataset.dimensions:
            continue
        field = dataset.field(dataset.dimensions[dimension])
        if field.type is FieldType.CHOICE and field.choices is not None:
            labels = {str(value): str(label) for value, label in field.choices()}
            return {value: labels.get(str(value), str(value)) for value in present}
        target = object_types.get(field.to) if field.to else None
        if target is not None and present:
            rows = target.model._default_manager.filter(pk__in=present)
            found = dict(rows.values_list("pk", target.title))
            return {value: str(found.get(value, value)) for value in present}
        if field.type is FieldType.YES_NO:
            return {value: _("yes") if value is True else _("no") for value in present}
        break
    return {value: str(value) for value in present}


def name_of_step(start: date, step: Step) -> str:
    """A step as people call it: «мар 2026», «II кв. 2026», «22.11.2026»."""
    if step is Step.MONTH:
        return f"{str(MONTHS_3[start.month]).lower()} {start.year}"
    if step is Step.QUARTER:
        return _("%(number)s quarter %(year)s") % {
            "number": ("I", "II", "III", "IV")[start.month // 3],
            "year": start.year,
        }
    if step is Step.HALF:
        return _("%(number)s half-year %(year)s") % {
            "number": "I" if start.month == 1 else "II",
            "year": start.year,
        }
    if step is Step.YEAR:
        return str(start.year)
    if step is Step.WEEK:
        return _("week from %(day)s") % {"day": formats.exact_day(start)}
    return formats.exact_day(start)
