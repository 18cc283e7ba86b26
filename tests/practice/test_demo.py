"""What the demonstration firm sells."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime

import pytest

from femida.cli.demo import DemoContext
from femida.firm.offices import demo as offices_demo
from femida.platform.core import clock
from femida.platform.core.verify import checks
from femida.platform.pipelines.moving import stage_named
from femida.practice.contracts import demo as contracts_demo
from femida.practice.contracts.models import Contract
from femida.practice.services import demo as services_demo
from femida.practice.services.models import Service
from femida.practice.services.queries import price_on, vat_on
from femida.sales.deals.commands import move_deal
from femida.sales.deals.models import Deal
from tests.practice.contracting import HOUSE, a_deal, a_desk

pytestmark = pytest.mark.django_db


def test_every_service_has_a_price_and_a_group_and_the_office_s_own_price_holds():
    context = DemoContext(random=random.Random(1), now=datetime(2026, 11, 18, 12, tzinfo=UTC))
    offices_demo.build(context)
    services_demo.build(context)
    sold = context.made["services"]
    assert Service.objects.count() == len(sold) == 15
    for name, pk in sold.items():
        last_year, now = price_on(pk, date(2025, 6, 1)), price_on(pk, date(2026, 6, 1))
        assert 0 < last_year < now, name
        assert vat_on(pk, date(2026, 6, 1)).kind == "none"
    talk, moscow = sold["Устная консультация юриста"], context.made["offices"]["msk"]
    assert price_on(talk, date(2026, 6, 1), moscow) == 4000
    assert price_on(talk, date(2026, 6, 1), moscow, "organisation") == 6000
    assert price_on(talk, date(2026, 6, 1), None, "organisation") == 6000
    broken = [name for name, check in checks.items() if name.startswith("services:") and not check().holds]
    assert broken == []


def test_deals_near_signing_have_contracts_and_most_of_them_are_won():
    desk = a_desk()
    for number in range(6):
        a_deal(desk.firm, f"+7999000077{number}", desk.seller)
    signing = stage_named("deals", "signing").pk
    since = datetime(2026, 11, 10, 12, tzinfo=UTC)
    for deal in Deal.objects.all():
        with clock.at(since):
            move_deal(HOUSE, deal_id=deal.pk, stage_id=stage_named("deals", "decision").pk)
            move_deal(HOUSE, deal_id=deal.pk, stage_id=signing)
    context = DemoContext(random=random.Random(1), now=datetime(2026, 11, 18, 12, tzinfo=UTC))
    contracts_demo.build(context)
    states = dict(Contract.objects.values_list("deal_id", "state"))
    won = set(Deal.objects.filter(stage__key="won").values_list("pk", flat=True))
    assert len(states) == 7
    assert won == {deal for deal, state in states.items() if state == "registered"}
    assert 0 < len(won) < 7
    broken = [name for name, check in checks.items() if name.startswith("contracts:") and not check().holds]
    assert broken == []
