"""From a figure to the rows behind it: the address of the ordinary list with the same conditions."""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from femida.platform.access.policy import Policy
from femida.platform.conditions.language import Condition, Op
from femida.platform.objects.types import FieldType
from femida.platform.reports.asking import Question
from femida.platform.reports.datasets import Dataset, Measure
from femida.platform.reports.described import TIME
from femida.platform.reports.periods import Span, step_span

LONGEST: Final = 4000
"""A longer condition no list reads; such a figure has no link."""
_WORDS: Final[Mapping[Any, str]] = {
    Op.IS_EMPTY.value: "-",
    Op.ME.value: "me",
    Op.MY_TEAM.value: "my_team",
    Op.MY_OFFICE.value: "my_office",
}


def rows_address(
    policy: Policy,
    question: Question,
    dataset: Dataset,
    measure: Measure,
    group: Mapping[str, Hashable],
    *,
    span: Span | None = None,
) -> str:
    """The address of the list of the rows that a figure counts or adds up, "" when there is no such list.

    `group` holds the values of the dimensions of the figure's cell. What the list's own filters can say
    stands in parameters of its own, so that the reader can take each away; the rest is one condition.
    """
    filters = question.conditions_for(dataset)
    if filters is None or not policy.may(dataset.type.view_right):
        return ""
    try:
        start = reverse(f"{dataset.type.slug}:list")
    except NoReverseMatch:
        return ""
    whole = span or question.period.span
    conditions = [dataset.condition, measure.condition_in(whole), *filters]
    days = whole
    for key, value in group.items():
        if key == TIME:
            days = step_span(value, question.step, whole)  # type: ignore[arg-type]
        elif key in dataset.dimensions:
            conditions.append(_equal(dataset.dimensions[key], value))
    conditions.append(_days(dataset.date, days, standing=measure.standing))
    return _written(start, dataset, [one for one in conditions if one])


def _equal(field: str, value: Hashable) -> Condition:
    if value is None:
        return {"field": field, "op": Op.IS_EMPTY.value}
    said = value if isinstance(value, bool) else str(value)
    return {"field": field, "op": Op.IS.value, "value": said}


def _days(field: str, span: Span, *, standing: bool) -> Condition:
    if standing:
        # «not after» alone would let in rows without a day
        late: Condition = {"field": field, "op": Op.AFTER.value, "value": span.last.isoformat()}
        return {"all": [{"not": late}, {"field": field, "op": Op.IS_SET.value}]}
    days = [span.first.isoformat(), span.last.isoformat()]
    return {"field": field, "op": Op.BETWEEN.value, "value": days}


def _written(start: str, dataset: Dataset, conditions: list[Condition]) -> str:
    params: list[tuple[str, str]] = []
    rest: list[Condition] = []
    for condition in conditions:
        said = _as_parameter(dataset, condition)
        if said is None or said[0] in dict(params):
            rest.append(condition)
        else:
            params.append(said)
    if rest:
        written = rest[0] if len(rest) == 1 else {"all": rest}
        text = json.dumps(written, ensure_ascii=False, separators=(",", ":"))
        if len(text) > LONGEST:
            return ""
        params.append(("f", text))
    return f"{start}?{urlencode(params)}"


def _as_parameter(dataset: Dataset, condition: Condition) -> tuple[str, str] | None:
    """A condition as a parameter of the list, when the list can say it so."""
    field = dataset.type.by_name.get(str(condition.get("field", "")))
    if field is None:
        return None
    op, value = condition.get("op"), condition.get("value")
    if op == Op.BETWEEN.value and field.type is FieldType.DATE and isinstance(value, list):
        return field.name, f"{value[0]}..{value[1]}"
    if field.type not in (FieldType.REFERENCE, FieldType.PERSON, FieldType.CHOICE, FieldType.STAGE):
        return None
    if op in _WORDS:
        return field.name, _WORDS[op]
    is_said = op == Op.IS.value and isinstance(value, str) and value not in _WORDS.values()
    return (field.name, str(value)) if is_said else None
