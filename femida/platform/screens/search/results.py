"""Found objects as people read them: name, what it is about, stage, who answers for it, masked contact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.safestring import SafeString

from femida.kernel.stems import stem_ru
from femida.platform.access.policy import Policy
from femida.platform.objects.types import Field, FieldType, ObjectType, object_types
from femida.platform.screens.lists.columns import card_prefix, is_hidden, masks_of
from femida.platform.screens.lists.listing import Row, rows_by_id
from femida.platform.screens.ports import Cell
from femida.platform.search.finding import Hit
from femida.platform.search.sources import OWN, search_texts
from femida.platform.search.words import search_words
from femida.platform.ui.components import safe, text

_STATES: Final = ("stage", "state", "status")


@dataclass(frozen=True, slots=True)
class FoundObject:
    """One found object in plain text. `place` says where the words stood, if not in its own fields."""

    object_id: int
    url: str
    title: str
    hint: str = ""
    state: str = ""
    responsible: str = ""
    contact: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The found objects of one type; `goes_on` says that there are more than shown."""

    object_type: ObjectType
    found: tuple[FoundObject, ...]
    goes_on: bool


def groups_of(policy: Policy, hits: Iterable[Hit], most: int) -> list[Group]:
    """The hits by type, in the order in which the types come: one statement for each type, one for contacts.

    Rows that the reader may not see are left out, whoever put them among the hits.
    """
    by_type: dict[str, list[Hit]] = defaultdict(list)
    for hit in hits:
        by_type[hit.object_type].append(hit)
    read = [
        (object_types[key], ones[: most + 1], _rows(policy, object_types[key], ones[: most + 1]))
        for key, ones in by_type.items()
    ]
    masks = masks_of(policy, sorted({party for one, _hits, rows in read for party in _parties(one, rows)}))
    groups = []
    for object_type, ones, rows in read:
        found = [
            _found(object_type, rows[hit.object_id], hit, masks) for hit in ones if hit.object_id in rows
        ]
        if found:
            groups.append(Group(object_type, tuple(found[:most]), len(found) > most))
    return groups


def in_order(policy: Policy, hits: Sequence[Hit]) -> list[tuple[ObjectType, FoundObject]]:
    """The hits one by one in their own order: recent objects."""
    drawn = {
        (group.object_type.key, one.object_id): (group.object_type, one)
        for group in groups_of(policy, hits, len(hits))
        for one in group.found
    }
    return [drawn[key] for hit in hits if (key := (hit.object_type, hit.object_id)) in drawn]


def _rows(policy: Policy, object_type: ObjectType, hits: Sequence[Hit]) -> dict[int, dict[str, Cell]]:
    if not policy.may(object_type.view_right):
        return {}
    fields = _shown(policy, object_type)
    rows = rows_by_id(policy, object_type, fields, [hit.object_id for hit in hits])
    return {row.id: _by_name(fields, row) for row in rows}


def _by_name(fields: Sequence[Field], row: Row) -> dict[str, Cell]:
    cells = {field.name: one for field, one in zip(fields, row.cells, strict=True)}
    return {**cells, "": Cell(row.title, row.title, row.id)}


def _contact_of(object_type: ObjectType) -> Field | None:
    return next((one for one in object_type.fields if one.type is FieldType.CONTACT), None)


def _party_of(object_type: ObjectType, cells: Mapping[str, Cell]) -> int | None:
    field = _contact_of(object_type)
    one = cells.get(field.name) if field is not None else None
    return one.value if one is not None else None


def _shown(policy: Policy, object_type: ObjectType) -> list[Field]:
    contact = _contact_of(object_type)
    named = [
        object_type.by_name.get(name) for name in (object_type.hint, "responsible", _state_of(object_type))
    ]
    return [one for one in (*named, contact) if one is not None and not is_hidden(policy, one)]


def _state_of(object_type: ObjectType) -> str:
    return next((name for name in _STATES if name in object_type.by_name), "")


def _parties(object_type: ObjectType, rows: Mapping[int, Mapping[str, Cell]]) -> list[int]:
    found = (_party_of(object_type, cells) for cells in rows.values())
    return [party for party in found if party is not None]


def _found(
    object_type: ObjectType, cells: Mapping[str, Cell], hit: Hit, masks: Mapping[int, str]
) -> FoundObject:
    party = _party_of(object_type, cells)
    source = search_texts.get(f"{hit.object_type}:{hit.source}") if hit.source != OWN else None
    prefix = card_prefix(object_type)
    return FoundObject(
        object_id=hit.object_id,
        url=f"{prefix}{hit.object_id}/" if prefix else "",
        title=object_type.name_of(cells[""].text, hit.object_id),
        hint=_words(object_type, cells, object_type.hint),
        state=_words(object_type, cells, _state_of(object_type)),
        responsible=_words(object_type, cells, "responsible"),
        contact=masks.get(party, "") if party is not None else "",
        place=str(source.label) if source is not None else "",
    )


def _words(object_type: ObjectType, cells: Mapping[str, Cell], name: str) -> str:
    one = cells.get(name) if name else None
    if one is None or one.text in (None, ""):
        return ""
    choices = object_type.by_name[name].choices
    labels = {str(key): str(label) for key, label in choices()} if choices else {}
    return labels.get(str(one.value), str(one.text))


def marked(shown: str, typed: str) -> SafeString:
    """A text, escaped, with what was typed marked in it: whole words or parts, or their stems."""
    folded = shown.lower().replace("ё", "е")
    if len(folded) != len(shown):
        return safe(text(shown))
    inside = [False] * len(shown)
    for word in search_words(typed):
        piece = word if word in folded else stem_ru(word)
        start = folded.find(piece)
        while start >= 0 and piece:
            inside[start : start + len(piece)] = [True] * len(piece)
            start = folded.find(piece, start + len(piece))
    parts, place = [], 0
    for end in range(1, len(shown) + 1):
        if end == len(shown) or inside[end] != inside[place]:
            words = text(shown[place:end])
            parts.append(f"<mark>{words}</mark>" if inside[place] else str(words))
            place = end
    return safe("".join(parts))
