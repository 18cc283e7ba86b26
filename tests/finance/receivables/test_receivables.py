"""Receivables: they follow plans, are overdue by dates, keep their history, are planned by lawyers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from femida.finance.ledger.models import Entry
from femida.finance.payments.commands import reverse_payment
from femida.finance.receivables.commands import (
    UnableToPlanReceipt,
    note_what_is_overdue,
    plan_receipt,
    set_due,
)
from femida.finance.receivables.jobs import overdue
from femida.finance.receivables.models import Overdue, Receivable
from femida.finance.receivables.queries import standing, state_of
from femida.finance.receivables.settling import Part, spread
from femida.parties.registry.commands import close_party
from femida.platform.access.queries import visible
from femida.platform.access.rights import Scope
from femida.platform.core import clock
from femida.platform.core.errors import Denied, Invalid, NotFound, Stale
from femida.platform.journal.timeline import timeline
from femida.practice.contracts.commands import set_plan, void_contract
from femida.practice.contracts.models import Instalment
from femida.practice.contracts.plans import Due
from tests.finance.payments.till import Till, broken, registered
from tests.firm.people import actor_of, an_employee, give
from tests.practice.contracting import HOUSE

STAGES = [Due(Decimal(400), stage_name="Иск"), Due(Decimal(600), stage_name="Решение")]


def replan(till: Till, payments: list[Due], way: str = "stages") -> None:
    """Set the plan anew."""
    set_plan(HOUSE, contract_id=till.contract.pk, way=way, payments=payments)


def test_a_registered_contract_owes_its_plan_and_a_draft_nothing(till: Till) -> None:
    rows = till.rows()
    assert [(row.number, row.due_on) for row in rows] == [
        (1, date(2026, 1, 31)), (2, date(2026, 2, 28)), (3, date(2026, 3, 31)),
    ]  # fmt: skip
    assert [row.remains for row in rows] == [row.amount for row in rows]
    draft = till.desk.ready()
    set_plan(HOUSE, contract_id=draft.pk, way="stages", payments=STAGES)
    assert Receivable.objects.count() == 3
    void_contract(HOUSE, contract_id=till.contract.pk, reason="Ошибка")
    assert not Receivable.objects.exists()
    assert broken() == {}


def test_a_new_plan_takes_over_what_was_paid_in_its_order(till: Till) -> None:
    till.take("500")
    before = Entry.objects.count()
    replan(till, STAGES)
    assert till.paid() == [400, 100]
    assert Entry.objects.filter(kind="reallocation").count() == 1
    assert Entry.objects.count() == before + 1
    replan(till, [Due(Decimal(1000), date(2030, 1, 1))], way="dates")
    assert till.paid() == [500]
    assert broken() == {}
    titles = [line.title for line in timeline(HOUSE, "practice.contract", till.contract.pk)]
    assert "Оплаченное разнесено по новому плану" in titles


def test_an_advance_beyond_the_plan_stays_beyond_a_new_one(till: Till) -> None:
    till.take("1100", is_advance=True)
    replan(till, STAGES)
    now = standing(HOUSE, till.contract.pk, till.contract.party_id, date(2026, 3, 1))
    assert (till.paid(), now.unallocated) == ([400, 600], 100)
    assert broken() == {}


def test_states_follow_from_dates() -> None:
    today = date(2026, 3, 1)
    assert state_of(date(2026, 2, 28), True, today) == "overdue"
    assert state_of(today, True, today) == "due"
    assert state_of(date(2026, 3, 2), True, today) == "future"
    assert state_of(None, True, today) == "future"
    assert state_of(date(2026, 2, 28), False, today) == "paid"


def test_what_is_overdue_is_noted_once_in_the_day_of_its_office(till: Till) -> None:
    # half past midnight of the first of February in Moscow: the day of the first payment is over there
    with clock.at(datetime(2026, 1, 31, 21, 30, tzinfo=UTC)):
        assert note_what_is_overdue(HOUSE) == 1
        assert note_what_is_overdue(HOUSE) == 0
    assert list(Overdue.objects.values_list("due_on", "remains", "ended_on")) == [
        (date(2026, 1, 31), Decimal("333.34"), None)
    ]
    assert {(row.times_overdue, row.first_overdue_on) for row in till.rows()} == {(1, date(2026, 2, 1))}
    with clock.at(datetime(2026, 3, 1, 12, tzinfo=UTC)):
        overdue.func()
    assert {row.times_overdue for row in till.rows()} == {2}
    assert any(
        "не поступил" in line.title for line in timeline(HOUSE, "parties.party", till.contract.party_id)
    )
    assert broken() == {}


def test_the_night_before_nothing_is_overdue(till: Till) -> None:
    with clock.at(datetime(2026, 1, 31, 20, 30, tzinfo=UTC)):
        assert note_what_is_overdue(HOUSE) == 0


def test_paying_ends_what_is_overdue_and_a_reversal_brings_it_back(till: Till) -> None:
    with clock.at(datetime(2026, 2, 10, 9, tzinfo=UTC)):
        payment = till.take("400")
    assert Overdue.objects.get().ended_on == date(2026, 2, 10)
    with clock.at(datetime(2026, 2, 11, 9, tzinfo=UTC)):
        reverse_payment(till.actor, payment_id=payment.pk, reason="Ошибка")
    assert Overdue.objects.get().ended_on is None
    assert broken() == {}


def test_a_new_plan_inherits_the_history(till: Till) -> None:
    with clock.at(datetime(2026, 2, 10, 9, tzinfo=UTC)):
        replan(till, STAGES)
    assert {(row.times_overdue, row.first_overdue_on) for row in till.rows()} == {(1, date(2026, 2, 1))}
    assert Overdue.objects.get().ended_on == date(2026, 2, 10)
    assert broken() == {}


def test_a_stage_that_is_done_gives_its_payment_a_day(till: Till) -> None:
    contract = registered(till.desk, STAGES)
    first = Receivable.objects.get(contract=contract, number=1)
    lawyer = till.desk.seller
    give(lawyer, receivables__view=Scope.OWN, receivables__plan=Scope.OWN)
    set_due(actor_of(lawyer), instalment_id=first.instalment_id, day=date(2026, 12, 1))
    set_due(HOUSE, instalment_id=first.instalment_id, day=date(2026, 12, 1))
    first.refresh_from_db()
    assert (first.due_on, first.version) == (date(2026, 12, 1), 2)
    assert Instalment.objects.get(pk=first.instalment_id).due_on is None
    with pytest.raises(Invalid):
        set_due(HOUSE, instalment_id=first.instalment_id, day=date(1990, 1, 1))
    with pytest.raises(UnableToPlanReceipt):
        set_due(HOUSE, instalment_id=till.rows()[0].instalment_id, day=date(2026, 12, 1))
    with pytest.raises(NotFound):
        set_due(HOUSE, instalment_id=10**9, day=date(2026, 12, 1))
    assert broken() == {}


def test_lawyers_plan_receipts_of_their_own_contracts(till: Till) -> None:
    row = till.rows()[0]
    lawyer = till.desk.seller
    give(lawyer, receivables__view=Scope.OWN, receivables__plan=Scope.OWN)
    soon = clock.now().date() + timedelta(days=9)
    plan_receipt(
        actor_of(lawyer), receivable_id=row.pk, expected_on=soon, comment="После зарплаты", version=1
    )
    row.refresh_from_db()
    assert (row.expected_on, row.comment, row.planned_by_id) == (soon, "После зарплаты", lawyer.pk)
    with pytest.raises(Stale):
        plan_receipt(actor_of(lawyer), receivable_id=row.pk, expected_on=soon, version=1)
    with pytest.raises(Invalid):
        plan_receipt(actor_of(lawyer), receivable_id=row.pk, expected_on=date(2020, 1, 1))
    stranger = an_employee(till.desk.office)
    give(stranger, receivables__view=Scope.OWN, receivables__plan=Scope.OWN)
    with pytest.raises(NotFound):
        plan_receipt(actor_of(stranger), receivable_id=row.pk, expected_on=soon)
    looker = an_employee(till.desk.office)
    give(looker, receivables__view=Scope.OFFICE, receivables__plan=Scope.OWN)
    with pytest.raises(Denied):
        plan_receipt(actor_of(looker), receivable_id=row.pk, expected_on=soon)
    till.take("400")
    with pytest.raises(UnableToPlanReceipt):
        plan_receipt(actor_of(lawyer), receivable_id=row.pk, expected_on=soon)


def test_the_rows_of_a_closed_client_are_gone_for_others(till: Till) -> None:
    assert visible(till.actor, Receivable).count() == 3
    close_party(HOUSE, party_id=till.contract.party_id, people=[till.desk.head.account_id], reason="Конфликт")
    assert not visible(till.actor, Receivable).exists()
    give(till.desk.head, receivables__view=Scope.OFFICE)
    assert visible(actor_of(till.desk.head), Receivable).count() == 3


def test_a_sum_is_spread_in_order_and_the_rest_is_left() -> None:
    rows = [
        Receivable(instalment_id=pk, amount=Decimal(100), remains=Decimal(left))
        for pk, left in ((1, 30), (2, 100))
    ]
    assert spread(rows, Decimal(50)) == [Part(1, Decimal(30)), Part(2, Decimal(20))]
    assert spread(rows, Decimal(500)) == [Part(1, Decimal(30)), Part(2, Decimal(100))]
    assert spread([], Decimal(5)) == []


def test_the_database_holds_what_is_paid_within_the_amount(till: Till) -> None:
    for wrong in ("paid = -0.01", "paid = amount + 0.01", "amount = 0"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE receivables_receivable SET {wrong}")


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE receivables_receivable SET paid = 1", "paid is what the ledger says"),
        ("UPDATE receivables_receivable SET number = number + 7", "a row for each payment"),
        ("DELETE FROM receivables_receivable", "a row for each payment"),
        ("UPDATE receivables_receivable SET times_overdue = 5", "the history of what was overdue"),
    ],
)
def test_twin_verify_finds_what_was_broken_by_hand(till: Till, statement: str, found: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
    assert any(found in name for name in broken())
