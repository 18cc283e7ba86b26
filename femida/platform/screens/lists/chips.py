"""Filters as chips: the type's quick ones, and those in force with a cross."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from femida.platform.access.policy import Policy
from femida.platform.access.queries import visible
from femida.platform.conditions.language import Condition, Op
from femida.platform.objects.types import Field, FieldType, ObjectType, object_types
from femida.platform.screens.lists.asking import Asking
from femida.platform.screens.lists.filters import period_choices
from femida.platform.screens.ports import stage_sources
from femida.platform.ui.components import chip, join


def quick_chips(object_type: ObjectType, asking: Asking) -> SafeString:
    """One chip per quick filter; pressing the one in force switches it off."""
    drawn = []
    for quick in object_type.quick_filters:
        on = quick.key == asking.quick
        drawn.append(chip(quick.label, url=asking.address(quick=None if on else quick.key), on=on))
    return join(drawn)


def active_chips(policy: Policy, object_type: ObjectType, asking: Asking) -> SafeString:
    """One chip per other filter in force, each with a cross that takes it away."""
    drawn = []
    for name, condition in asking.conditions.items():
        if name == "quick":
            continue
        field = object_type.by_name.get(name)
        words = (
            _("Filter") if field is None else f"{field.label}: {_said(policy, object_type, field, condition)}"
        )
        drawn.append(chip(words, on=True, remove_url=asking.address(**{name: None})))
    return join(drawn)


def _said(policy: Policy, object_type: ObjectType, field: Field, condition: Condition) -> str:
    op, value = condition.get("op"), condition.get("value")
    if op is None:
        return _("chosen dates")
    words = {
        Op.ME.value: _("me"),
        Op.MY_TEAM.value: _("my people"),
        Op.MY_OFFICE.value: _("my office"),
        Op.MY_DEPARTMENT.value: _("my department"),
        Op.IS_EMPTY.value: _("empty"),
    }
    if op in words:
        return words[op]
    values = value if isinstance(value, list) else [value]
    labels = _labels(policy, object_type, field, values)
    return ", ".join(labels.get(str(one), str(one)) for one in values[:3]) + (" …" if len(values) > 3 else "")  # noqa: PLR2004 - a chip is short


def _labels(policy: Policy, object_type: ObjectType, field: Field, values: list[Any]) -> dict[str, str]:
    if field.type in (FieldType.DATE, FieldType.MOMENT):
        return {value: str(label) for value, label in period_choices(field)}
    if field.type is FieldType.YES_NO:
        return {"True": _("yes"), "False": _("no")}
    if field.type is FieldType.CHOICE and field.choices is not None:
        return {str(key): str(label) for key, label in field.choices()}
    if field.type is FieldType.STAGE:
        source = stage_sources.get(object_type.key)
        return {step.value: str(step.label) for step in source.columns(policy.actor)} if source else {}
    if field.type in (FieldType.REFERENCE, FieldType.PERSON) and field.to in object_types:
        target = object_types[field.to]
        ids = [int(one) for one in values if str(one).isdecimal()]
        named = visible(policy.actor, target.model).filter(pk__in=ids).values_list("pk", target.title)
        return {str(pk): str(title) for pk, title in named}
    return {}
