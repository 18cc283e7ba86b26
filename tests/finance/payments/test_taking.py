"""Taking money: what goes where, what is refused, and that the ledger says the same."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest

from femida.finance.ledger.chart import Code
from femida.finance.ledger.models import Posting
from femida.finance.ledger.queries import balance, money_of
from femida.finance.payments.cash import UnableToMoveCash
from femida.finance.payments.commands import UnableToTakePayment, allocate_advance, take_payment
from femida.finance.payments.models import CashDesk, FiscalReceipt, Payment, Unearned
from femida.finance.receivables.settling import Part
from femida.firm.offices.queries import local_date
from femida.parties.registry.commands import close_party, register_party
from femida.platform.access.rights import Scope
from femida.platform.core import clock
from femida.platform.core.errors import Denied, Invalid, NotFound, Stale
from femida.platform.journal.timeline import timeline
from femida.practice.contracts.commands import add_to_contract, describe_contract
from femida.practice.contracts.models import Contract
from tests.finance.payments.till import Till, add_up, broken
from tests.firm.people import actor_of, an_employee, an_office, give
from tests.practice.contracting import HOUSE

THIRDS = [Decimal("333.34"), Decimal("333.33"), Decimal("333.33")]


def test_money_goes_to_the_oldest_payments_of_the_plan(till: Till) -> None:
    assert [row.amount for row in till.rows()] == THIRDS
    payment = till.take("500", purpose="За развод")
    assert till.paid() == [Decimal("333.34"), Decimal("166.66"), 0]
    assert [row.is_open for row in till.rows()] == [False, True, True]
    assert payment.number == f"{till.desk.office.pk}-{payment.business_date.year}/0001"
    assert (payment.party_id, payment.taken_by_id, payment.purpose) == (
        till.contract.party_id,
        till.cashier.pk,
        "За развод",
    )
    money = money_of(till.contract.pk)
    assert (money.paid, money.advances, money.unallocated, money.debts) == (500, 500, 0, 0)
    assert balance(Code.CARD_IN_TRANSIT, till.contract.legal_entity_id) == 500
    assert Unearned.objects.get().amount == 500
    assert FiscalReceipt.objects.get().state == "not_issued"
    for about in (("practice.contract", till.contract.pk), ("parties.party", till.contract.party_id)):
        assert any("500,00" in line.title for line in timeline(till.actor, *about))
    add_up()
    assert broken() == {}


def test_parts_are_put_as_the_cashier_says(till: Till) -> None:
    first, second, third = till.rows()
    till.take("300", parts=[Part(third.instalment_id, Decimal(200)), Part(first.instalment_id, Decimal(100))])
    assert till.paid() == [100, 0, 200]
    for parts, field in (
        ([Part(third.instalment_id, Decimal("133.34"))], "parts"),
        ([Part(third.instalment_id, Decimal(-1))], "parts"),
        ([Part(third.instalment_id, Decimal("0.001"))], "parts"),
        ([Part(first.instalment_id, Decimal(1)), Part(first.instalment_id, Decimal(1))], "parts"),
        ([Part(10**9, Decimal(1))], "parts"),
        ([Part(second.instalment_id, Decimal(200))], "parts"),
        ([Part(second.instalment_id, Decimal(50))], "amount"),
    ):
        with pytest.raises(Invalid) as refusal:
            till.take("100", parts=parts)
        assert list(refusal.value.fields) == [field]
    assert Payment.objects.count() == 1
    assert broken() == {}


def test_more_than_the_debt_is_taken_only_as_an_advance(till: Till) -> None:
    with pytest.raises(Invalid) as refusal:
        till.take("1000.01")
    assert "1\u202f000,00" in str(refusal.value.fields["amount"])
    till.take("1200", is_advance=True)
    assert till.paid() == THIRDS
    money = money_of(till.contract.pk)
    assert (money.paid, money.unallocated) == (1200, 200)
    with pytest.raises(Invalid) as refusal:
        till.take("1")
    assert "0,00" in str(refusal.value.fields["amount"])
    with pytest.raises(UnableToTakePayment):
        allocate_advance(till.actor, contract_id=till.contract.pk)
    assert broken() == {}


def test_an_advance_is_put_to_the_plan_later(till: Till) -> None:
    till.take("400", parts=[], is_advance=True)
    assert till.paid() == [0, 0, 0]
    assert Payment.objects.get().is_advance
    allocate_advance(till.actor, contract_id=till.contract.pk)
    assert till.paid() == [Decimal("333.34"), Decimal("66.66"), 0]
    assert money_of(till.contract.pk).unallocated == 0
    assert broken() == {}


def test_bad_input_is_named_at_its_field(till: Till) -> None:
    for values, field in (
        ({"amount": "0.001"}, "amount"),
        ({"amount": "0"}, "amount"),
        ({"amount": "-5"}, "amount"),
        ({"amount": "NaN"}, "amount"),
        ({"amount": "1e13"}, "amount"),
        ({"method": "barter"}, "method"),
        ({"payer_id": 10**9}, "payer"),
        ({"business_date": date(2020, 1, 1), "method": "transfer"}, "business_date"),
        ({"business_date": date(2100, 1, 1), "method": "transfer"}, "business_date"),
        ({"purpose": "x" * 501}, "purpose"),
    ):
        with pytest.raises(Invalid) as refusal:
            till.take(**{"amount": "10"} | values)
        assert list(refusal.value.fields) == [field]
        assert not Payment.objects.exists()
        assert not Posting.objects.exists()


def test_only_a_transfer_is_dated_back_and_never_into_a_closed_month(till: Till) -> None:
    from femida.finance.ledger.commands import close_period, open_chart

    today = local_date(till.desk.office.pk, clock.now())
    back = today - timedelta(days=3)
    for method in ("cash", "card"):
        with pytest.raises(Invalid) as refusal:
            till.take("10", method, business_date=back)
        assert list(refusal.value.fields) == ["business_date"]
    payment = till.take("10", "transfer", business_date=back)
    assert (payment.business_date, payment.number_year) == (back, back.year)
    open_chart(HOUSE, legal_entity_id=till.contract.legal_entity_id)
    month = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    close_period(HOUSE, legal_entity_id=till.contract.legal_entity_id, month=month)
    with pytest.raises(Invalid) as refusal:
        till.take("10", "transfer", business_date=month)
    assert list(refusal.value.fields) == ["business_date"]
    assert broken() == {}


def test_cash_needs_an_open_shift_of_our_side(till: Till) -> None:
    with pytest.raises(UnableToMoveCash, match="смен"):
        till.take("10", "cash")
    shift = till.open()
    payment = till.take("10.50", "cash")
    assert payment.shift_id == shift.pk
    assert CashDesk.objects.get().cash == Decimal("10.50")
    assert balance(Code.CASH, till.contract.legal_entity_id) == Decimal("10.50")
    assert till.take("1", "card", shift_id=shift.pk).shift_id == shift.pk
    assert till.take("1", "transfer", shift_id=shift.pk).shift_id is None
    from femida.firm.offices.models import LegalEntity

    other = LegalEntity.objects.create(name="ИП Иной", short_name="ИП")
    CashDesk.objects.update(legal_entity=other)
    with pytest.raises(Invalid) as refusal:
        till.take("1", "cash", shift_id=shift.pk)
    assert list(refusal.value.fields) == ["shift"]


def test_a_repeated_press_gives_the_first_answer(till: Till) -> None:
    key = uuid.uuid4()
    version = till.contract.version
    first = till.take("10", key=key, version=version)
    assert till.take("10", key=key, version=version).pk == first.pk
    for other in ({"amount": "11"}, {"method": "transfer"}):
        with pytest.raises(UnableToTakePayment):
            till.take(**{"amount": "10", "key": key} | other)
    assert Payment.objects.count() == 1


def test_a_contract_that_was_changed_meanwhile_is_stale(till: Till) -> None:
    version = till.contract.version
    describe_contract(HOUSE, contract_id=till.contract.pk, essence="Иное")
    with pytest.raises(Stale):
        till.take("10", version=version)
    assert not Payment.objects.exists()


def test_drafts_and_void_contracts_take_nothing(till: Till) -> None:
    from femida.practice.contracts.commands import void_contract

    with pytest.raises(UnableToTakePayment):
        till.take("10", contract_id=till.desk.draft().pk)
    void_contract(HOUSE, contract_id=till.contract.pk, reason="Ошибка")
    with pytest.raises(UnableToTakePayment):
        till.take("10")


def test_another_party_of_the_contract_may_pay(till: Till) -> None:
    draft = till.desk.ready()
    payer = register_party(
        HOUSE, kind="organisation", legal_name="ООО «Платит»", office_id=till.desk.office.pk
    )
    add_to_contract(HOUSE, contract_id=draft.pk, party_id=payer, role="payer")
    from femida.practice.contracts.commands import register_contract

    register_contract(HOUSE, contract_id=draft.pk)
    payment = till.take("50", contract_id=draft.pk, payer_id=payer)
    assert payment.party_id == payer
    sides = dict(Posting.objects.values_list("account__code", "party_id"))
    # the money came from the payer, the advance is the client's
    assert sides == {"card_in_transit": payer, "advances": draft.party_id}
    stranger = register_party(HOUSE, kind="person", surname="Чужой", office_id=till.desk.office.pk)
    with pytest.raises(Invalid) as refusal:
        till.take("50", contract_id=draft.pk, payer_id=stranger)
    assert list(refusal.value.fields) == ["payer"]
    assert broken() == {}


def test_foreign_and_closed_contracts_are_not_found(till: Till) -> None:
    stranger = an_employee(an_office("Казань"))
    give(stranger, contracts__view=Scope.OFFICE, payments__take=Scope.OFFICE, cash__view=Scope.OFFICE)
    with pytest.raises(NotFound):
        till.take("10", actor=actor_of(stranger))
    looker = an_employee(till.desk.office)
    give(looker, contracts__view=Scope.OFFICE, payments__take=Scope.OWN)
    with pytest.raises(Denied):
        till.take("10", actor=actor_of(looker))
    close_party(HOUSE, party_id=till.contract.party_id, people=[till.desk.head.account_id], reason="Конфликт")
    with pytest.raises(NotFound):
        till.take("10")
    assert not Payment.objects.exists()


def test_numbers_go_on_without_gaps_when_an_act_fails(till: Till, monkeypatch) -> None:
    from femida.finance.payments.commands import taking

    till.take("10")
    with monkeypatch.context() as broken_act:
        broken_act.setattr(taking, "write_receipts", lambda *_given: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            till.take("10")
    assert till.take("10").number_order == 2
    assert Contract.objects.get(pk=till.contract.pk).version == till.contract.version
    assert broken() == {}


def test_the_amount_must_be_exact_for_the_command_too(till: Till) -> None:
    with pytest.raises(Invalid):
        take_payment(till.actor, contract_id=till.contract.pk, amount=0.1, method="card")  # type: ignore[arg-type]
