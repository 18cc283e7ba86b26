"""Invoices follow the payments: of the plan, by name, given back and reversed."""

from __future__ import annotations

from decimal import Decimal

import pytest

from femida.finance.invoices.commands import draft_invoice, issue_invoice, void_invoice
from femida.finance.invoices.models import Invoice
from femida.finance.invoices.positions import Wish
from femida.finance.payments.commands import follow_invoices, refund, reverse_payment
from femida.firm.offices.commands import set_bank_details
from femida.platform.core.errors import Invalid, UnableTo
from tests.finance.payments.till import Till, add_up, broken
from tests.practice.contracting import HOUSE


@pytest.fixture
def bank(till: Till) -> None:
    set_bank_details(
        HOUSE,
        legal_entity_id=till.contract.legal_entity_id,
        bank_name="Банк «Пробный»",
        bic="044525225",
        account="40702810900000000123",
    )


def issued(till: Till, *numbers: int, positions: list[Wish] | None = None) -> Invoice:
    """An issued invoice for payments of the plan, or with positions of its own."""
    rows = till.rows()
    asked = [rows[number].instalment_id for number in numbers]
    wished = {"instalments": asked, "positions": positions or []}
    pk = draft_invoice(HOUSE, contract_id=till.contract.pk, **wished)
    issue_invoice(HOUSE, invoice_id=pk)
    return Invoice.objects.get(pk=pk)


def state(invoice: Invoice) -> tuple[str, Decimal]:
    invoice.refresh_from_db()
    return invoice.state, invoice.paid


def test_an_invoice_is_paid_with_the_payments_it_asks_for(till, bank):
    first, second = issued(till, 0), issued(till, 1)
    payment = till.take(first.amount + 100)
    assert state(first) == ("paid", first.amount)
    assert state(second) == ("part_paid", 100)
    # a refund takes from the last payment first
    refund(HOUSE, contract_id=till.contract.pk, amount=Decimal(150), method="card", reason="Ошибка")
    assert state(second) == ("issued", 0)
    assert state(first) == ("part_paid", first.amount - 50)
    with pytest.raises(UnableTo):
        void_invoice(HOUSE, invoice_id=first.pk, reason="Не нужен")
    add_up()
    assert broken() == {}
    assert payment.invoice_id is None


def test_the_invoice_that_the_payer_names_is_paid_first(till, bank):
    last = issued(till, 2)
    payment = till.take("100", invoice_id=last.pk)
    assert till.paid() == [0, 0, 100]
    assert state(last) == ("part_paid", 100)
    reverse_payment(HOUSE, payment_id=payment.pk, reason="Не тот клиент")
    assert state(last) == ("issued", 0)
    assert till.paid() == [0, 0, 0]


def test_an_invoice_with_positions_of_its_own_has_what_was_paid_by_name(till, bank):
    own = issued(till, positions=[Wish("Выезд", Decimal(300))])
    till.take("200")
    assert state(own) == ("issued", 0)
    till.take("200", invoice_id=own.pk)
    assert state(own) == ("part_paid", 200)


def test_an_invoice_issued_late_counts_what_came_before(till, bank):
    till.take("50")
    late = issued(till, 0)
    follow_invoices(HOUSE, contract_id=till.contract.pk)
    assert state(late) == ("part_paid", 50)
    follow_invoices(HOUSE, contract_id=till.contract.pk)
    assert state(late) == ("part_paid", 50)


def test_only_a_waiting_invoice_of_the_contract_can_be_named(till, bank):
    own = issued(till, positions=[Wish("Выезд", Decimal(300))])
    other = till.another_contract("+7 912 000-77-01")
    for values in ({"invoice_id": own.pk, "contract_id": other.pk}, {"invoice_id": own.pk + 99}):
        with pytest.raises(Invalid) as refusal:
            till.take("10", **values)
        assert "invoice" in refusal.value.fields
    assert state(own) == ("issued", 0)
