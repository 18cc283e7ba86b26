"""The pages of money: forms, the desk, who sees what, how many statements."""

from __future__ import annotations

import io
import re
import uuid
from datetime import timedelta
from decimal import Decimal

import pypdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from femida.comms.telephony.commands import record_call
from femida.finance.payments.commands import open_shift
from femida.finance.payments.models import CashDesk, Payment, Shift
from femida.firm.offices.queries import local_date
from femida.parties.registry.commands import close_party, register_party
from femida.parties.registry.models import Party
from femida.platform.access.rights import Scope
from femida.platform.core import clock
from femida.practice.contracts.commands import add_to_contract, describe_contract, register_contract
from femida.practice.contracts.models import Contract
from tests.finance.payments.till import Till, broken
from tests.firm.people import an_employee, give
from tests.practice.contracting import HOUSE
from tests.practice.test_contract_pages import FRAME, browser


@pytest.fixture
def client(till: Till) -> Client:
    """The browser of the cashier."""
    return browser(till.cashier)


def at(name: str, *ids: object) -> str:
    return reverse(name, args=ids)


def filled(client: Client, address: str, **values: object) -> dict[str, object]:
    """What a form sends when the given fields are typed over what it shows."""
    form = client.get(address).context["form"]
    shown = {name: form[name].value() for name in form.fields if name != "parts"}
    parts = form["parts"].value() if "parts" in form.fields else {}
    sent = {**shown, **{f"parts_{key}": value for key, value in (parts or {}).items()}, **values}
    return {name: value for name, value in sent.items() if value not in (None, False)}


def test_a_payment_from_the_contract_card_to_the_receipt(till: Till, client: Client) -> None:
    card, take = at("contracts:card", till.contract.pk), at("payments:take", till.contract.pk)
    assert take in client.get(card).content.decode()
    sent = filled(client, take, amount="1 000,00", method="card")
    # everything was overdue, so all of it was offered, put to the plan in its order
    assert sent["parts_for"] == "1000,00"
    assert client.post(take, sent).status_code == 302
    assert client.post(take, sent).status_code == 302
    payment = Payment.objects.get()
    assert (payment.amount, payment.is_advance, payment.taken_by_id) == (1000, False, till.cashier.pk)
    page = client.get(card).content.decode()
    assert payment.number in page
    assert "оплачен полностью" in page
    assert client.get(at("payments:cash-order", payment.pk)).status_code == (
        200 if payment.method == "cash" else 404
    )
    receipt = client.get(at("payments:receipt", payment.pk))
    assert receipt["Content-Type"] == "application/pdf"
    words = " ".join(pypdf.PdfReader(io.BytesIO(receipt.content)).pages[0].extract_text().split())
    for expected in (payment.number, till.contract.number, "1 000,00 ₽", "Одна тысяча рублей 00 копеек"):
        assert expected in words.replace("\u202f", " ").replace("\xa0", " ")
    shown = client.get(at("payments:card", payment.pk)).content.decode()
    assert "платёж 1 плана" in shown
    assert client.get(f"/payments/?q={till.contract.number}").content.decode().count("<tr id=") == 1


def test_a_smaller_sum_is_put_in_order_whatever_was_suggested_before(till: Till, client: Client) -> None:
    take = at("payments:take", till.contract.pk)
    # without scripts the parts still are those of the first suggestion
    client.post(take, filled(client, take, amount="400", method="card"))
    assert till.paid() == [Decimal("333.34"), Decimal("66.66"), 0]
    split = client.get(at("payments:split", till.contract.pk), {"amount": "300"}).content.decode()
    assert "266,67" in split
    assert "33,33" in split
    assert "value" in client.get(at("payments:split", till.contract.pk), {"amount": "x"}).content.decode()


def test_parts_that_were_typed_count(till: Till, client: Client) -> None:
    take = at("payments:take", till.contract.pk)
    third = till.rows()[2]
    sent = {name: value for name, value in filled(client, take).items() if not name.startswith("parts_")}
    sent |= {"amount": "100", "method": "card", f"parts_{third.instalment_id}": "100,00"}
    assert client.post(take, sent).status_code == 302
    assert till.paid() == [0, 0, 100]


