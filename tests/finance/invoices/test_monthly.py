"""Monthly invoices of regular contracts: made on their day, once, told, and never in each other's way."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from femida.finance.invoices import commands, jobs
from femida.finance.invoices.commands import UnableToChangeInvoice
from femida.finance.invoices.jobs import make_monthly_invoices
from femida.finance.invoices.models import Invoice, Subscription
from femida.finance.invoices.queries import open_instalments
from femida.firm.offices.commands import set_bank_details
from femida.platform.access.rights import Scope
from femida.platform.core import clock
from femida.platform.core.errors import Denied, Invalid
from femida.platform.journal.timeline import timeline
from femida.platform.notices.models import Notice
from femida.platform.notices.queries import bell
from femida.practice.contracts.commands import void_contract
from tests.finance.invoices.billing import BANK, Till, a_regular_contract, a_till
from tests.firm.people import actor_of, give
from tests.practice.contracting import HOUSE, a_deal

pytestmark = pytest.mark.django_db

START = datetime(2026, 12, 3, 9, tzinfo=UTC)


@pytest.fixture
def till() -> Till:
    with clock.at(START):
        return a_till()


def run(at: datetime) -> None:
    with clock.at(at):
        make_monthly_invoices.func()


def subscribed(till: Till, day: int = 10):
    with clock.at(START):
        contract = a_regular_contract(till.desk, date(2026, 12, 15))
        commands.set_subscription(till.seller, contract_id=contract.pk, day=day)
    return contract


def test_the_invoice_comes_on_its_day_once_and_is_told(till):
    contract = subscribed(till)
    run(START + timedelta(days=6))
    assert not Invoice.objects.exists()
    # 10 December begins in Moscow at 21:00 UTC of the 9th
    run(datetime(2026, 12, 9, 21, 23, tzinfo=UTC))
    invoice = Invoice.objects.get()
    assert (invoice.contract_id, invoice.period, invoice.kind) == (
        contract.pk,
        date(2026, 12, 1),
        "subscription",
    )
    assert (invoice.amount, invoice.due_on, invoice.state) == (
        Decimal("333.34"),
        date(2026, 12, 15),
        "issued",
    )
    assert invoice.issued_on == date(2026, 12, 10)
    for days in (0, 1, 15):
        run(datetime(2026, 12, 10, 9, tzinfo=UTC) + timedelta(days=days))
    assert Invoice.objects.count() == 1
    told = Notice.objects.get(kind="invoices.monthly")
    assert told.person_id == till.desk.seller.account_id
    assert invoice.number in str([one.words.title for one in bell(till.seller).notices])
    # what the worker has missed is made up for, and the due day is never over
    run(datetime(2027, 1, 20, 9, tzinfo=UTC))
    january = Invoice.objects.get(period=date(2027, 1, 1))
    assert (january.due_on, january.number_year) == (date(2027, 1, 20), 2027)


def test_a_month_that_a_person_voided_is_not_made_again(till):
    contract = subscribed(till)
    run(datetime(2026, 12, 10, 9, tzinfo=UTC))
    invoice = Invoice.objects.get()
    commands.void_invoice(HOUSE, invoice_id=invoice.pk, reason="Пауза")
    run(datetime(2026, 12, 11, 9, tzinfo=UTC))
    assert Invoice.objects.count() == 1
    assert commands.bill_month(HOUSE, contract_id=contract.pk, month=date(2026, 12, 31)) == invoice.pk


def test_nothing_is_made_of_what_is_billed_or_not_due(till):
    contract = subscribed(till)
    with clock.at(START):
        first = open_instalments(HOUSE, contract.pk)[0]
        commands.draft_invoice(HOUSE, contract_id=contract.pk, instalments=[first.pk])
    run(datetime(2026, 12, 10, 9, tzinfo=UTC))
    assert Invoice.objects.count() == 1
    run(datetime(2027, 6, 10, 9, tzinfo=UTC))
    assert Invoice.objects.count() == 1


def test_who_stopped_gets_none_and_a_void_contract_neither(till):
    contract = subscribed(till)
    commands.set_subscription(till.seller, contract_id=contract.pk, day=10, is_active=False)
    run(datetime(2026, 12, 10, 9, tzinfo=UTC))
    commands.set_subscription(till.seller, contract_id=contract.pk, day=10)
    void_contract(HOUSE, contract_id=contract.pk, reason="Отказ")
    run(datetime(2026, 12, 11, 9, tzinfo=UTC))
    assert not Invoice.objects.exists()
    titles = [entry.title for entry in timeline(till.head, "practice.contract", contract.pk)]
    assert titles.count("Ежемесячные счета — 10-го числа") == 2
    assert "Ежемесячные счета остановлены" in titles


def test_what_cannot_be_made_is_told_once_and_made_when_it_can(till):
    contract = subscribed(till)
    entity = till.desk.office.legal_entity_id
    set_bank_details(HOUSE, legal_entity_id=entity)
    for hour in (9, 10, 11):
        run(datetime(2026, 12, 10, hour, tzinfo=UTC))
    assert not Invoice.objects.exists()
    assert "банковских реквизитов" in Subscription.objects.get().refused
    told = Notice.objects.filter(kind="invoices.not_made")
    assert [one.person_id for one in told] == [till.desk.seller.account_id]
    assert contract.number in str([one.words.body for one in bell(till.seller).notices])
    set_bank_details(HOUSE, legal_entity_id=entity, **BANK)
    run(datetime(2026, 12, 10, 12, tzinfo=UTC))
    assert Invoice.objects.get().state == "issued"
    assert Subscription.objects.get().refused == ""


def test_one_contract_does_not_keep_the_others_waiting(till, monkeypatch):
    first = subscribed(till)
    till.desk.deal = a_deal(till.desk.firm, "+79990000088", till.desk.seller)
    second = subscribed(till)
    real = jobs.bill_month

    def halting(actor, *, contract_id, month):
        if contract_id == first.pk:
            raise UnableToChangeInvoice
        return real(actor, contract_id=contract_id, month=month)

    monkeypatch.setattr(jobs, "bill_month", halting)
    run(datetime(2026, 12, 10, 9, tzinfo=UTC))
    assert Invoice.objects.get().contract_id == second.pk


def test_only_regular_contracts_have_months(till):
    with pytest.raises(UnableToChangeInvoice):
        commands.set_subscription(till.seller, contract_id=till.contract.pk, day=5)
    contract = subscribed(till, day=28)
    for day in (0, 29, -1):
        with pytest.raises(Invalid):
            commands.set_subscription(till.seller, contract_id=contract.pk, day=day)
    with pytest.raises(Denied):
        commands.bill_month(till.head, contract_id=contract.pk, month=date(2026, 12, 1))
    give(till.lawyer, contracts__view=Scope.OFFICE, invoices__draft=Scope.OWN)
    with pytest.raises(Denied):
        commands.set_subscription(actor_of(till.lawyer), contract_id=contract.pk, day=5)
    assert Subscription.objects.get().day == 28
