"""From a contract to a paid invoice by the commands, and everything that is refused on the way."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest

from femida.finance.invoices import commands
from femida.finance.invoices.commands import (
    UnableToChangeInvoice,
    UnableToIssueInvoice,
)
from femida.finance.invoices.models import Invoice, InvoiceLine
from femida.finance.invoices.positions import Wish
from femida.finance.invoices.queries import instalments_of, open_instalments, paper_of
from femida.firm.offices.commands import set_bank_details
from femida.firm.offices.models import NumberCounter
from femida.firm.staff.models import Assignment
from femida.parties.registry.commands import register_party
from femida.parties.requisites.commands import set_requisites
from femida.platform.access.rights import Scope
from femida.platform.core import clock
from femida.platform.core.errors import Denied, Invalid, NotFound, Stale
from femida.platform.journal.models import FieldChange
from femida.practice.contracts.commands import (
    LineWish,
    set_plan,
)
from femida.practice.contracts.models import ContractParty
from femida.practice.contracts.plans import evenly
from femida.practice.services.models import VatRate
from femida.practice.services.queries import today
from tests.finance.invoices.billing import BANK, POSITION, Till, a_till, broken, registered
from tests.firm.people import actor_of, an_employee, give
from tests.practice.contracting import HOUSE, a_deal

pytestmark = pytest.mark.django_db


@pytest.fixture
def till() -> Till:
    return a_till()


def refused(make, *names: str, **values: object) -> None:
    """The call is refused at exactly these fields and leaves no invoice."""
    with pytest.raises(Invalid) as refusal:
        make(**values)
    assert tuple(refusal.value.fields) == names


def test_payments_of_the_plan_become_positions_with_vat(till):
    invoice = till.issued(till.seller, instalments=till.billed(1, 3))
    lines = list(InvoiceLine.objects.filter(invoice=invoice).order_by("number"))
    assert [(one.name, one.amount) for one in lines] == [
        ("Развод — платёж 1 из 3", Decimal("333.34")),
        ("Развод — платёж 3 из 3", Decimal("333.33")),
    ]
    # 333.34 × 22 / 122 = 60.1105…, 333.33 × 22 / 122 = 60.1086…
    assert [(one.vat_percent, one.vat) for one in lines] == [(22, Decimal("60.11"))] * 2
    assert (invoice.amount, invoice.vat, invoice.state) == (Decimal("666.67"), Decimal("120.22"), "issued")
    assert invoice.number == f"{till.contract.office_id}-{today().year}/0001"
    assert instalments_of(invoice.pk) == till.billed(1, 3)
    assert [one.number for one in open_instalments(HOUSE, till.contract.pk)] == [2]
    assert (invoice.office_id, invoice.department_id, invoice.responsible_id) == (
        till.contract.office_id,
        till.contract.department_id,
        till.contract.responsible_id,
    )
    held = Assignment.objects.filter(object_type="finance.invoice", object_id=invoice.pk)
    assert set(held.values_list("role", flat=True)) == {"responsible", "author"}
    assert broken() == []


def test_a_payment_is_divided_among_the_services_with_the_vat_of_each():
    from tests.practice.contracting import a_desk

    desk = a_desk()
    # 1 000 with VAT of the standard rate, 333.33 without VAT
    contract = registered(desk, lines=[LineWish(desk.divorce), LineWish(desk.advice)])
    first = open_instalments(HOUSE, contract.pk)[0]
    pk = commands.draft_invoice(HOUSE, contract_id=contract.pk, instalments=[first.pk])
    lines = list(InvoiceLine.objects.filter(invoice_id=pk).order_by("number"))
    assert sum(one.amount for one in lines) == first.amount == Decimal("444.45")
    assert [(one.amount, one.vat_percent, one.vat) for one in lines] == [
        (Decimal("333.34"), 22, Decimal("60.11")),
        (Decimal("111.11"), None, Decimal(0)),
    ]


def test_free_positions_and_what_is_usual(till):
    invoice = till.draft(
        positions=[POSITION, Wish("Час", Decimal("1000.10"), Decimal("1.25"), "hour", "standard")]
    )
    # 1.25 × 1 000.10 = 1 250.125, a half kopeck up; 1 250.13 × 22 / 122 = 225.433…
    assert (invoice.amount, invoice.vat) == (Decimal("6250.13"), Decimal("225.43"))
    assert (invoice.state, invoice.number, invoice.due_on) == ("draft", "", today() + timedelta(days=7))
    assert invoice.purpose == f"Оплата по договору № {till.contract.number}"
    assert invoice.party_id == till.contract.party_id
    assert till.draft(instalments=till.billed(2)).due_on == till.plan[1].due_on


def test_a_draft_is_changed_by_its_positions_and_head(till):
    invoice = till.draft(till.seller)
    line = InvoiceLine.objects.get(invoice=invoice).pk
    act = {"invoice_id": invoice.pk}
    wish = Wish("Госпошлина", Decimal(300))
    added = commands.add_position(till.seller, **act, wish=wish, version=invoice.version)
    commands.change_position(
        till.seller, **act, line_id=line, wish=Wish("Выезд", Decimal(100), Decimal(2), vat_kind="reduced")
    )
    invoice.refresh_from_db()
    # 200 × 10 / 110
    assert (invoice.amount, invoice.vat) == (Decimal(500), Decimal("18.18"))
    with pytest.raises(Stale):
        commands.add_position(till.seller, **act, wish=wish, version=1)
    with pytest.raises(NotFound):
        commands.change_position(till.seller, **act, line_id=0, wish=wish)
    commands.remove_position(till.seller, **act, line_id=line)
    with pytest.raises(NotFound):
        commands.remove_position(till.seller, **act, line_id=line)
    with pytest.raises(UnableToChangeInvoice):
        commands.remove_position(till.seller, **act, line_id=added)
    later = today() + timedelta(days=30)
    commands.change_invoice(till.seller, **act, due_on=later, purpose="Госпошлина")
    invoice.refresh_from_db()
    assert (invoice.due_on, invoice.purpose, invoice.amount) == (later, "Госпошлина", Decimal(300))
    kept = FieldChange.objects.filter(table="invoices_invoice", row=invoice.pk, field="due_on")
    assert kept.count() == 1
    assert broken() == []


def test_positions_of_the_plan_stay_as_the_plan_is(till):
    invoice = till.draft(instalments=till.billed(1))
    line = InvoiceLine.objects.get(invoice=invoice).pk
    for act in (
        lambda: commands.add_position(HOUSE, invoice_id=invoice.pk, wish=POSITION),
        lambda: commands.change_position(HOUSE, invoice_id=invoice.pk, line_id=line, wish=POSITION),
        lambda: commands.remove_position(HOUSE, invoice_id=invoice.pk, line_id=line),
    ):
        with pytest.raises(UnableToChangeInvoice):
            act()


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        (Wish("Т", Decimal("10.001")), "price"),
        (Wish("Т", Decimal(0)), "price"),
        (Wish("Т", Decimal(-1)), "price"),
        (Wish("Т", Decimal("NaN")), "price"),
        (Wish("Т", Decimal("1e13")), "price"),
        (Wish("", Decimal(1)), "name"),
        (Wish("т" * 241, Decimal(1)), "name"),
        (Wish("Т", Decimal(1), Decimal("0.001")), "quantity"),
        (Wish("Т", Decimal(1), Decimal(0)), "quantity"),
        (Wish("Т", Decimal(1), Decimal("Infinity")), "quantity"),
        (Wish("Т", Decimal(1), Decimal(100_001)), "quantity"),
        (Wish("Т", Decimal("99999999999"), Decimal(99_999)), "quantity"),
        (Wish("Т", Decimal("0.01"), Decimal("0.01")), "price"),
        (Wish("Т", Decimal(1), unit="pound"), "unit"),
        (Wish("Т", Decimal(1), vat_kind="luxury"), "vat_kind"),
    ],
)
def test_a_bad_position_is_refused_at_its_field(till, wish, field):
    invoice = till.draft()
    with pytest.raises(Invalid) as refusal:
        commands.add_position(HOUSE, invoice_id=invoice.pk, wish=wish)
    assert tuple(refusal.value.fields) == (field,)
    refused(till.draft, "positions", positions=[wish])
    assert (Invoice.objects.count(), InvoiceLine.objects.count()) == (1, 1)


def test_what_cannot_be_billed(till):
    stranger = till.desk.draft()
    set_plan(HOUSE, contract_id=stranger.pk, way="equal", payments=evenly(stranger.amount, 1, today()))
    foreign = [one.pk for one in open_instalments(HOUSE, stranger.pk)]
    refused(till.draft, "positions", positions=[])
    refused(till.draft, "positions", positions=[POSITION] * 51)
    refused(till.draft, "positions", positions=[Wish("Т", Decimal("900000000000"))] * 2)
    refused(till.draft, "instalments", instalments=foreign)
    refused(till.draft, "instalments", instalments=[*till.billed(1), 0])
    refused(till.draft, "due_on", due_on=today() - timedelta(days=1))
    refused(till.draft, "due_on", due_on=date(2199, 1, 1))
    refused(till.draft, "kind", kind="gift")
    refused(till.draft, "kind", kind="once", period=date(2026, 11, 1))
    refused(till.draft, "purpose", purpose="п" * 161)
    payer = register_party(HOUSE, kind="person", surname="Чужой", office_id=till.desk.office.pk)
    refused(till.draft, "party", party_id=payer)
    # the old plan is no longer in force
    set_plan(
        HOUSE, contract_id=till.contract.pk, way="equal", payments=evenly(till.contract.amount, 2, today())
    )
    refused(till.draft, "instalments", instalments=till.billed(1))
    assert not Invoice.objects.exists()


def test_one_payment_of_the_plan_is_billed_once(till):
    first = till.issued(instalments=till.billed(1, 2))
    with pytest.raises(Invalid) as refusal:
        till.draft(instalments=till.billed(2, 3))
    assert first.number in str(refusal.value.fields["instalments"])
    commands.void_invoice(till.head, invoice_id=first.pk, reason="Не та сумма")
    again = till.issued(instalments=till.billed(2, 3))
    first.refresh_from_db()
    assert (first.state, first.number_order, again.number_order) == ("void", 1, 2)
    assert first.number
    assert broken() == []


def test_the_payer_may_be_another_party_of_the_contract(till):
    payer = register_party(
        HOUSE, kind="organisation", legal_name="ООО «Ромашка»", office_id=till.desk.office.pk
    )
    ContractParty.objects.create(contract=till.contract, party_id=payer, role="payer")
    values = {"short_name": "ООО «Ромашка»", "inn": "7707083893", "kpp": "773601001"}
    set_requisites(HOUSE, party_id=payer, values=values)
    invoice = till.issued(party_id=payer)
    page = paper_of(invoice.pk)
    assert (page.buyer.name, page.buyer.inn, page.buyer.kpp) == ("ООО «Ромашка»", "7707083893", "773601001")
    # the seller's rights do not reach that party
    with pytest.raises(NotFound):
        till.draft(till.seller, party_id=payer)


def test_a_repeated_press_draws_up_and_issues_once(till):
    key = uuid.uuid4()
    first = till.draft(till.seller, key=key, issue=True)
    assert till.draft(till.seller, key=key, issue=True).pk == first.pk
    other = registered(_other_desk(till))
    with pytest.raises(UnableToChangeInvoice):
        commands.draft_invoice(HOUSE, contract_id=other.pk, positions=[POSITION], key=key)
    draft, press = till.draft(), uuid.uuid4()
    number = commands.issue_invoice(HOUSE, invoice_id=draft.pk, key=press, version=draft.version)
    assert commands.issue_invoice(HOUSE, invoice_id=draft.pk, key=press, version=draft.version) == number
    with pytest.raises(UnableToIssueInvoice):
        commands.issue_invoice(HOUSE, invoice_id=draft.pk, key=uuid.uuid4())
    with pytest.raises(UnableToIssueInvoice):
        commands.issue_invoice(HOUSE, invoice_id=draft.pk)
    copied = uuid.uuid4()
    made = {commands.copy_invoice(HOUSE, invoice_id=draft.pk, key=copied) for _ in range(2)}
    assert len(made) == 1
    assert NumberCounter.objects.get(series="finance.invoice").last == 2


def _other_desk(till: Till):
    till.desk.deal = a_deal(till.desk.firm, "+79990000055", till.desk.seller)
    return till.desk


def test_what_is_missing_is_said_before_a_number_is_given(till):
    draft = till.desk.draft()
    pk = commands.draft_invoice(HOUSE, contract_id=draft.pk, positions=[POSITION])
    with pytest.raises(UnableToIssueInvoice) as no_contract:
        commands.issue_invoice(HOUSE, invoice_id=pk)
    assert "зарегистрируйте" in str(no_contract.value.sentence)
    set_bank_details(HOUSE, legal_entity_id=till.contract.legal_entity_id)
    with pytest.raises(UnableToIssueInvoice) as no_bank:
        till.issued()
    assert "банковских реквизитов" in str(no_bank.value.sentence)
    assert "Проба" in str(no_bank.value.sentence)
    set_bank_details(HOUSE, legal_entity_id=till.contract.legal_entity_id, **BANK)
    late = till.draft(due_on=today())
    with clock.at(clock.now() + timedelta(days=2)), pytest.raises(Invalid) as too_late:
        commands.issue_invoice(HOUSE, invoice_id=late.pk)
    assert list(too_late.value.fields) == ["due_on"]
    with pytest.raises(Stale):
        commands.issue_invoice(HOUSE, invoice_id=late.pk, version=1)
    assert not NumberCounter.objects.filter(series="finance.invoice").exists()


def test_a_failure_gives_the_number_back(till, monkeypatch):
    from femida.finance.invoices.commands import issuing

    till.issued()
    draft = till.draft()

    def broken_pen(*_given: object) -> str:
        raise RuntimeError("the light went out")

    with monkeypatch.context() as patch:
        patch.setattr(issuing.numbering, "written", broken_pen)
        with pytest.raises(RuntimeError):
            commands.issue_invoice(HOUSE, invoice_id=draft.pk)
    assert commands.issue_invoice(HOUSE, invoice_id=till.draft().pk).endswith("/0002")
    assert broken() == []


def test_vat_is_of_the_day_of_issue(till):
    """A draft drawn up before a change of the law is issued with the new rate; its sum stays."""
    VatRate.objects.create(kind="standard", percent=25, valid_from=today() + timedelta(days=3))
    invoice = till.draft(positions=[Wish("Услуга", Decimal(1000), vat_kind="standard")])
    assert invoice.vat == Decimal("180.33")
    with clock.at(clock.now() + timedelta(days=5)):
        commands.issue_invoice(HOUSE, invoice_id=invoice.pk)
    invoice.refresh_from_db()
    assert (invoice.amount, invoice.vat) == (Decimal(1000), Decimal(200))
    assert InvoiceLine.objects.get(invoice=invoice).vat_percent == 25
    assert broken() == []


def test_an_issued_invoice_is_not_changed_but_copied(till):
    invoice = till.issued(positions=[Wish("Услуга", Decimal(1000), vat_kind="standard")])
    for act in (
        lambda: commands.add_position(HOUSE, invoice_id=invoice.pk, wish=POSITION),
        lambda: commands.change_invoice(HOUSE, invoice_id=invoice.pk, due_on=today()),
    ):
        with pytest.raises(UnableToChangeInvoice):
            act()
    copied = Invoice.objects.get(pk=commands.copy_invoice(till.seller, invoice_id=invoice.pk))
    assert (copied.state, copied.amount, copied.vat) == ("draft", invoice.amount, invoice.vat)
    assert (copied.purpose, copied.party_id) == (invoice.purpose, invoice.party_id)


def test_a_copy_takes_the_payments_of_a_void_invoice_along(till):
    invoice = till.issued(instalments=till.billed(1))
    living = Invoice.objects.get(pk=commands.copy_invoice(HOUSE, invoice_id=invoice.pk))
    assert instalments_of(living.pk) == []
    commands.void_invoice(HOUSE, invoice_id=invoice.pk, reason="Опечатка")
    copied = commands.copy_invoice(HOUSE, invoice_id=invoice.pk)
    assert instalments_of(copied) == till.billed(1)
    assert instalments_of(commands.copy_invoice(HOUSE, invoice_id=invoice.pk)) == []
    assert broken() == []


def test_whose_contract_it_is_not_bills_nothing(till):
    stranger = an_employee(till.desk.office, till.desk.firm.sales)
    give(stranger, invoices__draft=Scope.OWN, invoices__view=Scope.OWN, contracts__view=Scope.OWN)
    actor = actor_of(stranger)
    with pytest.raises(NotFound):
        till.draft(actor)
    seen = an_employee(till.desk.office, till.desk.firm.sales)
    give(seen, invoices__draft=Scope.OWN, invoices__view=Scope.OFFICE, contracts__view=Scope.OFFICE)
    with pytest.raises(Denied):
        till.draft(actor_of(seen))
    invoice = till.draft(till.seller)
    with pytest.raises(Denied):
        commands.change_invoice(actor_of(seen), invoice_id=invoice.pk, due_on=today())
    # who may only draw up does not issue
    give(seen, invoices__draft=Scope.OFFICE)
    with pytest.raises(Denied):
        till.draft(actor_of(seen), issue=True)
    assert Invoice.objects.count() == 1