def test_bad_input_is_answered_at_its_field(till: Till, client: Client) -> None:
    take = at("payments:take", till.contract.pk)
    third = till.rows()[2]
    today = local_date(till.desk.office.pk, clock.now())
    for values, field in (
        ({"amount": "1,001"}, "amount"),
        ({"amount": "0"}, "amount"),
        ({"amount": "-1"}, "amount"),
        ({"amount": "много"}, "amount"),
        ({"amount": "1000,01"}, "amount"),
        ({"amount": "10", "method": "gift"}, "method"),
        ({"amount": "10", "method": "cash"}, "__all__"),
        ({"amount": "10", "business_date": (today - timedelta(days=1)).isoformat()}, "business_date"),
        ({"amount": "10", "payer": "0"}, "payer"),
        ({"amount": "10", "key": "x"}, "key"),
        ({"amount": "10", f"parts_{third.instalment_id}": "1,001"}, "parts"),
        ({"amount": "10", f"parts_{third.instalment_id}": "5000"}, "parts"),
    ):
        answer = client.post(take, filled(client, take, method="card") | values)
        assert answer.status_code == 422, values
        assert list(answer.context["form"].errors) == [field], values
    assert not Payment.objects.exists()


def test_a_stale_contract_is_told_and_nothing_is_taken(till: Till, client: Client) -> None:
    take = at("payments:take", till.contract.pk)
    version = Contract.objects.values_list("version", flat=True).get(pk=till.contract.pk)
    sent = filled(client, take, amount="10", method="card", version=version)
    describe_contract(HOUSE, contract_id=till.contract.pk, essence="Иное")
    assert client.post(take, sent).status_code == 409
    assert not Payment.objects.exists()


def test_a_day_at_the_desk_by_its_pages(till: Till, client: Client) -> None:
    desk = at("cash-desk:desk")
    assert client.get("/start/")["Location"] == desk
    page = client.get(desk).content.decode()
    assert "Смена закрыта" in page
    open_form = at("cash-desks:open", till.cash_desk.pk)
    assert open_form in page
    wrong = client.post(open_form, {"counted": "100", "reason": ""})
    assert list(wrong.context["form"].errors) == ["reason"]
    client.post(open_form, {"counted": "100", "reason": "Размен"})
    shift = Shift.objects.get()
    move = at("shifts:move-cash", shift.pk, "expense")
    key = str(uuid.uuid4())
    assert client.post(move, {"amount": "30", "reason": "", "key": key}).status_code == 422
    client.post(move, {"amount": "30", "reason": "Вода", "key": key})
    client.post(at("shifts:move-cash", shift.pk, "put-in"), {"amount": "5", "key": str(uuid.uuid4())})
    assert client.get(at("shifts:move-cash", shift.pk, "gift")).status_code == 404
    take = at("payments:take", till.contract.pk)
    client.post(take, filled(client, take, amount="200", method="cash"))
    page = client.get(desk).content.decode()
    assert "275,00" in page.replace("\u202f", " ")
    found = client.get(
        desk, {"q": till.contract.number}, headers={"HX-Request": "true", "HX-Target": "cash-desk-found"}
    )
    assert take in found.content.decode()
    assert "Ничего не нашлось" in client.get(desk, {"q": "нетникого"}).content.decode()
    report = client.get(at("shifts:report", shift.pk)).content
    words = pypdf.PdfReader(io.BytesIO(report)).pages[0].extract_text()
    assert "промежуточный" in words
    assert "Вода" in words
    client.post(at("shifts:close", shift.pk), {"counted": "275", "version": shift.version})
    shift.refresh_from_db()
    assert not shift.is_open
    final = pypdf.PdfReader(io.BytesIO(client.get(at("shifts:report", shift.pk)).content))
    assert "Отчёт по смене 1" in final.pages[0].extract_text()
    assert CashDesk.objects.get().cash == 275
    assert "мелкий расход" in client.get(at("shifts:card", shift.pk)).content.decode()
    assert broken() == {}


def test_refund_reversal_and_advance_by_their_forms(till: Till, client: Client) -> None:
    take = at("payments:take", till.contract.pk)
    client.post(take, filled(client, take, amount="1200", method="transfer", is_advance="on"))
    refund = at("payments:refund", till.contract.pk)
    sent = filled(client, refund)
    assert (sent["amount"], sent["method"]) == ("1200,00", "transfer")
    assert list(client.post(refund, sent | {"reason": ""}).context["form"].errors) == ["reason"]
    client.post(refund, sent | {"amount": "700", "reason": "Передумал"})
    assert "700,00" in client.get(at("contracts:card", till.contract.pk)).content.decode()
    back = Payment.objects.get(kind="refund")
    undo = at("payments:reverse", back.pk)
    assert client.post(undo, {"reason": "", "version": back.version}).status_code == 422
    client.post(undo, {"reason": "Не тому", "version": back.version})
    back.refresh_from_db()
    assert back.is_reversed
    receipt = pypdf.PdfReader(io.BytesIO(client.get(at("payments:receipt", back.pk)).content))
    assert "Сторнирован" in receipt.pages[0].extract_text()
    put = at("payments:allocate", till.contract.pk)
    # 200 lie beyond the plan, which is paid: there is nothing to put them to
    assert put in client.get(at("contracts:card", till.contract.pk)).content.decode()
    assert client.post(put).status_code == 422
    assert broken() == {}


