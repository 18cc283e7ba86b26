"""Contracts of the large demonstration firm: drafted when a deal comes to signing, then registered."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from femida.firm.offices.bulk import offices_of
from femida.firm.staff.bulk import Person, start_assignments
from femida.kernel.money import percent
from femida.parties.registry.bulk import add_role
from femida.parties.registry.models import PartyRole
from femida.platform.bulk.batches import Batch, Deed
from femida.platform.bulk.rows import Row
from femida.platform.core.actor import Actor
from femida.practice.contracts.commands.drafting import TYPE
from femida.practice.contracts.demo import EXPECTATIONS, SAMPLES, TERMS
from femida.practice.contracts.events import (
    ContractDescribed,
    ContractDrafted,
    ContractPlanned,
    ContractRegistered,
)
from femida.practice.contracts.models import Contract, ContractLine, Instalment, PlanVersion
from femida.practice.contracts.plans import evenly
from femida.practice.services.models import Service, ServiceField, ServicePrice, ServiceVat
from femida.practice.services.queries import Vat, prices_on, vats_on
from femida.sales.deals.bulk import InSigning, move_deal
from femida.sales.deals.pipeline import WON

DISCOUNTS: Final = (0, 0, 0, 0, 5, 10)
PARTS: Final = (1, 1, 2, 2, 3, 4, 6)
FIRST_PAYMENT: Final = timedelta(days=3)
SLOW: Final = 0.06
HOUSE: Final = Actor.system("contracts.register")


@dataclass(frozen=True, slots=True)
class Sold:
    """A service as it is sold on a day."""

    id: int
    name: str
    unit: str
    price: Decimal
    vat: Vat


@dataclass(frozen=True, slots=True)
class Signing:
    """A contract as it was agreed while its deal was led; it is written on its day."""

    deal_id: int
    title: str
    party_id: int
    office_id: int
    seller: Person
    sold: Sold
    discount: int
    parts: int
    drafted_at: datetime
    signed_at: datetime | None
    act_id: str

    @property
    def amount(self) -> Decimal:
        """What the contract comes to, in roubles."""
        return self.sold.price - percent(self.sold.price, self.discount)


@dataclass(frozen=True, slots=True)
class Signed:
    """A registered contract, for the rooms of money."""

    row: Row
    deal_id: int
    sold: Sold
    seller: Person
    at: datetime
    instalments: list[Row]


class _Offers:
    """What is sold when, read from the lists of prices."""

    def __init__(self) -> None:
        rows = Service.objects.filter(is_active=True, unit=Service.Unit.SERVICE).order_by("pk")
        self.services = list(rows)
        firsts = [
            model.objects.order_by("valid_from").values_list("valid_from", flat=True).first()
            for model in (ServicePrice, ServiceVat)
        ]
        self.first = max(day for day in firsts if day is not None)
        self.known: dict[tuple[date, int], list[Sold]] = {}
        self.values: dict[int, dict[str, Any]] = defaultdict(dict)
        for field in ServiceField.objects.filter(is_active=True).order_by("service_id", "order", "pk"):
            self.values[field.service_id][field.key] = SAMPLES.get(ServiceField.Kind(field.kind), True)

    def on(self, day: date, office_id: int) -> list[Sold]:
        """The services with a price: of the month's first day, or of the first day that has prices."""
        key = max(day.replace(day=1), self.first), office_id
        if key not in self.known:
            ids = [one.pk for one in self.services]
            prices, vats = prices_on(ids, key[0], office_id), vats_on(ids, key[0])
            self.known[key] = [
                Sold(one.pk, one.name, one.unit, prices[one.pk], vats[one.pk])
                for one in self.services
                if one.pk in prices and one.pk in vats
            ]
        return self.known[key]


def _offers(batch: Batch) -> _Offers:
    found = batch.kept.get("offers")
    if not isinstance(found, _Offers):
        found = batch.kept["offers"] = _Offers()
    return found


def build(batch: Batch) -> None:
    """Agree on a contract for each deal in signing: its deal knows the amount, and is won on the day."""
    deals: list[InSigning] = batch.made.get("in_signing", [])
    for deal in deals:
        _agree(batch, deal)


