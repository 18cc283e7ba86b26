"""Refunds and reversals: what may go back, from where it comes, and what it does to advances and debts."""

from __future__ import annotations

import uuid
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from femida.finance.ledger.queries import money_of
from femida.finance.payments.commands import (
    UnableToRefund,
    UnableToReversePayment,
    close_shift,
    refund,
    reverse_payment,
)
from femida.finance.payments.models import CashDesk, FiscalReceipt, Payment, Unearned
from femida.platform.access.rights import Scope
from femida.platform.core.errors import Denied, Invalid, NotFound, Stale
from femida.practice.contracts.commands import set_plan
from femida.practice.contracts.plans import Due
from tests.finance.payments.till import Till, add_up, broken
from tests.firm.people import actor_of, an_employee, give
from tests.practice.contracting import HOUSE


def give_back(till: Till, amount: str, method: str = "card", **values: object) -> Payment:
    """Refund by the contract."""
    actor = values.pop("actor", till.actor)
    given = {"contract_id": till.contract.pk, "reason": "Передумал", **values}
    return Payment.objects.get(pk=refund(actor, amount=Decimal(amount), method=method, **given))


def undo(till: Till, payment: Payment, reason: str = "Ошибка", **values: object) -> None:
    """Reverse a payment."""
    reverse_payment(till.actor, payment_id=payment.pk, reason=reason, **values)


def test_a_refund_comes_from_beyond_the_plan_first_then_from_the_last(till: Till) -> None:
    till.take("1100", is_advance=True)
    back = give_back(till, "250")
    assert (back.kind, back.amount, back.reason) == ("refund", 250, "Передумал")
    assert till.paid() == [Decimal("333.34"), Decimal("333.33"), Decimal("183.33")]
    money = money_of(till.contract.pk)
    assert (money.paid, money.unallocated, money.advances) == (850, 0, 850)
    give_back(till, "850")
    assert till.paid() == [0, 0, 0]
    assert not Unearned.objects.exists()
    with pytest.raises(UnableToRefund):
        give_back(till, "0.01")
    add_up()
    assert broken() == {}


def test_bad_refunds_are_named_at_their_field(till: Till) -> None:
    till.take("100")
    for values, field in (
        ({"amount": "100.01"}, "amount"),
        ({"amount": "0"}, "amount"),
        ({"amount": "0.005"}, "amount"),
        ({"reason": " "}, "reason"),
        ({"receiver_id": 10**9}, "receiver"),
        ({"method": "barter"}, "method"),
    ):
        with pytest.raises(Invalid) as refusal:
            give_back(till, **({"amount": "50"} | values))
        assert list(refusal.value.fields) == [field]
        assert Payment.objects.count() == 1


def test_a_refund_needs_its_right_and_comes_once(till: Till) -> None:
    till.take("100")
    taker = an_employee(till.desk.office)
    give(taker, contracts__view=Scope.OFFICE, payments__take=Scope.OFFICE, payments__view=Scope.OFFICE)
    with pytest.raises(Denied):
        give_back(till, "10", actor=actor_of(taker))
    with pytest.raises(Denied):
        reverse_payment(actor_of(taker), payment_id=Payment.objects.get().pk, reason="Ошибка")
    key = uuid.uuid4()
    assert give_back(till, "10", key=key).pk == give_back(till, "10", key=key).pk
    with pytest.raises(Stale):
        give_back(till, "10", version=till.contract.version + 1)


def test_cash_goes_back_only_when_it_is_there(till: Till) -> None:
    till.open()
    till.take("100")
    till.take("30", "cash")
    with pytest.raises(Invalid) as refusal:
        give_back(till, "50", "cash")
    assert list(refusal.value.fields) == ["amount"]
    give_back(till, "30", "cash")
    assert CashDesk.objects.get().cash == 0
    assert broken() == {}


