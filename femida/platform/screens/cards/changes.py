"""What an act has changed in an object, from which value to which: sentences under the reader's policy.

The history keeps columns of tables; a reader sees the described fields among them that are hers to see, each
value by the name it has now. What no field describes, what is sealed, and what needs a right that she lacks
stays out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, Final

from django.db.models import Model
from django.utils.translation import gettext as _

from femida.platform.access.policy import Policy
from femida.platform.access.queries import visible
from femida.platform.conditions.fields import column_at
from femida.platform.journal.timeline import ChangedField, StoredFact
from femida.platform.objects.types import Field, FieldType, ObjectType, object_types
from femida.platform.screens.lists.columns import LONG, is_hidden
from femida.platform.ui import formats

# A stage has entries of its own, and contacts are told of without their values.
_LEFT_OUT: Final = frozenset({FieldType.CONTACT, FieldType.STAGE})
_NAMED: Final = frozenset({FieldType.REFERENCE, FieldType.PERSON})


@dataclass(frozen=True, slots=True)
class Change:
    """One described field with its values before and after, as words; "" for an empty one."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class _Found:
    fact_id: int
    field: Field
    model: type[Model]
    changed: ChangedField


# (model, column of its name) -> names by key
_Names = Mapping[tuple[type[Model], str], Mapping[int, str]]


@cache
def tables() -> dict[str, str]:
    """The tables of the described types; asked after start-up only."""
    return {one.key: one.model._meta.db_table for one in object_types}


def changes_of(policy: Policy, facts: Iterable[StoredFact], own: tuple[str, int]) -> dict[int, list[Change]]:
    """The changes under each fact. `own` is the object whose card is shown, known to be visible.

    At most one statement for each further type that has changes, and one for each type of things named.
    """
    first = _first_of_each_act(facts)
    seen = _visible_subjects(policy, first, own)
    found = [
        _Found(fact.id, field, object_types[subject[0]].model, changed)
        for fact, subject in first
        if subject in seen
        for changed in fact.changed
        for field in [_described(object_types[subject[0]], changed.column)]
        if field is not None and not is_hidden(policy, field)
    ]
    names = _names(policy, found)
    changes: dict[int, list[Change]] = defaultdict(list)
    for one in found:
        old, new = _words(one, one.changed.old, names), _words(one, one.changed.new, names)
        if old or new:
            changes[one.fact_id].append(Change(str(one.field.label), old, new))
    return dict(changes)


def _first_of_each_act(facts: Iterable[StoredFact]) -> list[tuple[StoredFact, tuple[str, int]]]:
    """Several facts of one act about one object tell of the same changes: the first of them shows them."""
    first: dict[tuple[Any, tuple[str, int]], StoredFact] = {}
    for fact in sorted(facts, key=lambda one: one.id):
        if fact.changed:
            first.setdefault((fact.act_id, fact.event.subject_ref()), fact)
    return [(fact, subject) for (_act, subject), fact in first.items() if subject[0] in object_types]


def _visible_subjects(
    policy: Policy, facts: Sequence[tuple[StoredFact, tuple[str, int]]], own: tuple[str, int]
) -> set[tuple[str, int]]:
    wanted: dict[str, set[int]] = defaultdict(set)
    for _fact, (key, pk) in facts:
        if (key, pk) != own:
            wanted[key].add(pk)
    seen = {own}
    for key, ids in wanted.items():
        rows = visible(policy.actor, object_types[key].model).filter(pk__in=ids).values_list("pk", flat=True)
        seen |= {(key, pk) for pk in rows}
    return seen


def _described(object_type: ObjectType, column: str) -> Field | None:
    """The field that shows this column of the type's own table, if one does."""
    for field in object_type.fields:
        if field.type in _LEFT_OUT or field.sensitivity == "contact":
            continue
        if column == field.value_path or (column == field.text_path and field.type not in _NAMED):
            return field
    return None


def _names(policy: Policy, found: Iterable[_Found]) -> _Names:
    """The present names of all things that were referred to; of those out of sight there is none.

    Colleagues are named to everybody, as the authors of entries and the responsible in lists are.
    """
    wanted: dict[tuple[type[Model], str], set[int]] = defaultdict(set)
    colleagues = set()
    for one in found:
        place = _named_by(one)
        if place is not None:
            wanted[place] |= {int(v) for v in (one.changed.old, one.changed.new) if isinstance(v, int)}
        if place is not None and one.field.type is FieldType.PERSON:
            colleagues.add(place[0])
    names: dict[tuple[type[Model], str], Mapping[int, str]] = {}
    for (model, column), ids in wanted.items():
        rows = model._default_manager.all() if model in colleagues else visible(policy.actor, model)
        named = rows.filter(pk__in=ids).values_list("pk", column)
        names[model, column] = {pk: str(name) for pk, name in named}
    return names


def _named_by(one: _Found) -> tuple[type[Model], str] | None:
    if one.field.type not in _NAMED:
        return None
    target = column_at(one.model, one.field.value_path)[0].related_model
    _relation, _dot, name = one.field.text_path.partition("__")
    return (target, name) if isinstance(target, type) and name else None


def _words(one: _Found, value: Any, names: _Names) -> str:
    if value is None or value == "":
        return ""
    place = _named_by(one)
    if place is not None:
        return names.get(place, {}).get(value, "") or _("hidden from you")
    if one.field.choices is not None:
        return str({str(key): label for key, label in one.field.choices()}.get(str(value), value))
    return _plain(one.field.type, value)


def _plain(kind: FieldType, value: Any) -> str:
    if kind is FieldType.MONEY:
        return formats.money(Decimal(str(value)))
    if kind is FieldType.NUMBER and isinstance(value, int | float):
        return formats.number(value)
    if kind is FieldType.DATE:
        return formats.exact_day(date.fromisoformat(str(value)))
    if kind is FieldType.MOMENT:
        return formats.exact(datetime.fromisoformat(str(value)))
    if kind is FieldType.YES_NO:
        return _("yes") if value else _("no")
    words = " ".join(str(value).split())
    return words if len(words) <= LONG else f"{words[:LONG].rstrip()}…"