def _agree(batch: Batch, deal: InSigning) -> None:
    chance, offices, office_id = batch.chance, offices_of(batch), deal.row["office_id"]
    hours = chance.uniform(100, 900) if chance.random() < SLOW else chance.uniform(1, 60)
    signed_at = offices.at_work(office_id, deal.since + timedelta(hours=hours))
    is_signed = signed_at <= batch.now
    deed = batch.deed(Actor.system("contract.registered"), signed_at)
    signing = Signing(
        deal_id=deal.row["id"],
        title=deal.title,
        party_id=deal.party.id,
        office_id=office_id,
        seller=deal.seller,
        sold=chance.choice(_offers(batch).on(offices.day(office_id, deal.since), office_id)),
        discount=chance.choice(DISCOUNTS),
        parts=chance.choice(PARTS),
        drafted_at=deal.since,
        signed_at=signed_at if is_signed else None,
        act_id=deed.id,
    )
    deal.row["amount"] = signing.amount
    if is_signed:
        move_deal(batch, deed, deal.row, WON, by_hand=False)
    batch.spool.put(signed_at if is_signed else deal.since, signing)


def follow(batch: Batch) -> None:
    """Write the contracts of these days, in the order of signing. Leaves `signed` in `batch.made`."""
    signed: list[Signed] = []
    for one in batch.made["happening"]:
        if isinstance(one, Signing):
            contract, instalments = _draw_up(batch, one)
            if one.signed_at is not None:
                _register(batch, one, contract)
                signed.append(Signed(contract, one.deal_id, one.sold, one.seller, one.signed_at, instalments))
    batch.made["signed"] = signed


def _draw_up(batch: Batch, one: Signing) -> tuple[Row, list[Row]]:
    offices, sold = offices_of(batch), one.sold
    day = offices.day(one.office_id, one.drafted_at)
    deed = batch.deed(one.seller.actor, one.drafted_at)
    values = _offers(batch).values.get(sold.id)
    contract = batch.add(
        Contract,
        party_id=one.party_id,
        deal_id=one.deal_id,
        legal_entity_id=offices.entities[one.office_id],
        business_date=day,
        amount=one.amount,
        essence=one.title,
        legal_actions=sold.name,
        expectations=EXPECTATIONS,
        terms=TERMS,
        values={str(sold.id): values} if values else {},
        office_id=one.office_id,
        department_id=one.seller.department_id,
        responsible_id=one.seller.id,
        created_at=one.drafted_at,
    )
    start_assignments(batch, TYPE, contract)
    batch.add(
        ContractLine,
        contract_id=contract["id"],
        service_id=sold.id,
        name=sold.name,
        unit=sold.unit,
        quantity=Decimal(1),
        price=sold.price,
        discount_percent=Decimal(one.discount),
        discount=percent(sold.price, one.discount),
        amount=one.amount,
        vat_kind=sold.vat.kind,
        vat_percent=sold.vat.percent,
    )
    plan = batch.add(PlanVersion, contract_id=contract["id"], number=1, way="equal", made_at=one.drafted_at)
    first = offices.day(one.office_id, one.signed_at or one.drafted_at) + FIRST_PAYMENT
    instalments = [
        batch.add(Instalment, plan_id=plan["id"], number=number, amount=due.amount, due_on=due.due_on)
        for number, due in enumerate(evenly(one.amount, one.parts, first), start=1)
    ]
    pk = contract["id"]
    batch.record(deed, ContractDrafted(contract_id=pk, party_id=one.party_id, deal_id=one.deal_id))
    batch.record(deed, ContractPlanned(contract_id=pk, plan_id=plan["id"]))
    batch.record(deed, ContractDescribed(contract_id=pk))
    return contract, instalments


def _register(batch: Batch, one: Signing, contract: Row) -> None:
    assert one.signed_at is not None
    offices = offices_of(batch)
    today = offices.day(one.office_id, one.signed_at)
    contract.update(state=Contract.State.REGISTERED.value, signed_on=today, business_date=today)
    offices.number(TYPE, contract, today.year)
    house = Deed(HOUSE, one.signed_at, one.act_id)
    add_role(batch, house, one.party_id, PartyRole.Role.CLIENT.value, TYPE, contract["id"])
    event = ContractRegistered(contract_id=contract["id"], party_id=one.party_id, deal_id=one.deal_id)
    batch.record(Deed(one.seller.actor, one.signed_at, one.act_id), event)