def test_a_mistake_is_reversed_and_entered_anew(till: Till) -> None:
    wrong = till.take("500")
    with pytest.raises(Invalid) as refusal:
        undo(till, wrong, reason="")
    assert list(refusal.value.fields) == ["reason"]
    with pytest.raises(Stale):
        undo(till, wrong, version=wrong.version + 1)
    undo(till, wrong)
    assert till.paid() == [0, 0, 0]
    assert money_of(till.contract.pk).paid == 0
    assert set(FiscalReceipt.objects.values_list("state", flat=True)) == {"cancelled"}
    with pytest.raises(UnableToReversePayment):
        undo(till, wrong)
    till.take("400")
    wrong.refresh_from_db()
    assert (wrong.is_reversed, wrong.reversal_reason) == (True, "Ошибка")
    add_up()
    assert broken() == {}


def test_what_was_given_back_is_not_reversed_under_it(till: Till) -> None:
    first, second = till.take("100"), till.take("50")
    back = give_back(till, "120")
    with pytest.raises(UnableToReversePayment):
        undo(till, first)
    with pytest.raises(UnableToReversePayment):
        undo(till, second)
    undo(till, back)
    undo(till, first)
    assert till.paid() == [50, 0, 0]
    undo(till, second)
    assert till.paid() == [0, 0, 0]
    assert broken() == {}


def test_a_reversal_under_a_new_plan_is_taken_from_the_new_payments(till: Till) -> None:
    first, _second = till.take("400"), till.take("300")
    set_plan(
        HOUSE,
        contract_id=till.contract.pk,
        way="stages",
        payments=[Due(Decimal(250), stage_name="Иск"), Due(Decimal(750), stage_name="Решение")],
    )
    assert till.paid() == [250, 450]
    undo(till, first)
    assert till.paid() == [250, 50]
    assert broken() == {}


def test_a_reversed_refund_of_what_was_paid_anew_becomes_an_advance(till: Till) -> None:
    till.take("1000")
    back = give_back(till, "1000")
    till.take("1000")
    undo(till, back)
    money = money_of(till.contract.pk)
    assert (money.paid, money.unallocated) == (2000, 1000)
    assert broken() == {}


def test_cash_is_reversed_at_its_own_desk_in_an_open_shift(till: Till) -> None:
    shift = till.open()
    payment = till.take("100", "cash")
    close_shift(till.actor, shift_id=shift.pk, counted=Decimal(100))
    with pytest.raises(UnableToReversePayment):
        undo(till, payment)
    later = till.open("100")
    undo(till, payment)
    payment.refresh_from_db()
    assert payment.reversal_shift_id == later.pk
    assert CashDesk.objects.get().cash == 0
    assert broken() == {}


def test_the_payment_of_another_office_is_not_found(till: Till) -> None:
    from tests.firm.people import an_office

    payment = till.take("10")
    stranger = an_employee(an_office("Казань"))
    give(stranger, payments__view=Scope.OFFICE, payments__reverse=Scope.OFFICE)
    with pytest.raises(NotFound):
        reverse_payment(actor_of(stranger), payment_id=payment.pk, reason="Ошибка")


def test_the_database_keeps_payments_as_they_are(till: Till) -> None:
    for statement, guard in (
        ("UPDATE payments_payment SET amount = 1", "payments_payment_stays"),
        ("UPDATE payments_payment SET party_id = party_id, number = 'x'", "payments_payment_stays"),
        ("DELETE FROM payments_payment", "payments_payment_stays"),
    ):
        till.take("10")
        with (
            pytest.raises(IntegrityError, match="stays as it is"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
        assert guard


def test_twin_without_the_guard_the_checks_find_it(real_till: Till, database_server) -> None:
    import psycopg

    real_till.take("10")
    name = connection.settings_dict["NAME"]
    with psycopg.connect(database_server.owner_conninfo(name), autocommit=True) as owner:
        owner.execute("DROP FUNCTION payments_payment_stays() CASCADE")
        owner.execute("UPDATE payments_payment SET amount = 11")
    assert "payments: each has its entry, and is reversed with it" in broken()
