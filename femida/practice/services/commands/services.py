"""Setting up groups and services."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from femida.platform.commands.core import command, save, take
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Invalid, Text
from femida.platform.journal.recording import record
from femida.platform.texts.typed import typed_line, typed_text
from femida.practice.services.commands.prices import set_price, set_vat
from femida.practice.services.commands.storing import once
from femida.practice.services.events import (
    ServiceAdded,
    ServiceArchived,
    ServiceChanged,
    ServiceGroupAdded,
    ServiceGroupChanged,
    ServiceRestored,
)
from femida.practice.services.models import Service, ServiceGroup
from femida.practice.services.queries import today

RIGHT = "services.change"
LONGEST_NORM = 3650
LAST_PLACE = 10_000
NAME_TAKEN = _("This name is taken.")


@command(right=RIGHT)
def add_group(actor: Actor, *, name: str, order: int = 100) -> int:
    """Set up a group of services; returns its id. Raises Invalid."""
    group = ServiceGroup()
    _fill_group(group, name, order)
    once(group.save, "services_group_name_once", "name", NAME_TAKEN)
    record(ServiceGroupAdded(group_id=group.pk))
    return group.pk


@command(right=RIGHT, on=ServiceGroup)
def change_group(
    actor: Actor,
    *,
    group_id: int,
    version: int | None = None,
    name: str,
    order: int = 100,
    is_active: bool = True,
) -> None:
    """Change a group; out of use it takes no new services. Raises Invalid, Stale."""
    group = take(actor, ServiceGroup, group_id, version=version)
    _fill_group(group, name, order)
    group.is_active = is_active
    once(lambda: save(group, "name", "order", "is_active"), "services_group_name_once", "name", NAME_TAKEN)
    record(ServiceGroupChanged(group_id=group.pk))


@command(right=RIGHT)
def add_service(
    actor: Actor,
    *,
    group_id: int,
    name: str,
    vat: str,
    price: Decimal | None = None,
    valid_from: date | None = None,
    unit: str = Service.Unit.SERVICE.value,
    norm_days: int | None = None,
    description: str = "",
) -> int:
    """Set up a service with its VAT and, when it is known, its price; returns its id. Raises Invalid.

    Price and VAT are in force from `valid_from`, today without one.
    """
    service = Service()
    _fill(service, group_id, name, unit, norm_days, description)
    once(service.save, "services_service_name_once", "name", NAME_TAKEN)
    record(ServiceAdded(service_id=service.pk, group_id=group_id))
    since = valid_from or today()
    set_vat(actor, service_id=service.pk, kind=vat, valid_from=since)
    if price is not None:
        set_price(actor, service_id=service.pk, price=price, valid_from=since)
    return service.pk


@command(right=RIGHT, on=Service)
def change_service(
    actor: Actor,
    *,
    service_id: int,
    version: int | None = None,
    group_id: int,
    name: str,
    unit: str = Service.Unit.SERVICE.value,
    norm_days: int | None = None,
    description: str = "",
) -> None:
    """Change what a service says of itself. Raises Invalid, Stale."""
    service = take(actor, Service, service_id, version=version)
    _fill(service, group_id, name, unit, norm_days, description)
    fields = ("group", "name", "unit", "norm_days", "description")
    once(lambda: save(service, *fields), "services_service_name_once", "name", NAME_TAKEN)
    record(ServiceChanged(service_id=service.pk))


@command(right=RIGHT, on=Service)
def archive_service(actor: Actor, *, service_id: int, version: int | None = None) -> None:
    """Take a service out of use: old contracts keep it, new ones cannot choose it. Raises Stale."""
    service = take(actor, Service, service_id, version=version)
    if service.is_active:
        service.is_active = False
        save(service, "is_active")
        record(ServiceArchived(service_id=service.pk))


@command(right=RIGHT, on=Service)
def restore_service(actor: Actor, *, service_id: int, version: int | None = None) -> None:
    """Put a service into use again. Raises Stale."""
    service = take(actor, Service, service_id, version=version)
    if not service.is_active:
        service.is_active = True
        save(service, "is_active")
        record(ServiceRestored(service_id=service.pk))


def _fill_group(group: ServiceGroup, name: str, order: int) -> None:
    group.name = typed_line("name", name, longest=120, required=True)
    if not 0 <= order <= LAST_PLACE:
        raise Invalid({"order": _("From 0 to 10,000.")})
    group.order = order


def _fill(
    service: Service, group_id: int, name: str, unit: str, norm_days: int | None, description: str
) -> None:
    service.name = typed_line("name", name, longest=200, required=True)
    service.description = typed_text("description", description, longest=5000)
    wrong: dict[str, Text] = {}
    # a service stays in its group after that has gone out of use
    groups = ServiceGroup.objects.filter(pk=group_id)
    if group_id != service.group_id and not groups.filter(is_active=True).exists():
        wrong["group"] = _("There is no such group in use.")
    if unit not in Service.Unit.values:
        wrong["unit"] = _("Choose a unit from the list.")
    if norm_days is not None and not 1 <= norm_days <= LONGEST_NORM:
        wrong["norm_days"] = _("From 1 to 3,650 days.")
    if wrong:
        raise Invalid(wrong)
    service.group_id, service.unit, service.norm_days = group_id, unit, norm_days
