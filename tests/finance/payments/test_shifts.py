"""Shifts: cash counted at both ends, differences explained and posted, cash that moves without a client."""

from __future__ import annotations

import uuid
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from femida.finance.ledger.chart import Code
from femida.finance.ledger.models import Account
from femida.finance.ledger.queries import balance
from femida.finance.payments.cash import UnableToMoveCash
from femida.finance.payments.commands import (
    UnableToChangeDesk,
    UnableToCloseShift,
    UnableToOpenShift,
    add_desk,
    change_desk,
    close_shift,
    move_cash,
    open_shift,
)
from femida.finance.payments.models import CashDesk, CashMovement, Shift
from femida.platform.access.rights import Scope
from femida.platform.core.errors import Denied, Invalid, NotFound, Stale
from femida.platform.journal.timeline import timeline
from tests.finance.payments.till import Till, add_up, broken
from tests.firm.people import actor_of, an_employee, an_office, give
from tests.practice.contracting import HOUSE


def test_a_day_at_the_desk(till: Till) -> None:
    shift = till.open("200", reason="Размен со вчера")
    till.take("300", "cash")
    till.take("100", "card", shift_id=shift.pk)
    move_cash(till.actor, shift_id=shift.pk, kind="put_in", amount=Decimal(50))
    move_cash(till.actor, shift_id=shift.pk, kind="expense", amount=Decimal("49.90"), reason="Бумага")
    move_cash(till.actor, shift_id=shift.pk, kind="to_bank", amount=Decimal(400))
    assert CashDesk.objects.get().cash == Decimal("100.10")
    with pytest.raises(Invalid) as refusal:
        close_shift(till.actor, shift_id=shift.pk, counted=Decimal(100))
    assert list(refusal.value.fields) == ["reason"]
    assert "100,10" in str(refusal.value.fields["reason"])
    with pytest.raises(Stale):
        close_shift(till.actor, shift_id=shift.pk, counted=Decimal("100.10"), version=shift.version + 1)
    close_shift(till.actor, shift_id=shift.pk, counted=Decimal(100), reason="Недостача мелочи")
    shift.refresh_from_db()
    assert (shift.closing_expected, shift.closing_counted, shift.closed_by_id) == (
        Decimal("100.10"), 100, till.cashier.pk,
    )  # fmt: skip
    entity = till.contract.legal_entity_id
    expected = {
        Code.CASH: 100, Code.BANK: 350, Code.EXPENSES: Decimal("49.90"), Code.CASH_SHORTAGE: Decimal("0.10"),
        Code.CASH_SURPLUS: -200, Code.CARD_IN_TRANSIT: 100, Code.ADVANCES: -400,
    }  # fmt: skip
    assert {code: balance(code, entity) for code in expected} == expected
    assert len(timeline(till.actor, "finance.shift", shift.pk)) == 9
    again = till.open("100")
    assert (again.number, again.opening_reason) == (2, "")
    add_up()
    assert broken() == {}


def test_one_shift_of_a_desk_is_open(till: Till) -> None:
    shift = till.open()
    with pytest.raises(UnableToOpenShift):
        till.open()
    close_shift(till.actor, shift_id=shift.pk, counted=Decimal(0))
    with pytest.raises(UnableToCloseShift):
        close_shift(till.actor, shift_id=shift.pk, counted=Decimal(0))
    with pytest.raises(UnableToMoveCash):
        move_cash(till.actor, shift_id=shift.pk, kind="put_in", amount=Decimal(1))
    with pytest.raises(UnableToMoveCash):
        till.take("1", "cash", shift_id=shift.pk)
    assert broken() == {}


