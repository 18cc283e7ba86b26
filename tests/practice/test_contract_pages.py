"""The pages of contracts: from the deal to the number, what they refuse, in how many statements."""

from __future__ import annotations

import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from femida.parties.registry.commands import close_party, register_party
from femida.platform.access.rights import Scope
from femida.practice.contracts.commands import LineWish, add_to_contract, register_contract, set_plan
from femida.practice.contracts.models import Contract, ContractLine, ContractParty
from femida.practice.contracts.plans import evenly
from femida.practice.contracts.queries import plan_of
from femida.practice.services.commands import add_field, add_service
from femida.practice.services.models import ServiceGroup
from femida.practice.services.queries import today
from tests.firm.people import an_employee, give
from tests.practice.contracting import HOUSE, Desk, a_deal, a_desk

pytestmark = pytest.mark.django_db

# Session, account, policy in two, the bell: what every page asks.
FRAME = 5


@pytest.fixture
def desk() -> Desk:
    return a_desk()


def browser(employee) -> Client:
    client = Client()
    client.force_login(employee.account)
    return client


@pytest.fixture
def client(desk) -> Client:
    """The browser of the seller."""
    return browser(desk.seller)


def at(name: str, *ids: int) -> str:
    return reverse(f"contracts:{name}", args=ids)


def test_from_the_deal_to_the_number(desk, client):
    add_field(HOUSE, service_id=desk.divorce, key="urgent", label="Срочно", kind="yes_no", is_required=True)
    deal_card = reverse("deals:card", args=[desk.deal.pk])
    assert at("draft", desk.deal.pk) in client.get(deal_card).content.decode()
    key = client.get(at("draft", desk.deal.pk)).context["form"]["key"].value()
    form = {"services": [desk.divorce, desk.advice], "kind": "once", "key": str(key)}
    answer = client.post(at("draft", desk.deal.pk), form)
    contract = Contract.objects.get()
    assert answer["Location"] == at("card", contract.pk)
    # the press too many
    assert client.post(at("draft", desk.deal.pk), form)["Location"] == answer["Location"]
    card = client.get(answer["Location"]).content.decode()
    assert "1\u202f333,33" in card
    line = ContractLine.objects.get(service=desk.advice).pk
    changed = client.post(at("change-line", contract.pk, line), {"quantity": "2,5", "discount_percent": "5"})
    assert changed.status_code == 302
    contract.refresh_from_db()
    # 2.5 × 333.33 = 833.33 (833.325 rounded up), 5 % of it are 41.67
    assert contract.amount == Decimal("1791.66")
    client.post(at("plan-equal", contract.pk), {"parts": "3", "first_on": "2026-12-31"})
    assert [one.amount for one in plan_of(HOUSE, contract.pk)] == [Decimal("597.22")] * 3
    about = {"essence": "Раздел", f"field_{desk.divorce}_urgent": "yes"}
    client.post(at("about", contract.pk), about)
    shown = client.get(at("about", contract.pk)).context["form"].initial
    assert (shown["essence"], shown[f"field_{desk.divorce}_urgent"]) == ("Раздел", "yes")
    version = Contract.objects.get().version
    sign = {"signed_on": today().isoformat(), "key": str(uuid.uuid4()), "version": version}
    assert client.post(at("register", contract.pk), {**sign, "version": 1}).status_code == 409
    assert client.post(at("register", contract.pk), sign).status_code == 302
    assert client.post(at("register", contract.pk), sign).status_code == 302
    contract.refresh_from_db()
    assert contract.state == "registered"
    for page in (deal_card, reverse("parties:card", args=[contract.party_id]), "/contracts/"):
        assert contract.number in client.get(page).content.decode()
    card = client.get(at("card", contract.pk)).content.decode()
    assert "31.12.2026" in card
    assert at("add-line", contract.pk) not in card
    assert client.get(f"/contracts/?q={contract.number}").content.decode().count(contract.number) > 1


@pytest.mark.parametrize(
    ("name", "form", "field"),
    [
        ("plan-equal", {"parts": "0", "first_on": "2026-12-01"}, "parts"),
        ("plan-equal", {"parts": "2", "first_on": "2026-02-30"}, "first_on"),
        ("plan-dates", {"lines": "01.12.2026 = 999,99"}, "lines"),
        ("plan-dates", {"lines": "01.12.2026 = 1000,001"}, "lines"),
        ("plan-stages", {"lines": "Иск"}, "lines"),
        ("add-line", {"service": "0", "quantity": "1", "discount_percent": "0"}, "service"),
        ("add-line", {"service": "ADVICE", "quantity": "0", "discount_percent": "0"}, "quantity"),
        ("add-line", {"service": "ADVICE", "quantity": "1", "discount_percent": "101"}, "discount_percent"),
        ("add-party", {"party": "0", "role": "payer"}, "party"),
        ("register", {"signed_on": "2000-01-01", "key": str(uuid.UUID(int=1))}, "signed_on"),
        ("register", {"signed_on": "2026-11-01", "key": "x"}, "key"),
    ],
)
def test_bad_input_is_answered_at_its_field(desk, client, name, form, field):
    contract = desk.ready()
    form = {key: desk.advice if value == "ADVICE" else value for key, value in form.items()}
    answer = client.post(at(name, contract.pk), form)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    contract.refresh_from_db()
    assert (contract.state, contract.amount) == ("draft", 1000)