def test_the_party_card_leads_to_the_contract_that_is_paid(till: Till, client: Client) -> None:
    choose = at("payments:choose", till.contract.party_id)
    assert choose in client.get(at("parties:card", till.contract.party_id)).content.decode()
    assert client.get(choose)["Location"] == at("payments:take", till.contract.pk)
    from tests.finance.payments.till import registered

    second = registered(till.desk)
    page = client.get(choose).content.decode()
    assert at("payments:take", till.contract.pk) in page
    assert at("payments:take", second.pk) in page


def test_desks_are_set_up_by_the_head_of_finance(till: Till) -> None:
    head = an_employee(till.desk.office)
    give(head, offices__view=Scope.FIRM, cash__view=Scope.FIRM, cash__set_up=Scope.FIRM)
    her = browser(head)
    answer = her.post(at("cash-desks:add"), {"office": till.desk.office.pk, "name": "Касса 2"})
    desk = CashDesk.objects.get(name="Касса 2")
    assert answer["Location"] == at("cash-desks:card", desk.pk)
    change = at("cash-desks:change", desk.pk)
    her.post(change, {"name": "Касса у входа", "is_active": "on", "version": desk.version})
    assert "Касса у входа" in her.get("/cash-desks/").content.decode()
    assert her.post(change, {"name": "Иная", "version": 1}).status_code == 409


def test_who_may_not_see_sums_sees_none(till: Till) -> None:
    till.take("777.77")
    person = an_employee(till.desk.office)
    give(person, contracts__view=Scope.OFFICE, receivables__view=Scope.OFFICE, payments__view=Scope.OFFICE)
    her = browser(person)
    payment = Payment.objects.get()
    for address in (
        at("contracts:card", till.contract.pk), "/receivables/", "/payments/", "/fiscal-receipts/",
        at("payments:card", payment.pk), at("receivables:card", till.rows()[0].pk),
    ):  # fmt: skip
        page = her.get(address)
        assert page.status_code == 200, address
        assert not any(sum_ in page.content.decode() for sum_ in ("777,77", "333,34", "333,33")), address
    assert her.get(at("payments:receipt", payment.pk)).status_code == 403
    assert her.get(at("payments:take", till.contract.pk)).status_code == 403


def test_closed_matters_and_strangers(till: Till, client: Client) -> None:
    payment = till.take("100")
    addresses = [
        at("payments:card", payment.pk), at("payments:receipt", payment.pk),
        at("payments:reverse", payment.pk),
        at("payments:take", till.contract.pk), at("payments:refund", till.contract.pk),
        at("payments:split", till.contract.pk), at("receivables:card", till.rows()[0].pk),
        at("receivables:plan", till.rows()[0].pk),
    ]  # fmt: skip
    assert {client.get(one).status_code for one in addresses} == {200}
    close_party(HOUSE, party_id=till.contract.party_id, people=[till.desk.head.account_id], reason="Конфликт")
    assert {client.get(one).status_code for one in addresses} == {404}
    assert payment.number not in client.get("/payments/").content.decode()
    desk = client.get(at("cash-desk:desk"), {"q": "Петров"}).content.decode()
    assert "Иван" not in desk.split("</form>")[1]


def test_a_payer_who_is_closed_to_the_reader_has_no_name(till: Till, client: Client) -> None:
    draft = till.desk.ready()
    payer = register_party(HOUSE, kind="person", surname="Тайный", office_id=till.desk.office.pk)
    add_to_contract(HOUSE, contract_id=draft.pk, party_id=payer, role="payer")
    register_contract(HOUSE, contract_id=draft.pk)
    payment = till.take("50", contract_id=draft.pk, payer_id=payer)
    pages = (at("payments:card", payment.pk), at("contracts:card", draft.pk), "/payments/")
    assert "Тайный" in client.get(pages[0]).content.decode()
    close_party(HOUSE, party_id=payer, people=[till.desk.head.account_id], reason="Конфликт")
    for page in pages:
        assert "Тайный" not in client.get(page).content.decode(), page
    receipt = pypdf.PdfReader(io.BytesIO(client.get(at("payments:receipt", payment.pk)).content))
    assert "закрыто для вас" in receipt.pages[0].extract_text()
    assert "Тайный" not in receipt.pages[0].extract_text()


