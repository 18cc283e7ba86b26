"""From the facts of a contract to the values of a template, and what stays empty."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from femida.platform.texts.docx import TemplateReport
from femida.practice.documents.facts import Facts, key_of_field
from femida.practice.documents.places import FIELD, canonical, known_places, known_rows, nearest
from femida.practice.services.models import ServiceField


@dataclass(frozen=True, slots=True)
class Empty:
    """A place that stays empty; `is_hidden` when it is there and the reader may not see it."""

    name: str
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Composed:
    """What `fill` takes, under the names as the template writes them, and what stays empty."""

    values: Mapping[str, str]
    rows: Mapping[str, list[dict[str, str]]]
    empty: tuple[Empty, ...]


def places_in(report: TemplateReport) -> list[str]:
    """The names of a template: of the document, and `group.name` of repeated rows."""
    inside = [f"{group}.{name}" for group, names in report.tables.items() for name in names]
    return [*report.placeholders, *inside]


def known_fields(service_ids: Iterable[int] = ()) -> dict[str, str]:
    """What services ask for: labels by canonical name of the place; of all services when none is named."""
    asked = ServiceField.objects.filter(is_active=True)
    wanted = list(service_ids)
    if wanted:
        asked = asked.filter(service__in=wanted)
    return {
        FIELD + key_of_field(key): label for key, label in asked.order_by("key").values_list("key", "label")
    }


def unknown(places: Sequence[str], fields: Mapping[str, str]) -> dict[str, str]:
    """The places that nobody knows, each with the nearest known name or ""."""
    found: dict[str, str] = {}
    names = [*known_places(), *fields]
    for place in places:
        group, _dot, name = place.rpartition(".")
        if not group:
            if canonical(name) not in known_places() and canonical(name) not in fields:
                found[place] = _as_written(nearest(name, names))
            continue
        rows = known_rows().get(canonical(group))
        if rows is None:
            near = nearest(group, list(known_rows()))
            found[place] = f"{known_rows()[near].name}.{name}" if near else ""
        elif canonical(name) not in rows.columns:
            near = nearest(name, list(rows.columns))
            found[place] = f"{rows.name}.{rows.columns[near].name}" if near else ""
    return found


def sealed_in(places: Sequence[str]) -> frozenset[str]:
    """The kinds of sealed numbers that a template opens."""
    known = known_places()
    return frozenset(
        kind for one in places if canonical(one) in known for kind in known[canonical(one)].sealed
    )


def compose(facts: Facts, places: Sequence[str]) -> Composed:
    """The values of all places of a template for one contract. Unknown places stay empty."""
    values: dict[str, str] = {}
    empty: dict[str, Empty] = {}
    for place in (one for one in places if "." not in one):
        known = known_places().get(canonical(place))
        if known is None:
            values[place] = facts.fields.get(canonical(place).removeprefix(FIELD), "")
            hides = frozenset[str]()
        else:
            values[place] = known.value(facts)
            hides = known.hides & facts.hidden
            for gap in known.gaps(facts) if values[place] else ():
                empty[f"{place}: {gap}"] = Empty(f"{place}: {gap}", is_hidden=bool(hides))
        if not values[place]:
            empty[place] = Empty(place, is_hidden=bool(hides))
    rows = _rows(facts, [one for one in places if "." in one], empty)
    return Composed(values, rows, tuple(empty.values()))


def _rows(facts: Facts, places: Sequence[str], empty: dict[str, Empty]) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for place in places:
        group, _dot, name = place.partition(".")
        known = known_rows().get(canonical(group))
        column = known.columns.get(canonical(name)) if known is not None else None
        if known is None or column is None:
            found.setdefault(group, [])
            empty[place] = Empty(place)
            continue
        items = known.items(facts)
        rows = found.setdefault(group, [{} for _item in items])
        for row, item in zip(rows, items, strict=True):
            row[name] = column.value(item)
        if (not items and known.is_needed) or any(not row[name] for row in rows):
            empty[place] = Empty(place, is_hidden=bool(column.hides & facts.hidden))
    return found


def _as_written(name: str) -> str:
    known = known_places().get(name)
    return known.name if known is not None else name
