"""The walk goes on: a deal becomes a contract, the contract is paid and a part given back, as the ledger says."""

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


def send(page: Page, button: str) -> None:
    """Press the button of the open dialog and wait until it has closed."""
    page.locator("#dialog").get_by_role("button", name=button, exact=True).click()
    expect(page.locator("#dialog")).to_be_hidden()


def rouble(text: str) -> Decimal:
    """The sum that a line says."""
    return Decimal(re.sub(r"[^\d,]", "", text).replace(",", "."))


def said(panel_page: Page, label: str) -> Decimal:
    """A number of the finance panel of the open contract."""
    panel = panel_page.locator("#panel-receivables\\.finance, #panel-finance").first
    return rouble(panel.locator("dt", has_text=re.compile(f"^{label}$")).locator("xpath=following-sibling::dd[1]").inner_text())


def test_a_deal_becomes_a_contract_and_the_contract_is_paid(people, enquire, served: Installation | None):
    name = a_name("Ольга")
    enquire("msk", name, a_phone(), "Нужно разделить имущество")
    head = people.page("head.sales.msk")
    wait_for_lead(head, name)
    open_card(head, name)
    record_call(head)
    expect(current_stage(head)).to_have_text("Звонок совершён")
    head.get_by_role("button", name="Квалифицировать", exact=True).click()
    head.locator("#dialog").get_by_label("О чём сделка").fill("Раздел имущества")
    send(head, "Квалифицировать")
    head.goto("/deals/?quick=open")
    head.goto(row_of(head, name).get_attribute("data-href"))

    number, amount = _register(head)
    cashier = people.page("cashier.msk")
    _pay_and_refund(cashier, number, amount, served)


def _register(page: Page) -> tuple[str, Decimal]:
    """From the deal to the number of the contract."""
    page.get_by_role("button", name="Составить договор").click()
    dialog = page.locator("#dialog")
    dialog.get_by_label("Раздел имущества супругов").check()
    send(page, "Составить")
    page.wait_for_url(re.compile(r"/contracts/\d+/$"))
    print(page.locator("#main").inner_text())
    raise AssertionError


def _pay_and_refund(cashier, number, amount, served): ...
