"""Two at once: the same instalment, a refund and a payment, a shift that closes. Each lock with its twin."""

from __future__ import annotations

import threading
import uuid
from decimal import Decimal

import psycopg
import pytest
from django.db import connection

from femida.finance.ledger.queries import money_of
from femida.finance.payments import cash
from femida.finance.payments.commands import (
    UnableToOpenShift,
    UnableToRefund,
    close_shift,
    open_shift,
    refund,
    reverse_payment,
    shifts,
    take_payment,
    taking,
)
from femida.finance.payments.models import CashDesk, Payment, Shift
from femida.platform.core.errors import FemidaError, Invalid
from femida.practice.contracts.commands import set_plan
from femida.practice.contracts.plans import Due
from tests.finance.payments.till import Till, broken
from tests.practice.contracting import HOUSE
from tests.sales.test_races import at_once, slow

pytestmark = pytest.mark.race

PEOPLE = 5


def pay(till: Till, amount: str, method: str = "card", **values: object) -> object:
    """An act that takes money."""
    given = {"contract_id": till.contract.pk, "amount": Decimal(amount), "method": method, **values}
    return lambda: take_payment(HOUSE, **given)


def give_back(till: Till, amount: str) -> object:
    """An act that refunds."""
    given = {"contract_id": till.contract.pk, "amount": Decimal(amount), "method": "card"}
    return lambda: refund(HOUSE, reason="Передумал", **given)


def unlocked(actor, model, pk, **_more):
    """What `take` does, without the lock."""
    from femida.platform.core.context import current_act

    row = model.objects.get(pk=pk)
    act = current_act()
    act.taken.add((act.rights[-1], model._meta.label_lower))
    return row


def owner_runs(database_server, *statements: str) -> None:
    """Take guards of the database away."""
    conninfo = database_server.owner_conninfo(connection.settings_dict["NAME"])
    with psycopg.connect(conninfo, autocommit=True) as owner:
        for statement in statements:
            owner.execute(statement)


def done(results: list[object]) -> list[int]:
    """The ids of what was done."""
    assert all(isinstance(one, int | FemidaError) for one in results), results
    return [one for one in results if isinstance(one, int)]


def test_the_whole_debt_is_paid_once(real_till: Till) -> None:
    results = at_once([pay(real_till, "1000")] * PEOPLE)
    assert len(done(results)) == 1
    assert all(isinstance(one, int | Invalid) for one in results)
    assert money_of(real_till.contract.pk).paid == 1000
    assert broken() == {}


