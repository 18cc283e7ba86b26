"""The work of the demonstration firm."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from femida.cli.demo import DemoContext
from femida.platform.core import clock
from femida.platform.core.verify import checks
from femida.practice.contracts.commands import describe_contract, register_contract, set_plan
from femida.practice.contracts.plans import evenly
from femida.practice.execution import demo
from femida.practice.execution.models import CaseAction, Certificate, Execution, HandOver, WorkStage
from femida.practice.services.commands import add_stage
from tests.practice.contracting import HOUSE, a_deal
from tests.practice.execution.working import a_bench

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)


def test_most_are_in_work_some_wait_two_came_back(monkeypatch):
    monkeypatch.setattr(demo, "MOST", 9)
    with clock.at(NOW - timedelta(days=60)):
        bench = a_bench()
    # a stage longer than the whole past of this firm
    add_stage(HOUSE, service_id=bench.desk.divorce, name="Процедура", norm_business_hours=900, order=3)
    for number in range(9):
        with clock.at(NOW - timedelta(days=40 - 4 * number)):
            bench.desk.deal = a_deal(bench.desk.firm, f"+799900002{number:02}", bench.desk.seller)
            contract = bench.desk.draft()
            payments = evenly(contract.amount, 1, NOW.date())
            set_plan(HOUSE, contract_id=contract.pk, way="equal", payments=payments)
            describe_contract(
                HOUSE, contract_id=contract.pk, essence="а", legal_actions="б", expectations="в", terms="г"
            )
            register_contract(HOUSE, contract_id=contract.pk)
    demo.build(DemoContext(random=Random(1), now=NOW))
    stages = Counter(Execution.objects.values_list("stage__key", flat=True))
    assert (stages["handed_over"], stages["returned"]) == (demo.WAITING, demo.RETURNED)
    assert sum(stages.values()) == 9
    assert WorkStage.objects.filter(state="in_work").exists()
    assert CaseAction.objects.exists()
    assert Certificate.objects.filter(state="signed").exists()
    assert not HandOver.objects.filter(handed_at__gt=NOW).exists()
    ours = ("execution:", "certificates:", "pipelines:")
    assert [name for name, check in checks.items() if name.startswith(ours) and not check().holds] == []
