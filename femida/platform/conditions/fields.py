"""What a condition may ask: the described fields, and one step to those of a referred object."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field as Column
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from femida.platform.conditions.language import Op, UnableToReadCondition
from femida.platform.core.errors import Text
from femida.platform.objects.types import Field, FieldType, ObjectType, object_types

_EMPTINESS: Final = (Op.IS_EMPTY, Op.IS_SET)
_ONE_OF: Final = (Op.IS, Op.IS_NOT, Op.IN, Op.NOT_IN)
_AMOUNT: Final = (*_ONE_OF, Op.AT_LEAST, Op.AT_MOST, Op.BETWEEN, *_EMPTINESS)
_TIME: Final = (Op.IS, Op.IS_NOT, Op.BEFORE, Op.AFTER, Op.BETWEEN, *_EMPTINESS)

OPS: Final[dict[FieldType, tuple[Op, ...]]] = {
    FieldType.TEXT: (*_ONE_OF, Op.CONTAINS, Op.STARTS, *_EMPTINESS),
    FieldType.LONG_TEXT: (Op.CONTAINS, *_EMPTINESS),
    FieldType.NUMBER: _AMOUNT,
    FieldType.MONEY: _AMOUNT,
    FieldType.DATE: _TIME,
    FieldType.MOMENT: _TIME,
    FieldType.YES_NO: (Op.IS, Op.IS_NOT),
    FieldType.CHOICE: (*_ONE_OF, *_EMPTINESS),
    FieldType.REFERENCE: (*_ONE_OF, Op.MY_OFFICE, Op.MY_DEPARTMENT, *_EMPTINESS),
    FieldType.PERSON: (*_ONE_OF, Op.ME, Op.MY_TEAM, *_EMPTINESS),
    FieldType.STAGE: (*_ONE_OF, *_EMPTINESS),
    FieldType.CONTACT: (),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A field that a comparison names: the type it belongs to and, one step away, the reference to it."""

    owner: ObjectType
    field: Field
    through: Field | None = None


def asked_field(object_type: ObjectType, name: str) -> Asked:
    """Find the field a comparison names. Raises UnableToReadCondition when it may not be asked about."""
    first, dot, rest = name.partition(".")
    field = _described(object_type, first)
    if not dot:
        return Asked(object_type, field)
    target = object_types.get(field.to) if field.to else None
    if target is None:
        raise UnableToReadCondition(
            _("“%(field)s” leads to no object whose fields could be asked.") % {"field": str(field.label)}
        )
    return Asked(target, _described(target, rest), through=field)


def _described(object_type: ObjectType, name: str) -> Field:
    field = object_type.by_name.get(name)
    if field is None:
        raise UnableToReadCondition(
            _("“%(object)s” has no field “%(field)s”.")
            % {"object": str(object_type.label), "field": name[:60]}
        )
    # A value that some may not see must not be guessed by asking for it.
    if field.sensitivity:
        raise UnableToReadCondition(
            _("“%(field)s” is hidden, so conditions may not ask about it.") % {"field": str(field.label)}
        )
    if not field.filterable:
        raise UnableToReadCondition(
            _("Conditions may not ask about “%(field)s”.") % {"field": str(field.label)}
        )
    return field


def require_op(field: Field, op: Op) -> None:
    """Raise UnableToReadCondition unless a field of this type can be compared so."""
    if op not in OPS[field.type]:
        raise UnableToReadCondition(
            _("“%(field)s” cannot be compared by “%(op)s”.") % {"field": _words(field.label), "op": op.value}
        )


def _words(label: Text) -> str:
    return str(label)


def column_at(model: type[Model], path: str) -> tuple[Column[Any, Any], bool]:
    """The database column at an ORM path, and whether the way to it may meet several rows.

    Raises FieldDoesNotExist: a mistake in a description, not of the person.
    """
    several = False
    current: type[Model] | None = model
    found: Any = None
    for step in path.split("__"):
        if current is None:
            raise FieldDoesNotExist(f"{model._meta.label}: {path}")
        found = current._meta.pk if step == "pk" else _step(current, step)
        several = several or bool(found.one_to_many or found.many_to_many)
        current = found.related_model if found.is_relation else None
    return found, several


def _step(model: type[Model], step: str) -> Any:
    try:
        return model._meta.get_field(step)
    except FieldDoesNotExist:
        # `party_id` is the column of the relation `party`.
        for field in model._meta.concrete_fields:
            if field.attname == step:
                return field
        raise


def relation_path(field: Field) -> str:
    """The ORM path of the relation a reference field stands on (`party_id` gives `party`)."""
    return field.value_path.removesuffix("_id")
