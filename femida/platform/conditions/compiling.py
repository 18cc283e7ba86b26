"""From a condition to one SQL predicate under the reader's policy."""

from __future__ import annotations

from datetime import datetime
from functools import reduce
from operator import and_, or_
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import Exists, F, GeneratedField, OuterRef, Q, TextField, Value
from django.db.models.functions import Lower, Replace
from django.db.models.lookups import Contains, StartsWith
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from femida.kernel.text import fold
from femida.platform.access.policy import NOTHING, Policy
from femida.platform.conditions.computing import computed_predicate
from femida.platform.conditions.fields import Asked, asked_field, column_at, relation_path, require_op
from femida.platform.conditions.language import (
    All,
    AnyOf,
    Comparison,
    Condition,
    Node,
    Not,
    Op,
    UnableToReadCondition,
    comparisons,
    read,
)
from femida.platform.conditions.periods import moments, period
from femida.platform.core import clock
from femida.platform.objects.computed import computed_field
from femida.platform.objects.types import Field, FieldType, ObjectType

EVERYTHING = Q()


def compile_condition(
    policy: Policy | None, object_type: ObjectType, condition: Condition, *, now: datetime | None = None
) -> Q:
    """The predicate over the rows of `object_type` that says what the condition says.

    It never multiplies rows and asks about referred objects only where the policy lets them be seen;
    without a policy (the gate of a pipeline: the firm itself asks) all rows count and «me» means nobody.
    Raises UnableToReadCondition for what the language, the description or the reader does not have.
    """
    return compile_node(policy, object_type, read(condition), now=now)


def compile_node(
    policy: Policy | None, object_type: ObjectType, node: Node, *, now: datetime | None = None
) -> Q:
    """The same for a tree that has been read already."""
    return _Compiler(policy, object_type, now or clock.now()).predicate(node)


