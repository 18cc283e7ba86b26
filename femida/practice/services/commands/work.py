"""Work stages of a service, and what contracts on it ask for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from femida.kernel.money import InvalidMoney, roubles
from femida.platform.commands.core import command, save, take
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Invalid, NotFound, Text
from femida.platform.journal.recording import record
from femida.platform.texts.typed import typed_line
from femida.practice.services.commands.storing import once
from femida.practice.services.events import ServiceFieldsChanged, ServiceStagesChanged
from femida.practice.services.models import Service, ServiceField, WorkStageTemplate

RIGHT = "services.change"
LONGEST_NORM = 20_000
LAST_PLACE = 10_000
FEWEST_OPTIONS, MOST_OPTIONS = 2, 100
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_STAGE_TWICE = ("services_stage_name_once", "name", _("The service has such a stage already."))
_KEY_TWICE = ("services_field_key_once", "key", _("The service has such a key already."))


@command(right=RIGHT, on=Service)
def add_stage(
    actor: Actor,
    *,
    service_id: int,
    name: str,
    norm_business_hours: int | None = None,
    planned_expense: Decimal = Decimal(0),
    order: int = 100,
    version: int | None = None,
) -> int:
    """Add a work stage to a service; returns its id.

    `norm_business_hours` in business hours, `planned_expense` in roubles. Raises Invalid, Stale.
    """
    service = take(actor, Service, service_id, version=version)
    stage = WorkStageTemplate(service=service)
    _fill_stage(stage, name, norm_business_hours, planned_expense, order)
    once(stage.save, *_STAGE_TWICE)
    save(service)
    record(ServiceStagesChanged(service_id=service.pk, stage_id=stage.pk))
    return stage.pk


@command(right=RIGHT, on=Service)
def change_stage(
    actor: Actor,
    *,
    service_id: int,
    stage_id: int,
    name: str,
    norm_business_hours: int | None = None,
    planned_expense: Decimal = Decimal(0),
    order: int = 100,
    is_active: bool = True,
    version: int | None = None,
) -> None:
    """Change a work stage; contracts that are under way keep theirs. Raises Invalid, NotFound, Stale."""
    service = take(actor, Service, service_id, version=version)
    stage = WorkStageTemplate.objects.filter(pk=stage_id, service=service).first()
    if stage is None:
        raise NotFound
    _fill_stage(stage, name, norm_business_hours, planned_expense, order)
    stage.is_active = is_active
    once(stage.save, *_STAGE_TWICE)
    save(service)
    record(ServiceStagesChanged(service_id=service.pk, stage_id=stage.pk))


@command(right=RIGHT, on=Service)
def add_field(
    actor: Actor,
    *,
    service_id: int,
    key: str,
    label: str,
    kind: str,
    options: Sequence[str] = (),
    is_required: bool = False,
    order: int = 100,
    version: int | None = None,
) -> int:
    """Add a value that contracts on the service ask for; returns its id. Raises Invalid, Stale."""
    service = take(actor, Service, service_id, version=version)
    wrong: dict[str, Text] = {}
    if not _KEY.fullmatch(key):
        wrong["key"] = _("Small Latin letters, digits and _, a letter first; at most 40.")
    if kind not in ServiceField.Kind.values:
        wrong["kind"] = _("Choose from the list.")
    if wrong:
        raise Invalid(wrong)
    field = ServiceField(service=service, key=key, kind=kind)
    _fill_field(field, label, options, is_required, order)
    once(field.save, *_KEY_TWICE)
    save(service)
    record(ServiceFieldsChanged(service_id=service.pk, field_id=field.pk))
    return field.pk


@command(right=RIGHT, on=Service)
def change_field(
    actor: Actor,
    *,
    service_id: int,
    field_id: int,
    label: str,
    options: Sequence[str] = (),
    is_required: bool = False,
    order: int = 100,
    is_active: bool = True,
    version: int | None = None,
) -> None:
    """Change a field; its key and kind stay, contracts hold values under them.

    Raises Invalid, NotFound, Stale.
    """
    service = take(actor, Service, service_id, version=version)
    field = ServiceField.objects.filter(pk=field_id, service=service).first()
    if field is None:
        raise NotFound
    _fill_field(field, label, options, is_required, order)
    field.is_active = is_active
    field.save()
    save(service)
    record(ServiceFieldsChanged(service_id=service.pk, field_id=field.pk))


def _fill_stage(stage: WorkStageTemplate, name: str, hours: int | None, expense: Decimal, order: int) -> None:
    stage.name = typed_line("name", name, longest=160, required=True)
    wrong = _wrong_order(order)
    if hours is not None and not 1 <= hours <= LONGEST_NORM:
        wrong["norm_business_hours"] = _("From 1 to 20,000 hours.")
    try:
        stage.planned_expense = roubles(expense)
    except InvalidMoney:
        wrong["planned_expense"] = _("Give a sum in roubles with at most two decimals.")
    else:
        if stage.planned_expense < 0:
            wrong["planned_expense"] = _("An expense is not below zero.")
    if wrong:
        raise Invalid(wrong)
    stage.norm_business_hours, stage.order = hours, order


def _fill_field(
    field: ServiceField, label: str, options: Sequence[str], is_required: bool, order: int
) -> None:
    field.label = typed_line("label", label, longest=120, required=True)
    cleaned = [typed_line("options", option, longest=120) for option in options]
    field.options = list(dict.fromkeys(option for option in cleaned if option))
    wrong = _wrong_order(order)
    if field.kind == ServiceField.Kind.CHOICE:
        if not FEWEST_OPTIONS <= len(field.options) <= MOST_OPTIONS:
            wrong["options"] = _("Give from 2 to 100 different choices, one a line.")
    elif field.options:
        wrong["options"] = _("Only a choice from a list has choices.")
    if wrong:
        raise Invalid(wrong)
    field.is_required, field.order = is_required, order


def _wrong_order(order: int) -> dict[str, Text]:
    return {} if 0 <= order <= LAST_PLACE else {"order": _("From 0 to 10,000.")}
