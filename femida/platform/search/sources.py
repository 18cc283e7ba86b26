"""Which texts of which objects are searched: from the descriptions, and from rooms above them."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured
from django.db.models import Field as Column
from django.db.models import Model

from femida.platform.core.errors import Text
from femida.platform.core.ports import Port
from femida.platform.objects.types import Field, ObjectType, object_types

OWN = "own"


@dataclass(frozen=True, slots=True)
class SearchText:
    """Further searched words of objects of a lower room: the requisites of a party.

    `owner` is the column of `model` with the object's key; `columns` are ORM paths from `model`. `needs` is
    the right that opens these fields; the words lie apart and are not looked into without it. `label` says
    beside a found object where the words stood.
    """

    key: str
    object_type: str
    model: type[Model]
    owner: str
    columns: tuple[str, ...]
    label: Text
    needs: str = ""


search_texts: Port[SearchText] = Port("search provider")


@dataclass(frozen=True, slots=True)
class Step:
    """One joined table: `alias` is joined to `parent` by the parent's column `key`."""

    alias: str
    table: str
    parent: str
    key: str
    target: str


@dataclass(frozen=True, slots=True)
class Source:
    """What one entry of each object is made of: a table, its joins, and the columns in their order."""

    object_type: str
    key: str
    needs: str
    table: str
    owner: str
    steps: tuple[Step, ...]
    # (alias, column) in the order in which they make the text
    columns: tuple[tuple[str, str], ...]
    label: Text = ""

    @property
    def name(self) -> str:
        """The source's name in the whole house."""
        return f"{self.object_type}:{self.key}"


def sources() -> list[Source]:
    """Every source, in the order of types; a type's own stands before those of rooms above.

    Raises ImproperlyConfigured for a description that searches what may not be searched.
    """
    found: list[Source] = []
    for object_type in object_types:
        found += _of_description(object_type)
        for one in search_texts:
            if one.object_type == object_type.key:
                owner = _column_name(_column(one.model, one.owner))
                found.append(
                    _source(object_type.key, one.key, one.needs, one.model, owner, one.columns, one.label)
                )
    return found


def _of_description(object_type: ObjectType) -> list[Source]:
    """One source for what everybody sees, and one for each right that some of the fields need."""
    by_right: dict[str, list[str]] = {}
    for path in object_type.search:
        by_right.setdefault(_right_of(object_type, path), []).append(path)
    return [
        _source(object_type.key, right or OWN, right, object_type.model, _pk(object_type.model), tuple(paths))
        for right, paths in by_right.items()
    ]


def _right_of(object_type: ObjectType, path: str) -> str:
    """The right that opens a searched column, as the field that shows it says."""
    for field in object_type.fields:
        if path in (field.value_path, field.text_path) and field.sensitivity:
            return _openable(object_type, field)
    return ""


def _openable(object_type: ObjectType, field: Field) -> str:
    if "." not in field.sensitivity:
        raise ImproperlyConfigured(
            f"{object_type.key}: {field.name} is sealed and is never searched by parts"
        )
    return field.sensitivity


def _source(
    object_type: str,
    key: str,
    needs: str,
    model: type[Model],
    owner: str,
    paths: tuple[str, ...],
    label: Text = "",
) -> Source:
    steps: dict[tuple[str, ...], Step] = {}
    columns = []
    for path in paths:
        *hops, last = path.split("__")
        alias, current = "t0", model
        for depth in range(len(hops)):
            way = tuple(hops[: depth + 1])
            relation = _column(current, hops[depth])
            target = relation.related_model
            if not isinstance(target, type):
                raise ImproperlyConfigured(f"{object_type}: {path} does not follow keys")
            if way not in steps:
                steps[way] = Step(
                    f"t{len(steps) + 1}", target._meta.db_table, alias, _column_name(relation), _pk(target)
                )
            alias, current = steps[way].alias, target
        columns.append((alias, _column_name(_column(current, last))))
    return Source(
        object_type, key, needs, model._meta.db_table, owner, tuple(steps.values()), tuple(columns), label
    )


def _column(model: type[Model], name: str) -> Column:  # type: ignore[type-arg]
    for field in model._meta.concrete_fields:
        if name in (field.name, field.attname):
            return field
    raise FieldDoesNotExist(f"{model._meta.label}: {name}")


def _column_name(field: Column) -> str:  # type: ignore[type-arg]
    return str(field.column)


def _pk(model: type[Model]) -> str:
    return str(model._meta.pk.column)
