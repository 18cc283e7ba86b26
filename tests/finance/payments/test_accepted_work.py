"""From a signed certificate to the books, and from a finished stage to the day of a payment."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from femida.finance.ledger.queries import money_of
from femida.finance.payments.commands import follow_certificate, take_payment
from femida.finance.payments.models import Recognition
from femida.finance.receivables.models import Receivable
from femida.firm.offices.queries import local_date
from femida.platform.core import clock
from femida.platform.reactions.core import reacting_at_once
from femida.practice.contracts.commands import set_plan
from femida.practice.contracts.plans import Due
from femida.practice.contracts.queries import vat_of
from femida.practice.execution.commands import (
    draw_up_certificate,
    finish_stage,
    sign_certificate,
    start_stage,
    void_certificate,
)
from femida.practice.execution.models import Execution
from tests.finance.payments.till import add_up, broken
from tests.practice.contracting import HOUSE
from tests.practice.execution.working import ANSWERS, Bench, a_bench


@pytest.fixture
def bench(db) -> Bench:
    return a_bench()


def certify(bench: Bench, execution: Execution, amount: Decimal) -> int:
    """A certificate of a part of the contract is drawn up and signed today."""
    pk = draw_up_certificate(HOUSE, execution_id=execution.pk, amount=amount, what_for="Работа")
    sign_certificate(HOUSE, certificate_id=pk, signed_on=local_date(bench.desk.office.pk, clock.now()))
    return pk


def test_a_signed_certificate_is_earned_and_a_void_one_is_not(bench, django_capture_on_commit_callbacks):
    execution = bench.accepted()
    contract = bench.contract
    whole = contract.amount
    take_payment(HOUSE, contract_id=contract.pk, amount=whole, method="transfer")
    first = whole / 4
    with reacting_at_once(), django_capture_on_commit_callbacks(execute=True):
        pk = certify(bench, execution, first)
    money = money_of(contract.pk)
    assert (money.revenue, money.debts, money.advances) == (first, 0, whole - first)
    # all certificates together have exactly the contract's VAT
    with reacting_at_once(), django_capture_on_commit_callbacks(execute=True):
        certify(bench, execution, whole - first)
    rows = Recognition.objects.filter(contract=contract)
    assert sum(row.vat for row in rows) == vat_of(contract.pk)
    assert money_of(contract.pk).advances == 0
    # the reaction may come twice
    follow_certificate(HOUSE, contract_id=contract.pk, certificate_id=pk)
    assert rows.count() == 2
    with reacting_at_once(), django_capture_on_commit_callbacks(execute=True):
        void_certificate(HOUSE, certificate_id=pk, reason="Ошибка в сумме")
    money = money_of(contract.pk)
    assert (money.revenue, money.advances) == (whole - first, first)
    add_up()
    assert broken() == {}


def test_a_certificate_void_before_its_reaction_never_enters_the_books(bench):
    """The reactions of signing and voiding are jobs: the first may run after the second act."""
    pk = certify(bench, bench.accepted(), bench.contract.amount)
    void_certificate(HOUSE, certificate_id=pk, reason="Не тот договор")
    follow_certificate(HOUSE, contract_id=bench.contract.pk, certificate_id=pk)
    assert not Recognition.objects.exists()
    assert money_of(bench.contract.pk).revenue == 0


def test_a_payment_that_waits_for_a_stage_is_due_when_the_stage_is_done(
    bench, django_capture_on_commit_callbacks
):
    half = bench.contract.amount / 2
    payments = [Due(half, stage_name="Иск"), Due(bench.contract.amount - half, stage_name="Суд")]
    set_plan(HOUSE, contract_id=bench.contract.pk, way="stages", payments=payments)
    execution = bench.accepted()
    stage = bench.stages()[0]

    def due() -> list[date | None]:
        return list(Receivable.objects.order_by("number").values_list("due_on", flat=True))

    assert due() == [None, None]
    today = local_date(bench.desk.office.pk, clock.now())
    answers = ANSWERS.__class__("Подали иск", "Ничего", "Ждём", today + timedelta(days=7))
    with reacting_at_once(), django_capture_on_commit_callbacks(execute=True):
        start_stage(HOUSE, execution_id=execution.pk, stage_id=stage.pk)
        finish_stage(HOUSE, execution_id=execution.pk, stage_id=stage.pk, answers=answers)
    assert due() == [today, None]
    assert broken() == {}
