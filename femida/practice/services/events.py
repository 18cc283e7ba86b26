"""What happens to services."""

from __future__ import annotations

from dataclasses import dataclass

from femida.platform.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class ServiceGroupAdded(Event):
    """A group of services was set up."""

    kind = "service_group.added"
    subject = ("practice.service_group", "group_id")
    group_id: int


@dataclass(frozen=True, kw_only=True)
class ServiceGroupChanged(Event):
    """A group of services was changed."""

    kind = "service_group.changed"
    subject = ("practice.service_group", "group_id")
    group_id: int


@dataclass(frozen=True, kw_only=True)
class ServiceAdded(Event):
    """A service was set up."""

    kind = "service.added"
    subject = ("practice.service", "service_id")
    anchors = (("practice.service_group", "group_id"),)
    service_id: int
    group_id: int


@dataclass(frozen=True, kw_only=True)
class ServiceChanged(Event):
    """The description of a service was changed."""

    kind = "service.changed"
    subject = ("practice.service", "service_id")
    service_id: int


@dataclass(frozen=True, kw_only=True)
class ServiceArchived(Event):
    """A service went out of use."""

    kind = "service.archived"
    subject = ("practice.service", "service_id")
    service_id: int


@dataclass(frozen=True, kw_only=True)
class ServiceRestored(Event):
    """A service is in use again."""

    kind = "service.restored"
    subject = ("practice.service", "service_id")
    service_id: int


@dataclass(frozen=True, kw_only=True)
class ServicePriced(Event):
    """A price of a service was set or ended from a day on."""

    kind = "service.priced"
    subject = ("practice.service", "service_id")
    service_id: int
    price_id: int


@dataclass(frozen=True, kw_only=True)
class ServiceTaxed(Event):
    """The VAT of a service was set from a day on."""

    kind = "service.taxed"
    subject = ("practice.service", "service_id")
    service_id: int
    vat_id: int


@dataclass(frozen=True, kw_only=True)
class ServiceStagesChanged(Event):
    """The work stages of a service were changed."""

    kind = "service.stages_changed"
    subject = ("practice.service", "service_id")
    service_id: int
    stage_id: int


@dataclass(frozen=True, kw_only=True)
class ServiceFieldsChanged(Event):
    """What contracts on a service ask for was changed."""

    kind = "service.fields_changed"
    subject = ("practice.service", "service_id")
    service_id: int
    field_id: int