def test_twin_without_the_lock_on_the_contract_it_is_paid_several_times(
    real_till: Till, database_server, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner_runs(
        database_server, "ALTER TABLE receivables_receivable DROP CONSTRAINT receivables_paid_within_amount"
    )
    monkeypatch.setattr(taking, "take", unlocked)
    # noting what is overdue makes the acts wait for each other too
    monkeypatch.setattr(taking, "note_overdue", lambda *_given: 0)
    with slow(monkeypatch, taking, "in_order"):
        results = at_once([pay(real_till, "1000")] * PEOPLE)
    assert len(done(results)) > 1
    assert money_of(real_till.contract.pk).paid > 1000


def test_one_form_sent_at_once_is_one_payment(real_till: Till) -> None:
    key = uuid.uuid4()
    results = at_once([pay(real_till, "100", key=key)] * PEOPLE)
    assert len(set(done(results))) == 1
    assert Payment.objects.count() == 1
    assert broken() == {}


def test_twin_without_lock_and_index_one_form_is_several_payments(
    real_till: Till, database_server, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner_runs(
        database_server,
        "ALTER TABLE payments_payment DROP CONSTRAINT payments_taken_once",
        "ALTER TABLE receivables_receivable DROP CONSTRAINT receivables_paid_within_amount",
    )
    monkeypatch.setattr(taking, "note_overdue", lambda *_given: 0)
    monkeypatch.setattr(taking, "take", unlocked)
    with slow(monkeypatch, taking, "_made_by"):
        results = at_once([pay(real_till, "100", key=uuid.UUID(int=7))] * PEOPLE)
    assert len(set(done(results))) > 1


def test_what_was_paid_goes_back_once_while_more_comes(real_till: Till) -> None:
    take_payment(HOUSE, contract_id=real_till.contract.pk, amount=Decimal(300), method="card")
    acts = [give_back(real_till, "300")] * 3 + [pay(real_till, "200")] * 2
    results = at_once(acts)
    assert all(isinstance(one, int | UnableToRefund | Invalid) for one in results)
    money = money_of(real_till.contract.pk)
    assert money.paid == money.advances >= 0
    assert broken() == {}


def test_twin_without_the_lock_more_goes_back_than_was_paid(
    real_till: Till, database_server, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner_runs(
        database_server, "ALTER TABLE receivables_receivable DROP CONSTRAINT receivables_paid_within_amount"
    )
    take_payment(HOUSE, contract_id=real_till.contract.pk, amount=Decimal(300), method="card")
    monkeypatch.setattr(taking, "take", unlocked)
    with slow(monkeypatch, taking, "money_of"):
        results = at_once([give_back(real_till, "300")] * 3)
    assert len(done(results)) > 1
    assert money_of(real_till.contract.pk).paid < 0


def test_a_payment_is_reversed_once_while_others_come_and_the_plan_changes(real_till: Till) -> None:
    first = take_payment(HOUSE, contract_id=real_till.contract.pk, amount=Decimal(300), method="card")
    plan = [Due(Decimal(500), stage_name="Иск"), Due(Decimal(500), stage_name="Решение")]
    acts = [
        *[lambda: reverse_payment(HOUSE, payment_id=first, reason="Ошибка")] * 2,
        *[pay(real_till, "100")] * 2,
        lambda: set_plan(HOUSE, contract_id=real_till.contract.pk, way="stages", payments=plan),
    ]
    results = at_once(acts)
    assert sum(one is None for one in results) == 1
    assert money_of(real_till.contract.pk).paid == 200
    assert sum(real_till.paid()) == 200
    assert broken() == {}


def test_a_shift_closes_with_all_the_cash_or_the_payment_is_refused(real_till: Till) -> None:
    shift = real_till.open()
    close = {"shift_id": shift.pk, "counted": Decimal(0)}
    results = at_once([pay(real_till, "100", "cash"), lambda: close_shift(HOUSE, **close)])
    taken = [one for one in results if isinstance(one, int)]
    shift.refresh_from_db()
    # either the payment came first and the count no longer fits, or the shift was closed already
    assert (len(taken) == 1) == shift.is_open
    assert CashDesk.objects.get().cash == (100 if taken else 0)
    assert broken() == {}


def test_twin_without_the_locks_cash_comes_into_a_closed_shift(
    real_till: Till, database_server, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner_runs(database_server, "DROP FUNCTION payments_into_open_shift() CASCADE")
    shift = real_till.open()
    monkeypatch.setattr(cash, "take", unlocked)
    monkeypatch.setattr(shifts, "take", unlocked)
    monkeypatch.setattr(cash, "hold", lambda *_given: None)
    monkeypatch.setattr(shifts, "hold", lambda *_given: None)
    has_looked, is_closed = threading.Event(), threading.Event()
    real = cash.move

    def later(*given: object, **more: object) -> None:
        has_looked.set()
        is_closed.wait(30)
        real(*given, **more)

    monkeypatch.setattr(cash, "move", later)

    def close() -> None:
        has_looked.wait(30)
        close_shift(HOUSE, shift_id=shift.pk, counted=Decimal(0))
        is_closed.set()

    results = at_once([pay(real_till, "100", "cash"), close])
    assert not [one for one in results if isinstance(one, Exception)]
    assert any("closed shift" in name for name in broken())


def test_one_shift_of_a_desk_is_opened(real_till: Till) -> None:
    desk = real_till.cash_desk.pk
    results = at_once([lambda: open_shift(HOUSE, desk_id=desk, counted=Decimal(0))] * PEOPLE)
    assert len(done(results)) == 1
    assert all(isinstance(one, int | UnableToOpenShift) for one in results)
    assert Shift.objects.count() == 1


def test_twin_without_lock_and_index_several_shifts_are_open(
    real_till: Till, database_server, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner_runs(
        database_server,
        "DROP INDEX payments_shift_one_open",
        "ALTER TABLE payments_shift DROP CONSTRAINT payments_shift_number_once",
    )
    monkeypatch.setattr(shifts, "take", unlocked)
    desk = real_till.cash_desk.pk
    with slow(monkeypatch, shifts, "_counted"):
        at_once([lambda: open_shift(HOUSE, desk_id=desk, counted=Decimal(0))] * PEOPLE)
    assert Shift.objects.filter(closed_at=None).count() > 1
