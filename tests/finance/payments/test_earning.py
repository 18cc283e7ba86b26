"""Accepted work: debts, the offset of advances in both orders, and taking it back."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from femida.finance.ledger.chart import Code
from femida.finance.ledger.queries import balance, money_of
from femida.finance.payments.commands import (
    Accepted,
    UnableToRecognise,
    UnableToRefund,
    recognise,
    refund,
    reverse_payment,
    take_back,
)
from femida.finance.payments.models import FiscalReceipt, Recognition, Unearned
from femida.firm.offices.queries import local_date
from femida.platform.core import clock
from femida.platform.core.errors import Denied, Invalid, NotFound
from femida.practice.contracts.commands import void_contract
from tests.finance.payments.till import Till, add_up, broken
from tests.practice.contracting import HOUSE


def accept(till: Till, amount: str = "600", vat: str = "108.20", number: int = 7) -> int:
    """A certificate of work is signed today."""
    day = local_date(till.desk.office.pk, clock.now())
    return recognise(HOUSE, accepted=Accepted(number, till.contract.pk, Decimal(amount), Decimal(vat), day))


def void(till: Till, number: int = 7) -> None:
    """The certificate is declared void."""
    day = local_date(till.desk.office.pk, clock.now())
    take_back(HOUSE, contract_id=till.contract.pk, certificate_id=number, business_date=day)


def test_accepted_work_is_offset_with_what_was_paid(till: Till) -> None:
    till.take("500")
    entry = accept(till)
    entity = till.contract.legal_entity_id
    money = money_of(till.contract.pk)
    assert (money.advances, money.debts, money.revenue, money.paid) == (0, 100, 600, 500)
    assert balance(Code.REVENUE, entity) == Decimal("-491.80")
    assert balance(Code.VAT, entity) == Decimal("-108.20")
    # the offset does not disturb what was paid of the plan
    assert till.paid()[0] == Decimal("333.34")
    assert not Unearned.objects.exists()
    assert accept(till) == entry
    assert Recognition.objects.count() == 1
    with pytest.raises(UnableToRecognise):
        accept(till, amount="601")
    pair = FiscalReceipt.objects.order_by("pk").values_list("kind", "amount", "state")
    assert list(pair) == [("advance", 500, "not_issued"), ("offset", 500, "not_issued")]
    add_up()
    assert broken() == {}


def test_what_is_paid_after_the_work_settles_the_debt_first(till: Till) -> None:
    accept(till)
    assert money_of(till.contract.pk).debts == 600
    till.take("700")
    money = money_of(till.contract.pk)
    assert (money.debts, money.advances) == (0, 100)
    kinds = FiscalReceipt.objects.order_by("pk").values_list("kind", "amount")
    assert list(kinds) == [("settlement", 600), ("advance", 100)]
    assert Unearned.objects.get().amount == 100
    assert broken() == {}


def test_earned_money_is_not_refunded_but_a_mistake_is_reversed(till: Till) -> None:
    payment = till.take("500")
    accept(till, "450")
    give = {"contract_id": till.contract.pk, "method": "card", "reason": "Передумал"}
    with pytest.raises(Invalid) as refusal:
        refund(till.actor, amount=Decimal("50.01"), **give)
    assert list(refusal.value.fields) == ["amount"]
    refund(till.actor, amount=Decimal(50), **give)
    with pytest.raises(UnableToRefund):
        refund(till.actor, amount=Decimal(1), **give)
    again = till.take("50")
    reverse_payment(till.actor, payment_id=again.pk, reason="Ошибка")
    assert money_of(till.contract.pk).debts == 0
    assert broken() == {}
    till.take("550")
    reverse_payment(till.actor, payment_id=payment.pk, reason="Ошибка")
    money = money_of(till.contract.pk)
    assert (money.paid, money.advances, money.debts) == (500, 50, 0)
    assert broken() == {}


def test_work_taken_back_makes_an_advance_again(till: Till) -> None:
    till.take("500")
    accept(till)
    void(till)
    money = money_of(till.contract.pk)
    assert (money.advances, money.debts, money.revenue) == (500, 0, 0)
    assert Unearned.objects.get().amount == 500
    states = FiscalReceipt.objects.order_by("pk").values_list("kind", "state")
    assert list(states) == [("advance", "not_issued"), ("offset", "cancelled")]
    void(till)
    with pytest.raises(NotFound):
        void(till, number=8)
    assert broken() == {}


def test_a_contract_with_money_or_accepted_work_is_not_voided(till: Till) -> None:
    from femida.finance.receivables.commands import UnableToVoidWithMoney

    payment = till.take("100")
    with pytest.raises(UnableToVoidWithMoney):
        void_contract(HOUSE, contract_id=till.contract.pk, reason="Ошибка")
    till.contract.refresh_from_db()
    assert till.contract.state == "registered"
    reverse_payment(till.actor, payment_id=payment.pk, reason="Ошибка")
    accept(till)
    with pytest.raises(UnableToVoidWithMoney):
        void_contract(HOUSE, contract_id=till.contract.pk, reason="Ошибка")
    void(till)
    void_contract(HOUSE, contract_id=till.contract.pk, reason="Ошибка")
    assert till.rows() == []
    assert broken() == {}


def test_work_is_recognised_of_registered_contracts_by_the_house(till: Till) -> None:
    day = local_date(till.desk.office.pk, clock.now())
    wish = Accepted(9, till.contract.pk, Decimal(10), Decimal(0), day - timedelta(days=1))
    with pytest.raises(Denied):
        recognise(till.actor, accepted=wish)
    draft = till.desk.draft()
    with pytest.raises(UnableToRecognise):
        recognise(HOUSE, accepted=Accepted(9, draft.pk, Decimal(10), Decimal(0), day))
    for amount, vat in ((0, 0), (-5, 0), (10, 10), (10, -1)):
        with pytest.raises(ValueError, match="certificate"):
            recognise(HOUSE, accepted=Accepted(9, till.contract.pk, Decimal(amount), Decimal(vat), day))
    assert recognise(HOUSE, accepted=wish)
    assert balance(Code.VAT, till.contract.legal_entity_id) == 0