def test_the_list_of_receivables_answers_by_its_chips(till: Till, client: Client) -> None:
    record_call(
        HOUSE, party_id=till.contract.party_id, direction="out", answered=True, talk_seconds=60,
        employee_id=till.desk.seller.pk,
    )  # fmt: skip
    give(till.cashier, calls__view=Scope.FIRM)
    page = client.get("/receivables/", {"quick": "overdue"}).content.decode()
    assert page.count("просрочен на") == 3
    assert "Осталось: 1\u202f000,00" in page
    assert "Последний контакт" in page
    assert "сегодня," in page
    assert client.get("/receivables/", {"quick": "future"}).content.decode().count("<tr id=") == 0
    found = client.get("/receivables/", {"q": "Петров", "office": "my_office", "quick": "overdue"})
    assert found.content.decode().count("<tr id=") == 3
    row = till.rows()[0]
    plan = at("receivables:plan", row.pk)
    soon = (clock.now() + timedelta(days=3)).date().isoformat()
    client.post(plan, {"expected_on": soon, "comment": "Обещал", "version": row.version})
    assert "Обещал" in client.get("/receivables/").content.decode()
    for quick in ("today", "waiting", "mine"):
        assert client.get("/receivables/", {"quick": quick}).status_code == 200


def test_sums_over_a_list_are_whole_or_none(till: Till, client: Client, monkeypatch) -> None:
    from femida.platform.screens.lists import listing

    assert "Осталось: " in client.get("/receivables/").content.decode()
    monkeypatch.setattr(listing, "ADDED_UP", 2)
    page = client.get("/receivables/").content.decode()
    assert "Осталось: " not in page
    # the search over everything names the contract, not each of its payments
    assert "Платежи по плану</h2>" not in client.get("/search/", {"q": till.contract.number}).content.decode()


BUDGETS = {
    "/receivables/?quick=overdue": FRAME + 3,
    "/payments/": FRAME + 2,
    "/unearned/": FRAME + 2,
    "/fiscal-receipts/": FRAME + 2,
    "/shifts/": FRAME + 1,
    "/cash-desk/": FRAME + 3,
    "/cash-desk/?q={number}": FRAME + 5,
    "/payments/{payment}/": FRAME + 9,
    "/shifts/{shift}/": FRAME + 10,
    "/contracts/{contract}/": FRAME + 17,
}


def test_exactly_as_many_statements_with_few_rows_and_with_many(till: Till) -> None:
    give(till.cashier, calls__view=Scope.FIRM)
    client = browser(till.cashier)
    shift = open_shift(till.actor, desk_id=till.cash_desk.pk, counted=Decimal(0))
    first = till.take("10", "cash")
    about = {"payment": first.pk, "shift": shift, "contract": till.contract.pk}
    about["number"] = till.contract.number
    for size in (1, 4):
        for number in range(size):
            contract = till.another_contract(f"+79990003{size}{number:02}")
            till.take("20", "cash", contract_id=contract.pk)
            till.take("5", "cash")
        for address, budget in BUDGETS.items():
            page = address.format(**about)
            client.get(page)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(page).status_code == 200
            statements = [one["sql"] for one in captured.captured_queries]
            assert len(statements) == budget, "\n".join([page, *statements])


def test_the_search_of_the_desk_is_not_that_of_the_frame(till: Till, client: Client) -> None:
    page = client.get("/cash-desk/", {"q": till.contract.number}).content.decode()
    field = page[page.index('id="search"') :]
    assert 'value=""' in field[: field.index(">")]
    field = page[page.index('id="desk-search"') :]
    assert f'value="{till.contract.number}"' in field[: field.index(">")]


def test_lists_name_the_client_of_each_contract(till: Till) -> None:
    """The client stands two keys away from a payment: by the contract."""
    give(till.cashier, receivables__view=Scope.OFFICE, contracts__view=Scope.OFFICE)
    for number in range(3):
        # clients without contracts: no contract has the number of its own client
        till.desk.firm.enquiry(f"+7999222000{number}")
    named = {}
    for number, name in enumerate(("Астахова Нина", "Белов Олег", "Волков Пётр")):
        contract = till.another_contract(f"+7999111000{number}")
        Party.objects.filter(pk=contract.party_id).update(name=name)
        till.take("20", "card", contract_id=contract.pk)
        named[contract.number] = name
    client = browser(till.cashier)
    for address in ("/payments/", "/receivables/?quick=open"):
        page = client.get(address).content.decode()
        rows = re.findall(r'<tr id="row-\d+".*?</tr>', page)
        seen = {number: row for row in rows for number in named if number in row}
        assert seen.keys() == named.keys(), address
        assert {number: name for number, name in named.items() if name not in seen[number]} == {}, address
