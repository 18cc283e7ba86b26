"""Contracts of the demonstration firm: of the deals that were won, and drafts of those near it."""

from __future__ import annotations

import random
from datetime import timedelta
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

MOST = 60
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
    made: dict[str, Any]


def build(context: Context) -> None:
    """Draw up contracts of the won deals and register them; drafts stay of the deals near signing."""
    services = list(Service.objects.filter(is_active=True, unit=Service.Unit.SERVICE).order_by("pk"))
    deals = Deal.objects.filter(stage__key__in=("won", "signing"), office__isnull=False)
    newest = deals.select_related("stage").order_by("-stage_since", "-pk")[:MOST]
    # numbers grow with the days on which contracts were signed
    for deal in reversed(newest):
        with clock.at(deal.stage_since):
            _draw_up(context.random, deal, context.random.choice(services))


def _draw_up(chance: random.Random, deal: Deal, service: Service) -> None:
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
    if deal.stage.key == "won":
        register_contract(actor, contract_id=pk)
