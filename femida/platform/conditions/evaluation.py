"""A condition on one row: what the gates of pipelines ask."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import BooleanField, Case, Model, Value, When
from django.utils.translation import gettext_lazy as _

from femida.platform.access.policy import Policy
from femida.platform.conditions.compiling import compile_node
from femida.platform.conditions.gates import gate_field
from femida.platform.conditions.language import (
    All,
    Comparison,
    Condition,
    Node,
    Not,
    Op,
    UnableToReadCondition,
    comparisons,
    read,
)
from femida.platform.objects.types import ObjectType, object_types


def holds(
    object_type_key: str,
    row: Any,
    condition: Condition,
    extra: Mapping[str, object] | None = None,
    *,
    policy: Policy | None = None,
    now: datetime | None = None,
) -> bool:
    """Whether a condition holds for one row.

    A name is looked for in `extra` (facts of the running act: «reason», «next_contact_at»), then among the
    gate fields of rooms, then among the described fields; all described fields are asked in one statement,
    as the row stands in the database now. Raises UnableToReadCondition.
    """
    object_type = object_types[object_type_key]
    node = read(condition)
    leaves = comparisons(node)
    given = extra or {}
    facts = {
        leaf: _fact(object_type_key, row, leaf, given)
        for leaf in leaves
        if _is_fact(object_type_key, leaf, given)
    }
    asked = [leaf for leaf in leaves if leaf not in facts]
    answers = facts | _ask(object_type, row, asked, policy, now)
    return _judge(node, answers)


def check_condition(object_type_key: str, condition: Condition, *, extra: Collection[str] = ()) -> None:
    """Raise UnableToReadCondition unless `holds` could judge rows of this type by the condition.

    `extra` are the names the running act will give. For set-up and editors: a gate that cannot be read
    must not be stored.
    """
    object_type = object_types[object_type_key]
    for leaf in comparisons(read(condition)):
        if leaf.field not in extra and gate_field(object_type_key, leaf.field) is None:
            compile_node(None, object_type, leaf)


def _is_fact(object_type_key: str, leaf: Comparison, extra: Mapping[str, object]) -> bool:
    return leaf.field in extra or gate_field(object_type_key, leaf.field) is not None


def _fact(object_type_key: str, row: Model, leaf: Comparison, extra: Mapping[str, object]) -> bool:
    if leaf.field in extra:
        return compare(extra[leaf.field], leaf)
    field = gate_field(object_type_key, leaf.field)
    assert field is not None
    return compare(field.compute(row), leaf)


def _ask(
    object_type: ObjectType, row: Model, leaves: list[Comparison], policy: Policy | None, now: datetime | None
) -> dict[Comparison, bool]:
    if not leaves:
        return {}
    questions = {
        f"question_{number}": Case(
            When(compile_node(policy, object_type, leaf, now=now), then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        )
        for number, leaf in enumerate(leaves)
    }
    found = (
        object_type.model._default_manager.filter(pk=row.pk)
        .annotate(**questions)
        .values_list(*questions)
        .first()
    )
    # A row that is gone fulfils nothing.
    return dict(zip(leaves, found or (False,) * len(leaves), strict=True))


def _judge(node: Node, answers: Mapping[Comparison, bool]) -> bool:
    if isinstance(node, Comparison):
        return answers[node]
    if isinstance(node, Not):
        return not _judge(node.part, answers)
    judged = (_judge(part, answers) for part in node.parts)
    return all(judged) if isinstance(node, All) else any(judged)


def compare(present: object, leaf: Comparison) -> bool:
    """Compare a value at hand (a number, yes/no, a text, None) as SQL would compare a column."""
    op, value = leaf.op, leaf.value
    if op in (Op.IS_EMPTY, Op.IS_SET):
        return (present is None or present == "") is (op is Op.IS_EMPTY)
    if op in (Op.IS, Op.IS_NOT):
        return _same(present, value) is (op is Op.IS)
    if op in (Op.IN, Op.NOT_IN):
        return any(_same(present, one) for one in value) is (op is Op.IN)
    if op is Op.CONTAINS:
        return str(value).casefold() in str(present or "").casefold()
    if op in (Op.AT_LEAST, Op.AT_MOST, Op.BETWEEN):
        return present is not None and _within(present, leaf)
    raise UnableToReadCondition(
        _("“%(field)s” cannot be compared by “%(op)s”.") % {"field": leaf.field, "op": op.value}
    )


def _within(present: object, leaf: Comparison) -> bool:
    number = _number(leaf, present)
    low, high = leaf.value if leaf.op is Op.BETWEEN else (leaf.value, leaf.value)
    is_enough = leaf.op is Op.AT_MOST or number >= _number(leaf, low)
    is_within = leaf.op is Op.AT_LEAST or number <= _number(leaf, high)
    return is_enough and is_within


def _same(present: object, value: object) -> bool:
    if isinstance(present, bool) or isinstance(value, bool):
        return present is value
    if isinstance(present, int | Decimal) and isinstance(value, int | float | str):
        try:
            return present == Decimal(str(value))
        except InvalidOperation:
            return False
    return present == value


def _number(leaf: Comparison, value: Any) -> Decimal:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        raise UnableToReadCondition(
            _("“%(value)s” is no value of “%(field)s”.") % {"value": str(value)[:60], "field": leaf.field}
        ) from None
