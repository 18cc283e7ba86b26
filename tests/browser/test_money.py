"""The walk goes on: a deal becomes a contract; it is paid and a part given back, as the ledger says."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.acts import a_name, a_phone, current_stage, open_card, record_call, row_of, wait_for_lead
from tests.processes import Installation

pytestmark = pytest.mark.browser

LEDGER = """
from femida.practice.contracts.models import Contract
from femida.finance.ledger.models import Posting
from django.db.models import Sum
contract = Contract.objects.get(number="{number}")
rows = Posting.objects.filter(contract_id=contract.pk)
def of(*codes):
    return rows.filter(account__code__in=codes).aggregate(s=Sum("amount"))["s"] or 0
print(of("cash", "card_in_transit", "bank"), -of("advances"))
"""


def send(page: Page) -> None:
    """Send the form of the open dialog and wait until it has closed."""
    page.locator("#dialog button[type=submit]").click()
    expect(page.locator("#dialog")).to_be_hidden()


def rouble(text: str) -> Decimal:
    """The sum that a line says."""
    return Decimal(re.sub(r"[^\d,]", "", text).replace(",", "."))


def said(page: Page, label: str) -> Decimal:
    """A number of the finance panel of the open contract."""
    panel = page.locator(".f-panel").filter(has=page.get_by_role("heading", name="Финансы", exact=True))
    term = panel.locator("dt").filter(has_text=re.compile(f"^{label}$"))
    return rouble(term.locator("xpath=following-sibling::dd[1]").inner_text())


def test_a_deal_becomes_a_contract_and_the_contract_is_paid(people, enquire, served: Installation | None):
    name = a_name("Ольга")
    enquire("msk", name, a_phone(), "Нужно разделить имущество")
    head = people.page("head.sales.msk")
    _qualify(head, name)
    number, amount = _register(head)

    cashier = people.page("cashier.msk")
    cashier.goto("/cash-desk/")
    _have_a_shift(cashier)
    first = amount / 2
    _take(cashier, number, first)
    head.reload()
    assert (said(head, "Оплачено"), said(head, "К оплате сейчас")) == (first, 0)
    contract = head.url
    head.goto(f"/receivables/?q={number}")
    expect(head.locator("tr[data-row]").filter(has_text="оплачено")).to_have_count(1)
    expect(head.locator("tr[data-row]").filter(has_text="впереди")).to_have_count(1)

    # over the debt only when it is said so; then a part goes back
    _take(cashier, number, first + 1000, is_over=True)
    cashier.goto(contract)
    cashier.locator("#card-head").get_by_role("button", name="Возврат", exact=True).click()
    cashier.locator("#dialog").get_by_label("Сумма, ₽").fill("1500")
    cashier.locator("#dialog").get_by_label("Причина").fill("Клиент передумал платить вперёд")
    send(cashier)
    cashier.reload()
    paid = amount + 1000 - 1500
    assert said(cashier, "Оплачено") == paid
    assert said(cashier, "Оплачено, работа не принята") == paid
    if served is not None:
        answer = served.python(LEDGER.format(number=number))
        assert [Decimal(word) for word in answer.stdout.split()] == [paid, paid], answer.stderr


def _qualify(page: Page, name: str) -> None:
    """From the lead to the open card of its deal."""
    wait_for_lead(page, name)
    open_card(page, name)
    record_call(page)
    expect(current_stage(page)).to_have_text("Звонок совершён")
    page.get_by_role("button", name="Квалифицировать", exact=True).click()
    page.locator("#dialog").get_by_label("О чём сделка").fill("Раздел имущества")
    send(page)
    page.goto("/deals/?quick=open")
    page.goto(row_of(page, name).get_attribute("data-href"))


def _register(page: Page) -> tuple[str, Decimal]:
    """From the deal to the number of the contract; the deal is won by it."""
    deal = page.url
    page.get_by_role("button", name="Составить договор").click()
    page.locator("#dialog").get_by_label("Раздел имущества супругов").check()
    send(page)
    page.wait_for_url(re.compile(r"/contracts/\d+/$"))
    contract = page.url
    page.get_by_role("button", name="Равными частями").click()
    dialog = page.locator("#dialog")
    dialog.get_by_label("Сколько платежей").fill("2")
    send(page)
    page.get_by_role("button", name="Общие сведения").click()
    for label in ("Краткая суть дела", "Юридические действия", "Что ожидает клиент", "Ожидаемые сроки"):
        dialog.get_by_label(label).fill("Раздел квартиры")
    for box in dialog.locator("input[required]").all():
        if not box.input_value():
            box.fill("1")
    send(page)
    page.get_by_role("button", name="Зарегистрировать договор").click()
    send(page)
    page.goto(deal)
    expect(current_stage(page)).to_have_text("Договор подписан")
    page.goto(contract)
    number = page.locator("h1").inner_text()
    assert re.fullmatch(r"\d+-\d{4}/\d{4}", number)
    return number, said(page, "Сумма договора")


def _have_a_shift(page: Page) -> None:
    """The demonstration firm's shift of today is open; one that was closed is opened."""
    opener = page.get_by_role("button", name="Открыть смену")
    if opener.count():
        opener.first.click()
        send(page)


def _take(page: Page, number: str, amount: Decimal, *, is_over: bool = False) -> None:
    """Take cash by a contract found by its number."""
    page.goto(f"/cash-desk/?q={number}")
    page.get_by_role("button", name="Принять", exact=True).first.click()
    dialog = page.locator("#dialog")
    dialog.get_by_label("Сумма, ₽").fill(str(amount).replace(".", ","))
    # the split of the sum over the plan is drawn anew
    page.wait_for_load_state("networkidle")
    dialog.get_by_label("наличные").check()
    if is_over:
        page.locator("#dialog button[type=submit]").click()
        expect(dialog.locator(".f-summary")).to_contain_text("аванс")
        dialog.get_by_label("Аванс").check()
    send(page)