def test_plans_by_dates_and_by_stages_show_what_stands(desk, client):
    contract = desk.draft()
    client.post(at("plan-dates", contract.pk), {"lines": "01.12.2026 = 400\n02.01.2027 = 600"})
    typed = client.get(at("plan-dates", contract.pk)).context["form"].initial["lines"]
    assert typed == "01.12.2026 = 400,00\n02.01.2027 = 600,00"
    client.post(at("plan-stages", contract.pk), {"lines": "Иск = 1 000"})
    assert "1. Иск" in client.get(at("card", contract.pk)).content.decode()
    assert client.get(at("plan-dates", contract.pk)).context["form"].initial["lines"] == ""


def test_parties_lines_and_discounts_by_the_card(desk, client):
    head = browser(desk.head)
    payer = register_party(HOUSE, kind="organisation", legal_name="ООО «Платит»", office_id=desk.office.pk)
    contract = desk.draft(lines=[LineWish(desk.divorce), LineWish(desk.advice)])
    head.post(at("add-party", contract.pk), {"party": payer, "role": "payer"})
    row = ContractParty.objects.get().pk
    assert "ООО «Платит»" in head.get(at("card", contract.pk)).content.decode()
    # the seller's rights do not reach that party
    seen = client.get(at("card", contract.pk)).content.decode()
    assert "закрыто для вас" in seen
    assert "Платит" not in seen
    line = ContractLine.objects.get(service=desk.advice).pk
    client.post(at("change-line", contract.pk, line), {"quantity": "1", "discount_percent": "20"})
    assert "Скидка ждёт согласования" in client.get(at("card", contract.pk)).content.decode()
    assert client.post(at("approve", contract.pk)).status_code == 403
    head.post(at("approve", contract.pk))
    assert Contract.objects.get().discount_by_id == desk.head.pk
    client.post(at("remove-line", contract.pk, line))
    assert ContractLine.objects.count() == 1
    client.post(at("remove-party", contract.pk, row))
    assert not ContractParty.objects.exists()
    client.post(
        at("add-line", contract.pk), {"service": desk.advice, "quantity": "1", "discount_percent": "0"}
    )
    assert ContractLine.objects.count() == 2
    assert client.get(at("change-line", desk.draft().pk, line)).status_code == 404
    head.post(at("void", contract.pk), {"reason": "Ошибка"})
    contract.refresh_from_db()
    assert contract.state == "void"
    assert "Ошибка" in head.get(at("card", contract.pk)).content.decode()


def test_strangers_and_the_wall(desk, client):
    contract = desk.ready()
    stranger = an_employee(desk.office, desk.firm.sales)
    give(stranger, contracts__view=Scope.OWN, contracts__edit=Scope.OWN, contracts__draft=Scope.OWN)
    other = browser(stranger)
    for name in ("card", "about", "add-line", "plan-equal"):
        assert other.get(at(name, contract.pk)).status_code == 404, name
    assert other.get(at("draft", desk.deal.pk)).status_code in (403, 404)
    close_party(HOUSE, party_id=contract.party_id, people=[desk.head.account_id], reason="Конфликт")
    assert client.get(at("card", contract.pk)).status_code == 404
    assert browser(desk.head).get(at("card", contract.pk)).status_code == 200


def test_who_may_not_see_sums_sees_none(desk):
    contract = desk.ready()
    person = an_employee(desk.office, desk.firm.sales)
    give(person, contracts__view=Scope.OFFICE)
    page = browser(person).get(at("card", contract.pk)).content.decode()
    assert "План платежей" not in page.split("panel-about")[1].split("</dl>")[1]
    assert "1\u202f000,00" not in page
    assert "скрыто от вас" in page
    assert "1\u202f000,00" in browser(desk.head).get("/contracts/").content.decode()
    assert "1\u202f000,00" not in browser(person).get("/contracts/").content.decode()


@pytest.mark.parametrize(
    ("address", "budget"),
    [
        ("/contracts/", FRAME + 2),
        ("/contracts/{pk}/", FRAME + 10),
    ],
)
def test_exactly_as_many_statements_with_few_rows_and_with_many(desk, address, budget):
    group = ServiceGroup.objects.get().pk
    head = browser(desk.head)
    contract = desk.draft()
    payer = register_party(HOUSE, kind="person", surname="Плательщиков", office_id=desk.office.pk)
    add_to_contract(HOUSE, contract_id=contract.pk, party_id=payer, role="payer")
    page = address.format(pk=contract.pk)
    for size in (2, 12):
        from femida.practice.contracts.commands import add_line

        for number in range(size):
            service = add_service(
                HOUSE, group_id=group, name=f"Услуга {size} {number}", vat="none", price=Decimal(10)
            )
            add_field(HOUSE, service_id=service, key="k", label="Поле", kind="text")
            add_line(HOUSE, contract_id=contract.pk, wish=LineWish(service))
        contract.refresh_from_db()
        payments = evenly(contract.amount, size, date(2026, 12, 1))
        set_plan(HOUSE, contract_id=contract.pk, way="equal", payments=payments)
        desk.deal = a_deal(desk.firm, f"+79990002{size:03}", desk.seller)
        register_contract(HOUSE, contract_id=desk.ready().pk)
        head.get(page)
        with CaptureQueriesContext(connection) as captured:
            assert head.get(page).status_code == 200
        statements = [one["sql"] for one in captured.captured_queries]
        assert len(statements) == budget, "\n".join(statements)
