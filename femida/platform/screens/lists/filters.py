"""The form of filters: one choice per field that can be asked so, fetched when it is opened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from femida.platform.access.policy import Policy
from femida.platform.access.queries import visible
from femida.platform.core.errors import Text
from femida.platform.objects.types import Field, FieldType, ObjectType, object_types
from femida.platform.screens.lists.asking import Asking
from femida.platform.screens.ports import stage_sources
from femida.platform.ui.components import join, labelled, select

REGION: Final = "list-filters"
MOST_CHOICES: Final = 100
"""So many objects a field offers by name; those beyond are found by the search of their own list."""

Options = Sequence[tuple[str, Text]]


def filter_fields(object_type: ObjectType) -> list[Field]:
    """The fields that the form offers."""
    return [
        field
        for field in object_type.fields
        if field.filterable
        and not field.sensitivity
        and field.type in _OFFERED
        and _is_plain(object_type, field)
    ]


_OFFERED: Final = frozenset(
    {
        FieldType.CHOICE,
        FieldType.STAGE,
        FieldType.YES_NO,
        FieldType.PERSON,
        FieldType.REFERENCE,
        FieldType.DATE,
        FieldType.MOMENT,
    }
)


def _is_plain(object_type: ObjectType, field: Field) -> bool:
    """Fields that stand for the object itself (the client of a lead) are searched for, not chosen."""
    return not (field.type is FieldType.REFERENCE and field.text_path == object_type.title)


def draw_filters(policy: Policy, object_type: ObjectType, asking: Asking) -> SafeString:
    """A select per field, the present choice chosen; one statement per field that refers to objects."""
    drawn = []
    for field in filter_fields(object_type):
        options = _options(policy, object_type, field)
        if options:
            drawn.append(_select(field, options, asking.params.get(field.name, "")))
    return join(drawn)


def _select(field: Field, options: Options, chosen: str) -> SafeString:
    name = f"filter-{field.name}"
    lines = [("", _("any")), *options]
    if chosen and chosen not in {value for value, _label in options}:
        lines.append((chosen, _("as chosen")))
    return labelled(field.label, select(field.name, lines, chosen, id=name), control_id=name)


def _options(policy: Policy, object_type: ObjectType, field: Field) -> Options:
    if field.type is FieldType.YES_NO:
        return [("1", _("yes")), ("0", _("no"))]
    if field.type in (FieldType.DATE, FieldType.MOMENT):
        return period_choices(field)
    if field.type is FieldType.CHOICE:
        return [(str(value), label) for value, label in (field.choices() if field.choices else ())]
    if field.type is FieldType.STAGE:
        source = stage_sources.get(object_type.key)
        return [(step.value, step.label) for step in source.columns(policy.actor)] if source else []
    return [*_words(field), *_named(policy, field)]


def period_choices(field: Field) -> Options:
    """The relative periods by name."""
    past: Options = [
        ("today", _("today")),
        ("yesterday", _("yesterday")),
        ("this_week", _("this week")),
        ("last_days:7", _("the last 7 days")),
        ("this_month", _("this month")),
        ("last_month", _("the month before")),
        ("last_days:30", _("the last 30 days")),
    ]
    if field.type is FieldType.MOMENT:
        return past
    return [*past, ("tomorrow", _("tomorrow")), ("next_days:7", _("the next 7 days"))]


def _words(field: Field) -> Options:
    if field.type is FieldType.PERSON:
        return [("me", _("me")), ("my_team", _("my people")), ("-", _("nobody"))]
    mine = {
        "firm.office": ("my_office", _("my office")),
        "firm.department": ("my_department", _("my department")),
    }
    return [mine[field.to], ("-", _("empty"))] if field.to in mine else [("-", _("empty"))]


def _named(policy: Policy, field: Field) -> Options:
    target = object_types.get(field.to) if field.to else None
    if target is None or not policy.may(target.view_right):
        return []
    rows = visible(policy.actor, target.model).order_by(target.title)
    return [(str(pk), str(title)) for pk, title in rows.values_list("pk", target.title)[:MOST_CHOICES]]
