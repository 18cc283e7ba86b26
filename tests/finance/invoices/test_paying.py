"""After the issue: money, sending, voiding, walls, the payment code, and what `femida verify` sees."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection

from femida.finance.invoices import commands
from femida.finance.invoices.commands import (
    UnableToChangeInvoice,
    UnableToNotePayment,
    UnableToVoidInvoice,
)
from femida.finance.invoices.models import Invoice, InvoiceInstalment, InvoiceLine
from femida.finance.invoices.positions import Wish
from femida.finance.invoices.queries import code_of
from femida.firm.offices.commands import set_bank_details
from femida.kernel.payment_code import parse
from femida.parties.registry.commands import close_party, open_party, register_party
from femida.platform.access.models import Wall
from femida.platform.access.queries import visible
from femida.platform.core import clock
from femida.platform.core.errors import Denied, Invalid, NotFound
from femida.platform.journal.timeline import timeline
from femida.platform.reactions.core import reacting_at_once
from femida.practice.contracts.commands import (
    void_contract,
)
from femida.practice.contracts.models import ContractParty
from tests.finance.invoices.billing import BANK, Till, a_till, broken
from tests.practice.contracting import HOUSE

pytestmark = pytest.mark.django_db


@pytest.fixture
def till() -> Till:
    return a_till()


def test_money_comes_and_goes_back_but_never_over(till):
    invoice = till.issued()
    note = commands.note_payment
    assert note(HOUSE, invoice_id=invoice.pk, amount=Decimal("1500.50")) == Decimal("3499.50")
    invoice.refresh_from_db()
    assert (invoice.state, invoice.paid) == ("part_paid", Decimal("1500.50"))
    with pytest.raises(UnableToNotePayment) as over:
        note(HOUSE, invoice_id=invoice.pk, amount=Decimal("3499.51"))
    assert "3\u202f499,50" in str(over.value.sentence)
    with pytest.raises(UnableToNotePayment):
        note(HOUSE, invoice_id=invoice.pk, amount=Decimal("-1500.51"))
    for wrong in (Decimal(0), Decimal("1.001"), Decimal("NaN")):
        with pytest.raises(Invalid):
            note(HOUSE, invoice_id=invoice.pk, amount=wrong)
    assert note(HOUSE, invoice_id=invoice.pk, amount=Decimal("3499.50")) == 0
    invoice.refresh_from_db()
    assert invoice.state == "paid"
    with pytest.raises(UnableToVoidInvoice) as has_money:
        commands.void_invoice(HOUSE, invoice_id=invoice.pk, reason="Ошибка")
    assert "деньги" in str(has_money.value.sentence)
    note(HOUSE, invoice_id=invoice.pk, amount=Decimal(-5000))
    invoice.refresh_from_db()
    assert (invoice.state, invoice.paid) == ("issued", 0)
    commands.void_invoice(HOUSE, invoice_id=invoice.pk, reason="Ошибка")
    for state in (invoice.pk, till.draft().pk):
        with pytest.raises(UnableToNotePayment):
            note(HOUSE, invoice_id=state, amount=Decimal(1))
    titles = [entry.title for entry in timeline(till.head, "finance.invoice", invoice.pk)]
    assert titles == [
        f"Счёт {invoice.number} аннулирован",
        f"Оплата счёта {invoice.number} возвращена",
        f"Счёт {invoice.number} оплачен",
        f"Счёт {invoice.number} оплачен частично",
        f"Счёт {invoice.number} выставлен",
        "Счёт составлен",
    ]
    with pytest.raises(Denied):
        note(till.head, invoice_id=invoice.pk, amount=Decimal(1))


def test_it_is_noted_how_and_when_the_payer_got_it(till):
    invoice = till.issued()
    commands.mark_sent(till.seller, invoice_id=invoice.pk, how="hand", version=invoice.version)
    invoice.refresh_from_db()
    assert invoice.sent_how == "hand"
    assert abs(invoice.sent_at - clock.now()) < timedelta(minutes=5)
    at = clock.now()
    commands.mark_sent(till.seller, invoice_id=invoice.pk, how="email", sent_at=at)
    invoice.refresh_from_db()
    assert (invoice.sent_how, invoice.sent_at) == ("email", at)
    for how, wrong in (("pigeon", at), ("email", at + timedelta(days=1)), ("email", at - timedelta(days=30))):
        with pytest.raises(Invalid):
            commands.mark_sent(HOUSE, invoice_id=invoice.pk, how=how, sent_at=wrong)
    with pytest.raises(UnableToChangeInvoice):
        commands.mark_sent(HOUSE, invoice_id=till.draft().pk, how="email")
    titles = [entry.title for entry in timeline(till.seller, "practice.contract", till.contract.pk)]
    assert f"Счёт {invoice.number} передан лично" in titles


def test_nothing_is_asked_for_under_a_void_contract(till):
    paid, waits, draft = till.issued(), till.issued(), till.draft()
    commands.note_payment(HOUSE, invoice_id=paid.pk, amount=Decimal(1))
    with reacting_at_once(), pytest.MonkeyPatch.context() as patch:
        from django.db import transaction

        patch.setattr(transaction, "on_commit", lambda run, **_more: run())
        void_contract(HOUSE, contract_id=till.contract.pk, reason="Клиент отказался")
    states = dict(Invoice.objects.values_list("pk", "state"))
    assert states == {paid.pk: "part_paid", waits.pk: "void", draft.pk: "void"}
    for act in (till.draft, lambda: commands.copy_invoice(HOUSE, invoice_id=waits.pk)):
        with pytest.raises(UnableToChangeInvoice):
            act()
    assert broken() == []


def test_voiding_needs_a_reason_and_its_right(till):
    invoice = till.issued()
    with pytest.raises(Denied):
        commands.void_invoice(till.seller, invoice_id=invoice.pk, reason="Ошибка")
    with pytest.raises(Invalid):
        commands.void_invoice(till.head, invoice_id=invoice.pk, reason="  ")
    commands.void_invoice(till.head, invoice_id=invoice.pk, reason="Ошибка", version=invoice.version)
    with pytest.raises(UnableToVoidInvoice):
        commands.void_invoice(till.head, invoice_id=invoice.pk, reason="Ещё раз")


def test_the_invoices_of_a_closed_party_are_closed_with_it(till):
    payer = register_party(HOUSE, kind="person", surname="Плательщиков", office_id=till.desk.office.pk)
    ContractParty.objects.create(contract=till.contract, party_id=payer, role="payer")
    own, other = till.issued(), till.issued(party_id=payer)
    close_party(HOUSE, party_id=payer, people=[till.desk.head.account_id], reason="Тайна")
    seen = visible(till.seller, Invoice)
    assert set(seen.values_list("pk", flat=True)) == {own.pk}
    assert not visible(till.seller, InvoiceLine).filter(invoice=other).exists()
    with pytest.raises(NotFound):
        till.draft(till.seller, party_id=payer)
    close_party(HOUSE, party_id=till.contract.party_id, people=[till.desk.head.account_id], reason="Тайна")
    assert not seen.exists()
    with pytest.raises(NotFound):
        commands.issue_invoice(till.seller, invoice_id=own.pk)
    assert broken() == []
    open_party(HOUSE, party_id=till.contract.party_id)
    assert set(seen.values_list("pk", flat=True)) == {own.pk}
    open_party(HOUSE, party_id=payer)
    assert seen.count() == 2
    assert broken() == []


def test_the_code_asks_for_what_remains_and_says_nothing_of_the_payer(till):
    invoice = till.issued(positions=[Wish("Услуга", Decimal(1000), vat_kind="standard")])
    commands.note_payment(HOUSE, invoice_id=invoice.pk, amount=Decimal("399.99"))
    invoice.refresh_from_db()
    entity = till.desk.office.legal_entity
    entity.refresh_from_db()
    code = code_of(invoice, entity)
    found = parse(code)
    assert (found.account, found.bic, found.amount) == (BANK["account"], BANK["bic"], Decimal("600.01"))
    day = f"{invoice.issued_on:%d.%m.%Y}"
    assert found.fields == {
        "Purpose": f"Оплата по счёту № {invoice.number} от {day}. В т. ч. НДС 180,33. {invoice.purpose}"
    }
    assert "Иван" not in code.decode()
    commands.note_payment(HOUSE, invoice_id=invoice.pk, amount=Decimal("600.01"))
    invoice.refresh_from_db()
    assert code_of(invoice, entity) == b""
    assert "Без НДС" in parse(code_of(till.issued(), entity)).fields["Purpose"]


def test_a_long_purpose_and_a_long_bank_fit_the_code(till):
    entity = till.desk.office.legal_entity
    set_bank_details(HOUSE, legal_entity_id=entity.pk, **{**BANK, "bank_name": "Филиал " * 20})
    entity.refresh_from_db()
    invoice = till.issued(purpose="Услуга | по договору " * 7)
    found = parse(code_of(invoice, entity))
    assert len(found.fields["Purpose"]) <= 210
    assert invoice.number in found.fields["Purpose"]
    assert found.bank_name.startswith("Филиал")


def test_verify_sees_what_is_broken_past_the_guards(till):
    invoice = till.issued(instalments=till.billed(1))
    assert broken() == []
    wall = Wall.objects.create(object_type="x", object_id=1, reason="Проба")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE invoices_invoiceinstalment SET is_live = false")
        cursor.execute("UPDATE offices_numbercounter SET last = 5 WHERE series = 'finance.invoice'")
        cursor.execute("UPDATE invoices_invoice SET wall_id = %s WHERE id = %s", [wall.pk, invoice.pk])
    assert broken() == [
        "invoices: numbers have no gaps",
        "invoices: a payment of a plan is billed by invoices that live, and by one",
        "invoices: an invoice is of its contract's side and stands behind its walls",
    ]
    assert InvoiceInstalment.objects.count() == 1
