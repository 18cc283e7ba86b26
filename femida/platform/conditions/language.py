"""The language of conditions: what stands in JSON, read into a tree and checked for shape.

A condition is `{"all": [...]}`, `{"any": [...]}`, `{"not": {...}}` or one comparison
`{"field": "stage", "op": "is", "value": 3}`; a field of a referred object is written `"party.kind"`.
The empty condition `{}` holds for every row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from femida.platform.core.errors import Text, UnableTo

# A condition as it is stored: JSON read back.
Condition = Mapping[str, Any]

DEEPEST: Final = 6
MOST_COMPARISONS: Final = 60
MOST_VALUES: Final = 200
LONGEST_TEXT: Final = 200


class UnableToReadCondition(UnableTo):
    """The condition says something the language or the described object does not have."""

    code = "unable_to_read_condition"
    default_sentence: Text = _("This condition cannot be understood.")  # type: ignore[misc]


class Op(StrEnum):
    """What a comparison may ask."""

    IS = "is"
    IS_NOT = "is_not"
    IN = "in"
    NOT_IN = "not_in"
    CONTAINS = "contains"
    STARTS = "starts"
    BEFORE = "before"
    AFTER = "after"
    BETWEEN = "between"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    IS_EMPTY = "is_empty"
    IS_SET = "is_set"
    ME = "me"
    MY_TEAM = "my_team"
    MY_OFFICE = "my_office"
    MY_DEPARTMENT = "my_department"


WITHOUT_VALUE: Final = frozenset({Op.IS_EMPTY, Op.IS_SET, Op.ME, Op.MY_TEAM, Op.MY_OFFICE, Op.MY_DEPARTMENT})


@dataclass(frozen=True, slots=True)
class Comparison:
    """One question about one field."""

    field: str
    op: Op
    value: Any = None


@dataclass(frozen=True, slots=True)
class All:
    """Holds when every part does; without parts it always holds."""

    parts: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Holds when at least one part does; without parts it never holds."""

    parts: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Not:
    """Holds when its part does not."""

    part: Node


Node = Comparison | All | AnyOf | Not


def read(condition: object) -> Node:
    """The tree of a stored condition. Raises UnableToReadCondition with a sentence saying what is wrong."""
    reader = _Reader()
    if condition == {} or condition is None:
        return All()
    return reader.node(condition, depth=1)


def comparisons(node: Node) -> list[Comparison]:
    """All comparisons of a tree, from left to right."""
    if isinstance(node, Comparison):
        return [node]
    if isinstance(node, Not):
        return comparisons(node.part)
    return [leaf for part in node.parts for leaf in comparisons(part)]


class _Reader:
    """Counts what it has read, so that a hostile condition stops early."""

    def __init__(self) -> None:
        self.count = 0

    def node(self, said: object, depth: int) -> Node:
        if depth > DEEPEST:
            raise UnableToReadCondition(
                _("The condition is nested too deep: at most %(depth)s levels.") % {"depth": DEEPEST}
            )
        if not isinstance(said, Mapping):
            raise UnableToReadCondition(
                _("A condition is written as an object with a field and a comparison.")
            )
        keys = set(said)
        if keys == {"all"}:
            return All(self.parts(said["all"], depth))
        if keys == {"any"}:
            return AnyOf(self.parts(said["any"], depth))
        if keys == {"not"}:
            return Not(self.node(said["not"], depth + 1))
        if "field" in keys and "op" in keys and keys <= {"field", "op", "value"}:
            return self.comparison(said)
        raise UnableToReadCondition(
            _("A condition has either “all”, “any” or “not”, or a field with a comparison.")
        )

    def parts(self, said: object, depth: int) -> tuple[Node, ...]:
        if not isinstance(said, list | tuple):
            raise UnableToReadCondition(_("“all” and “any” are followed by a list of conditions."))
        return tuple(self.node(part, depth + 1) for part in said)

    def comparison(self, said: Mapping[str, Any]) -> Comparison:
        self.count += 1
        if self.count > MOST_COMPARISONS:
            raise UnableToReadCondition(
                _("The condition is too long: at most %(count)s comparisons.") % {"count": MOST_COMPARISONS}
            )
        field, word, value = said["field"], said["op"], said.get("value")
        if not isinstance(field, str):
            raise UnableToReadCondition(_("The name of a field is a word."))
        if word not in Op.__members__.values():
            raise UnableToReadCondition(_("There is no comparison “%(op)s”.") % {"op": str(word)[:40]})
        op = Op(word)
        if op in WITHOUT_VALUE:
            return Comparison(field, op)
        if op in (Op.IN, Op.NOT_IN, Op.BETWEEN):
            return Comparison(field, op, _list_of_values(op, value))
        if isinstance(value, list | tuple | Mapping) or value is None or value == "":
            raise UnableToReadCondition(_("The comparison “%(op)s” needs one value.") % {"op": op.value})
        if "\0" in str(value):
            raise UnableToReadCondition(_("The value holds characters that no text has."))
        if isinstance(value, str) and len(value) > LONGEST_TEXT:
            raise UnableToReadCondition(
                _("The value is too long: at most %(count)s characters.") % {"count": LONGEST_TEXT}
            )
        return Comparison(field, op, value)


def _list_of_values(op: Op, value: object) -> tuple[Any, ...]:
    if not isinstance(value, list | tuple) or not value:
        raise UnableToReadCondition(_("The comparison “%(op)s” needs a list of values.") % {"op": op.value})
    if op is Op.BETWEEN and len(value) != 2:  # noqa: PLR2004 - from and to
        raise UnableToReadCondition(_("“between” needs two values: from and to."))
    if len(value) > MOST_VALUES:
        raise UnableToReadCondition(
            _("The list is too long: at most %(count)s values.") % {"count": MOST_VALUES}
        )
    if any(isinstance(one, list | tuple | Mapping) or one is None or "\0" in str(one) for one in value):
        raise UnableToReadCondition(_("A list of values holds single values only."))
    return tuple(value)