class _Compiler:
    """Walks a tree with the things every comparison needs."""

    def __init__(self, policy: Policy | None, object_type: ObjectType, now: datetime) -> None:
        self.policy = policy
        self.object_type = object_type
        self.now = now

    def predicate(self, node: Node) -> Q:
        if isinstance(node, Comparison):
            return self.comparison(node)
        if isinstance(node, Not):
            # ~Q() of everything would again be everything
            return ~(self.predicate(node.part) or Q(pk__isnull=False))
        parts = [self.predicate(part) for part in node.parts]
        if isinstance(node, All):
            return reduce(and_, parts, EVERYTHING)
        assert isinstance(node, AnyOf)
        if any(not part for part in parts):
            return EVERYTHING
        return reduce(or_, parts) if parts else NOTHING

    def comparison(self, asked_for: Comparison) -> Q:
        computed = computed_field(self.object_type.key, asked_for.field)
        if computed is not None:
            return computed_predicate(self.policy, computed, asked_for, now=self.now)
        asked = asked_field(self.object_type, asked_for.field)
        require_op(asked.field, asked_for.op)
        model = asked.owner.model
        leaf = self.leaf(asked, asked_for)
        _column, several = column_at(model, asked.field.value_path)
        if several:
            leaf = Q(Exists(model._default_manager.filter(leaf, pk=OuterRef("pk"))))
        if asked.through is None:
            return leaf
        reached = EVERYTHING if self.policy is None else self.policy.rows(model)
        related = model._default_manager.filter(leaf, reached, pk=OuterRef(relation_path(asked.through)))
        return Q(Exists(related))

    def leaf(self, asked: Asked, comparison: Comparison) -> Q:
        field, op, value = asked.field, comparison.op, comparison.value
        path = field.value_path
        if op in (Op.IS_EMPTY, Op.IS_SET):
            empty = Q(**{f"{path}__isnull": True})
            if field.type in (FieldType.TEXT, FieldType.LONG_TEXT, FieldType.CHOICE):
                empty |= Q(**{path: ""})
            return empty if op is Op.IS_EMPTY else ~empty
        if op in (Op.ME, Op.MY_TEAM, Op.MY_OFFICE, Op.MY_DEPARTMENT):
            return self.mine(asked, op)
        if field.type in (FieldType.DATE, FieldType.MOMENT):
            return self.time(field, op, value)
        if op in (Op.CONTAINS, Op.STARTS):
            return self.text(asked, op, value)
        return self.plain(asked, op, value)

    def mine(self, asked: Asked, op: Op) -> Q:
        """«Me», «my people», «my office»: what the placement of the one who asks says."""
        wanted = {Op.MY_OFFICE: "firm.office", Op.MY_DEPARTMENT: "firm.department"}.get(op)
        if wanted is not None and asked.field.to != wanted:
            raise UnableToReadCondition(
                _("“%(field)s” cannot be compared by “%(op)s”.")
                % {"field": str(asked.field.label), "op": op.value}
            )
        if self.policy is None:
            return NOTHING
        place = self.policy.placement
        column, _several = column_at(asked.owner.model, asked.field.value_path)
        ids: set[int | None]
        if op is Op.ME and column.related_model is get_user_model():
            ids = {self.policy.actor.person_id}
        elif op in (Op.ME, Op.MY_TEAM):
            ids = {place.employee_id} | (place.subordinates if op is Op.MY_TEAM else frozenset())
        else:
            ids = set(place.offices if op is Op.MY_OFFICE else place.departments)
        known = sorted(one for one in ids if one is not None)
        return Q(**{f"{asked.field.value_path}__in": known}) if known else NOTHING

    def time(self, field: Field, op: Op, value: Any) -> Q:
        first, last = (value[0], value[1]) if op is Op.BETWEEN else (value, value)
        start: Any
        end: Any
        if field.type is FieldType.MOMENT:
            start, end = moments(first, now=self.now)[0], moments(last, now=self.now)[1]
        else:
            today = timezone.localtime(self.now).date()
            start, end = period(first, today=today)[0], period(last, today=today)[1]
        path = field.value_path
        if op is Op.BEFORE:
            return Q(**{f"{path}__lt": start})
        if op is Op.AFTER:
            return Q(**{f"{path}__gte" if start != end else f"{path}__gt": end})
        within = Q(**{f"{path}__gte": start, f"{path}__lt": end})
        return ~within if op is Op.IS_NOT else within

    def text(self, asked: Asked, op: Op, value: Any) -> Q:
        path, wanted = asked.field.value_path, fold(str(value))
        if not wanted:
            raise UnableToReadCondition(_("The comparison “%(op)s” needs one value.") % {"op": op.value})
        if _is_folded(asked):
            # The column has a trigram index as it is.
            lookup = "contains" if op is Op.CONTAINS else "startswith"
            return Q(**{f"{path}__{lookup}": wanted})
        folded = Replace(Lower(F(path)), Value("ё"), Value("е"), output_field=TextField())
        test = Contains if op is Op.CONTAINS else StartsWith
        # An empty column is «does not contain», not «unknown».
        return Q(**{f"{path}__isnull": False}) & Q(test(folded, wanted))

    def plain(self, asked: Asked, op: Op, value: Any) -> Q:
        path = asked.field.value_path
        if op is Op.BETWEEN:
            low, high = (self.value(asked, one) for one in value)
            return Q(**{f"{path}__gte": low, f"{path}__lte": high})
        if op in (Op.IN, Op.NOT_IN):
            among = Q(**{f"{path}__in": [self.value(asked, one) for one in value]})
            return among if op is Op.IN else ~among
        one = self.value(asked, value)
        if op is Op.AT_LEAST:
            return Q(**{f"{path}__gte": one})
        if op is Op.AT_MOST:
            return Q(**{f"{path}__lte": one})
        same = Q(**{path: one})
        return ~same if op is Op.IS_NOT else same

    def value(self, asked: Asked, said: Any) -> Any:
        """The value as the column holds it; a value of another kind is refused with a sentence."""
        column, _several = column_at(asked.owner.model, asked.field.value_path)
        target: Any = column
        while getattr(target, "target_field", None) is not None and target.is_relation:
            target = target.target_field
        if asked.field.type is FieldType.YES_NO and not isinstance(said, bool):
            raise _wrong(asked.field, said)
        if asked.field.type is not FieldType.YES_NO and isinstance(said, bool):
            raise _wrong(asked.field, said)
        if asked.field.type is FieldType.TEXT and _is_folded(asked):
            return fold(str(said))
        try:
            value = target.to_python(said)
            target.run_validators(value)
        except (ValidationError, ValueError, TypeError, ArithmeticError):
            raise _wrong(asked.field, said) from None
        if asked.field.type is FieldType.CHOICE and asked.field.choices is not None:
            known = {str(key) for key, _label in asked.field.choices()}
            if str(value) not in known:
                raise _wrong(asked.field, said)
        return value


def is_timeless(object_type: ObjectType, condition: Condition) -> bool:
    """Whether a condition means the same at every moment, so that what was compiled for a policy stays true.

    Days and moments are not compared by a timeless one, nor computed fields, which may look at the clock.
    Raises UnableToReadCondition.
    """
    for one in comparisons(read(condition)):
        if computed_field(object_type.key, one.field) is not None:
            return False
        asked = asked_field(object_type, one.field)
        if asked.field.type in (FieldType.DATE, FieldType.MOMENT) and one.op not in (Op.IS_EMPTY, Op.IS_SET):
            return False
    return True


def _is_folded(asked: Asked) -> bool:
    """Whether the database keeps the field's column folded beside its source (`name_key`)."""
    return isinstance(column_at(asked.owner.model, asked.field.value_path)[0], GeneratedField)


def _wrong(field: Field, said: object) -> UnableToReadCondition:
    return UnableToReadCondition(
        _("“%(value)s” is no value of “%(field)s”.") % {"value": str(said)[:60], "field": str(field.label)}
    )