def test_bad_movements_are_named_at_their_field(till: Till) -> None:
    shift = till.open()
    for wish, field in (
        ({"kind": "shortage"}, "kind"),
        ({"kind": "gift"}, "kind"),
        ({"amount": Decimal(0)}, "amount"),
        ({"amount": Decimal("-1")}, "counted"),
        ({"amount": Decimal("0.001")}, "counted"),
        ({"kind": "expense"}, "reason"),
        ({"kind": "to_bank"}, "amount"),
    ):
        with pytest.raises(Invalid) as refusal:
            move_cash(till.actor, shift_id=shift.pk, **({"kind": "put_in", "amount": Decimal(5)} | wish))
        assert list(refusal.value.fields) == [field]
        assert not CashMovement.objects.exists()


def test_a_movement_sent_twice_is_made_once(till: Till) -> None:
    shift, key = till.open(), uuid.uuid4()
    one = {"shift_id": shift.pk, "kind": "put_in", "amount": Decimal(5), "key": key}
    assert move_cash(till.actor, **one) == move_cash(till.actor, **one)
    assert CashDesk.objects.get().cash == 5


def test_two_desks_ask_which(till: Till) -> None:
    second = add_desk(HOUSE, office_id=till.desk.office.pk, name="Касса 2")
    first = till.open()
    open_shift(till.actor, desk_id=second, counted=Decimal(0))
    with pytest.raises(Invalid) as refusal:
        till.take("10", "cash")
    assert list(refusal.value.fields) == ["shift"]
    till.take("10", "cash", shift_id=first.pk)
    assert broken() == {}


def test_desks_are_set_up_renamed_and_taken_out_of_use(till: Till) -> None:
    pk = till.cash_desk.pk
    head = an_employee(till.desk.office)
    give(head, offices__view=Scope.FIRM, cash__view=Scope.OFFICE, cash__set_up=Scope.OFFICE)
    with pytest.raises(Invalid):
        add_desk(actor_of(head), office_id=till.desk.office.pk, name="Касса 1")
    with pytest.raises(Denied):
        add_desk(actor_of(head), office_id=an_office("Казань").pk, name="Касса")
    with pytest.raises(NotFound):
        add_desk(actor_of(head), office_id=10**9, name="Касса")
    till.open()
    with pytest.raises(UnableToChangeDesk):
        change_desk(actor_of(head), desk_id=pk, name="Касса", is_active=False)
    shift = Shift.objects.get()
    close_shift(till.actor, shift_id=shift.pk, counted=Decimal(0))
    with pytest.raises(Stale):
        change_desk(actor_of(head), desk_id=pk, name="Касса", is_active=False, version=99)
    change_desk(actor_of(head), desk_id=pk, name="Старая", is_active=False)
    with pytest.raises(UnableToOpenShift):
        till.open()


def test_a_book_opened_before_the_chart_grew_gets_the_new_accounts(till: Till) -> None:
    from femida.finance.ledger.commands import open_chart

    open_chart(HOUSE, legal_entity_id=till.contract.legal_entity_id)
    Account.objects.filter(code__in=("expenses", "cash_shortage", "cash_surplus")).delete()
    shift = till.open("10", reason="Было")
    assert Account.objects.filter(code="cash_surplus").count() == 1
    move_cash(till.actor, shift_id=shift.pk, kind="expense", amount=Decimal(1), reason="Вода")
    assert broken() == {}


def test_the_database_keeps_what_is_closed(till: Till) -> None:
    for statement in (
        "UPDATE payments_shift SET closing_counted = 5",
        "DELETE FROM payments_shift",
        "UPDATE payments_cashmovement SET amount = 7",
        "DELETE FROM payments_cashmovement",
        "INSERT INTO payments_cashmovement (shift_id, kind, amount, reason, entry_id, at) "
        "SELECT shift_id, 'put_in', 1, '', (SELECT max(id) FROM ledger_entry), at FROM payments_cashmovement",
        "UPDATE payments_cashdesk SET cash = -1",
    ):
        shift = till.open("5", reason="Было")
        close_shift(till.actor, shift_id=shift.pk, counted=Decimal(5))
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
