"""Comparisons of computed fields: the same language over an expression in place of a column."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from django.db.models import Q
from django.db.models.lookups import Exact, GreaterThanOrEqual, In, IsNull, LessThan, LessThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from femida.platform.access.policy import NOTHING, Policy
from femida.platform.conditions.fields import OPS
from femida.platform.conditions.language import Comparison, Op, UnableToReadCondition
from femida.platform.conditions.periods import period
from femida.platform.objects.computed import ComputedField
from femida.platform.objects.types import FieldType

# What the expressions of rooms give; texts and moments have no computed fields so far.
_REFERENCES: Final = (FieldType.REFERENCE, FieldType.PERSON, FieldType.STAGE)


def computed_predicate(policy: Policy | None, field: ComputedField, asked: Comparison, *, now: datetime) -> Q:
    """The predicate that a comparison of a computed field says.

    Raises UnableToReadCondition for a hidden field, a comparison its type does not have, or a wrong value.
    """
    if field.sensitivity:
        raise UnableToReadCondition(
            _("“%(field)s” is hidden, so conditions may not ask about it.") % {"field": str(field.label)}
        )
    if asked.op not in OPS[field.type]:
        raise UnableToReadCondition(
            _("“%(field)s” cannot be compared by “%(op)s”.")
            % {"field": str(field.label), "op": asked.op.value}
        )
    expression = field.expression(policy)
    if asked.op in (Op.IS_EMPTY, Op.IS_SET):
        return Q(IsNull(expression, asked.op is Op.IS_EMPTY))
    if asked.op in (Op.ME, Op.MY_TEAM, Op.MY_OFFICE, Op.MY_DEPARTMENT):
        ids = _mine(policy, asked.op)
        return Q(In(expression, ids)) if ids else NOTHING
    if field.type is FieldType.DATE:
        return _days(expression, asked, timezone.localtime(now).date())
    return _plain(field, expression, asked)


def _mine(policy: Policy | None, op: Op) -> list[int]:
    if policy is None:
        return []
    place = policy.placement
    own = {place.employee_id} if place.employee_id is not None else set()
    ids = {
        Op.ME: own,
        Op.MY_TEAM: own | place.subordinates,
        Op.MY_OFFICE: place.offices,
        Op.MY_DEPARTMENT: place.departments,
    }[op]
    return sorted(ids)


def _days(expression: Any, asked: Comparison, today: date) -> Q:
    value = asked.value
    first, last = (value[0], value[1]) if asked.op is Op.BETWEEN else (value, value)
    start, end = period(first, today=today)[0], period(last, today=today)[1]
    if asked.op is Op.BEFORE:
        return Q(LessThan(expression, start))
    if asked.op is Op.AFTER:
        return Q(GreaterThanOrEqual(expression, end))
    within = Q(GreaterThanOrEqual(expression, start)) & Q(LessThan(expression, end))
    return ~within | Q(IsNull(expression, True)) if asked.op is Op.IS_NOT else within


def _plain(field: ComputedField, expression: Any, asked: Comparison) -> Q:
    if asked.op in (Op.IN, Op.NOT_IN):
        among = Q(In(expression, [_value(field, one) for one in asked.value]))
        return among if asked.op is Op.IN else ~among | Q(IsNull(expression, True))
    if asked.op is Op.BETWEEN:
        low, high = (_value(field, one) for one in asked.value)
        return Q(GreaterThanOrEqual(expression, low)) & Q(LessThanOrEqual(expression, high))
    value = _value(field, asked.value)
    if asked.op is Op.AT_LEAST:
        return Q(GreaterThanOrEqual(expression, value))
    if asked.op is Op.AT_MOST:
        return Q(LessThanOrEqual(expression, value))
    same = Q(Exact(expression, value))
    return ~same | Q(IsNull(expression, True)) if asked.op is Op.IS_NOT else same


def _value(field: ComputedField, said: Any) -> Any:
    try:
        if field.type is FieldType.YES_NO:
            if not isinstance(said, bool):
                raise ValueError
            return said
        if isinstance(said, bool):
            raise ValueError
        if field.type in _REFERENCES:
            return _key(said)
        if field.type is FieldType.CHOICE and field.choices is not None:
            if str(said) not in {str(key) for key, _label in field.choices()}:
                raise ValueError
            return str(said)
    except (ValueError, TypeError):
        raise UnableToReadCondition(
            _("“%(value)s” is no value of “%(field)s”.")
            % {"value": str(said)[:60], "field": str(field.label)}
        ) from None
    return said


def _key(said: Any) -> int:
    word = str(said)
    if not word.isdecimal() or len(word) > 18:  # noqa: PLR2004 - what a bigint holds
        raise ValueError
    return int(word)
