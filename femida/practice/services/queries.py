"""Reads about services: what they cost and how they are taxed on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from femida.platform.core import clock
from femida.platform.core.errors import UnableTo
from femida.practice.services.models import ServicePrice, ServiceVat, VatKind, VatRate


class UnableToPrice(UnableTo):
    """The service has no price, or its VAT has no rate, on the day asked for."""

    code = "unable_to_price"
    default_sentence = _("The service has no price for this day.")


@dataclass(frozen=True, slots=True)
class Vat:
    """How something is taxed: `percent` is None without VAT, which is not the same as the zero rate."""

    kind: str
    percent: int | None


def today() -> date:
    """The calendar day of the running act where the reader is."""
    return timezone.localdate(clock.now())


def price_on(service_id: int, day: date, office_id: int | None = None, client_kind: str = "") -> Decimal:
    """The price of one unit in roubles on a day, for an office and a kind of client.

    The narrowest price wins (client and office, client, office, everybody), among equals the newest that
    is in force. Raises UnableToPrice when there is none.
    """
    found = prices_on([service_id], day, office_id, client_kind).get(service_id)
    if found is None:
        raise UnableToPrice
    return found


def prices_on(
    service_ids: Iterable[int], day: date, office_id: int | None = None, client_kind: str = ""
) -> Mapping[int, Decimal]:
    """Like `price_on` for many services in one statement; those without a price are left out."""
    fits = Q(office=None, client_kind="") | Q(office=None, client_kind=client_kind)
    if office_id is not None:
        fits |= Q(office=office_id, client_kind="") | Q(office=office_id, client_kind=client_kind)
    newest = (
        ServicePrice.objects.filter(fits, service_id__in=list(service_ids), valid_from__lte=day)
        .order_by("service_id", "office_id", "client_kind", "-valid_from")
        .distinct("service_id", "office_id", "client_kind")
        .values_list("service_id", "office_id", "client_kind", "price")
    )
    best: dict[int, tuple[tuple[bool, bool], Decimal]] = {}
    for service_id, office, kind, price in newest:
        rank = (kind != "", office is not None)
        if price is not None and (service_id not in best or rank > best[service_id][0]):
            best[service_id] = rank, price
    return {service_id: price for service_id, (_rank, price) in best.items()}


def vat_on(service_id: int, day: date) -> Vat:
    """How a service is taxed on a day. Raises UnableToPrice when that is not known."""
    found = vats_on([service_id], day).get(service_id)
    if found is None:
        raise UnableToPrice(_("The VAT of the service is not set for this day."))
    return found


def vats_on(service_ids: Iterable[int], day: date) -> Mapping[int, Vat]:
    """Like `vat_on` for many services in two statements; those without a rate are left out."""
    kinds = (
        ServiceVat.objects.filter(service_id__in=list(service_ids), valid_from__lte=day)
        .order_by("service_id", "-valid_from")
        .distinct("service_id")
        .values_list("service_id", "kind")
    )
    rates = rates_on(day)
    return {
        service_id: Vat(kind, rates.get(kind))
        for service_id, kind in kinds
        if kind == VatKind.NONE or kind in rates
    }


def rates_on(day: date) -> Mapping[str, int]:
    """The rate of each kind of VAT on a day, in per cent; source: article 164 of the Tax Code."""
    return dict(
        VatRate.objects.filter(valid_from__lte=day)
        .order_by("kind", "-valid_from")
        .distinct("kind")
        .values_list("kind", "percent")
    )
