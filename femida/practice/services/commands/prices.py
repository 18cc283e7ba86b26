"""Prices and VAT of services, from a day on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from femida.firm.offices.models import Office
from femida.kernel.money import InvalidMoney, roubles
from femida.platform.commands.core import command, save, take
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Invalid, Text
from femida.platform.journal.recording import record
from femida.practice.services.events import ServicePriced, ServiceTaxed
from femida.practice.services.models import (
    ClientKind,
    Service,
    ServicePrice,
    ServiceVat,
    VatKind,
)
from femida.practice.services.queries import rates_on

RIGHT = "services.change"
EARLIEST, LATEST = date(1991, 1, 1), date(2199, 12, 31)


@command(right=RIGHT, on=Service)
def set_price(
    actor: Actor,
    *,
    service_id: int,
    price: Decimal | None,
    valid_from: date,
    office_id: int | None = None,
    client_kind: str = "",
    version: int | None = None,
) -> int:
    """Set the price of one unit in roubles from a day on; returns the id of the line.

    A second price for one day takes the place of the first. A price for an office or a kind of client may
    be None: from that day the wider one applies again. Raises Invalid, Stale.
    """
    service = take(actor, Service, service_id, version=version)
    wrong: dict[str, Text] = {}
    wrong |= _wrong_day(valid_from)
    if client_kind and client_kind not in ClientKind.values:
        wrong["client_kind"] = _("Choose from the list.")
    if office_id is not None and not Office.objects.filter(pk=office_id).exists():
        wrong["office"] = _("There is no such office.")
    try:
        price = _checked_price(price, is_base=office_id is None and not client_kind)
    except Invalid as refusal:
        wrong |= refusal.fields
    if wrong:
        raise Invalid(wrong)
    line = ServicePrice.objects.filter(
        service=service, office=office_id, client_kind=client_kind, valid_from=valid_from
    ).first() or ServicePrice(
        service=service, office_id=office_id, client_kind=client_kind, valid_from=valid_from
    )
    line.price = price
    line.save()
    save(service)
    record(ServicePriced(service_id=service.pk, price_id=line.pk))
    return line.pk


@command(right=RIGHT, on=Service)
def set_vat(actor: Actor, *, service_id: int, kind: str, valid_from: date, version: int | None = None) -> int:
    """Say how a service is taxed from a day on; returns the id of the line. Raises Invalid, Stale.

    A second line for one day takes the place of the first.
    """
    service = take(actor, Service, service_id, version=version)
    wrong = _wrong_day(valid_from)
    if kind not in VatKind.values:
        wrong["kind"] = _("Choose from the list.")
    elif not wrong and kind != VatKind.NONE and kind not in rates_on(valid_from):
        wrong["valid_from"] = _("No rate of this kind is known for that day.")
    if wrong:
        raise Invalid(wrong)
    line, _is_new = ServiceVat.objects.update_or_create(
        service=service, valid_from=valid_from, defaults={"kind": kind}
    )
    save(service)
    record(ServiceTaxed(service_id=service.pk, vat_id=line.pk))
    return line.pk


def _checked_price(price: Decimal | None, *, is_base: bool) -> Decimal | None:
    if price is None:
        if is_base:
            raise Invalid({"price": _("Give a price: for everybody it cannot be left out.")})
        return None
    try:
        price = roubles(price)
    except InvalidMoney:
        raise Invalid({"price": _("Give a sum in roubles with at most two decimals.")}) from None
    if price < 0:
        raise Invalid({"price": _("A price is not below zero.")})
    return price


def _wrong_day(day: date) -> dict[str, Text]:
    if EARLIEST <= day <= LATEST:
        return {}
    return {"valid_from": _("Give a day between 1991 and 2199.")}
