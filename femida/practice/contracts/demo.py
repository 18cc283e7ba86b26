"""Contracts of the demonstration firm: registered ones, which win their deals, and drafts beside them."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Protocol

from femida.platform.core import clock
from femida.platform.core.actor import Actor
from femida.practice.contracts.commands import (
    LineWish,
    describe_contract,
    draft_contract,
    register_contract,
    set_plan,
)
from femida.practice.contracts.models import Contract
from femida.practice.contracts.plans import evenly
from femida.practice.contracts.values import asked_of
from femida.practice.services.models import Service, ServiceField
from femida.sales.deals.models import Deal
from femida.sales.deals.pipeline import SIGNING

MOST = 32
SIGNED = 0.7
"""The share of the deals near signing whose contract is registered."""
EXPECTATIONS = "Решение без лишних заседаний и понятный отчёт о каждом шаге."
TERMS = "По срокам суда; о переносах сообщаем в тот же день."
SAMPLES = {
    ServiceField.Kind.TEXT: "со слов клиента",
    ServiceField.Kind.NUMBER: "2",
    ServiceField.Kind.DATE: "2015-06-20",
}


class Context(Protocol):
    """What the set-up of the demonstration firm gives to each room."""

    random: random.Random
    now: datetime
    made: dict[str, Any]


def build(context: Context) -> None:
    """Draw up contracts of the deals near signing and register most: those deals are won then."""
    services = list(Service.objects.filter(is_active=True, unit=Service.Unit.SERVICE).order_by("pk"))
    deals = Deal.objects.filter(stage__key=SIGNING, office__isnull=False)
    newest = deals.order_by("-stage_since", "-pk")[:MOST]
    chance = context.random
    # numbers grow with the days on which contracts were signed
    for deal in reversed(newest):
        pk = _draw_up(chance, deal, chance.choice(services))
        signed_at = deal.stage_since + timedelta(hours=chance.choice((2, 5, 26, 50)))
        if signed_at < context.now and chance.random() < SIGNED:
            with clock.at(signed_at):
                register_contract(Actor.system("demo"), contract_id=pk)


def _draw_up(chance: random.Random, deal: Deal, service: Service) -> int:
    with clock.at(deal.stage_since):
        return _drawn_up(chance, deal, service)


def _drawn_up(chance: random.Random, deal: Deal, service: Service) -> int:
    actor = Actor.system("demo")
    discount = Decimal(chance.choice((0, 0, 0, 5, 10)))
    pk = draft_contract(actor, deal_id=deal.pk, lines=[LineWish(service.pk, Decimal(1), discount)])
    contract = Contract.objects.get(pk=pk)
    payments = evenly(
        contract.amount, chance.choice((1, 2, 3, 4, 6)), contract.business_date + timedelta(days=3)
    )
    set_plan(actor, contract_id=pk, way="equal", payments=payments)
    values: dict[str, dict[str, Any]] = {}
    for field in asked_of(pk):
        sample: Any = SAMPLES.get(ServiceField.Kind(field.kind), True)
        values.setdefault(str(field.service_id), {})[field.key] = sample
    describe_contract(
        actor,
        contract_id=pk,
        essence=deal.title,
        legal_actions=service.name,
        expectations=EXPECTATIONS,
        terms=TERMS,
        values=values,
    )
    return pk
