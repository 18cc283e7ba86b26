"""The pages of invoices: from the contract's card to the paper, what they refuse, in how many statements."""

from __future__ import annotations

import uuid
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pypdf
import pytest
import typst
import zxingcpp
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from femida.finance.invoices import commands
from femida.finance.invoices.models import Invoice, InvoiceLine, Subscription
from femida.finance.invoices.positions import Wish
from femida.kernel.payment_code import parse
from femida.parties.registry.commands import close_party
from femida.platform.access.rights import Scope
from femida.platform.screens.ports import Panel, panels
from femida.platform.ui import components as ui
from femida.practice.services.queries import today
from tests.finance.invoices.billing import BANK, POSITION, Till, a_regular_contract, a_till
from tests.firm.people import an_employee, give
from tests.practice.contracting import HOUSE, a_deal

pytestmark = pytest.mark.django_db

# Session, account, policy in two, the bell: what every page asks.
FRAME = 5


@pytest.fixture
def till() -> Till:
    return a_till()


def browser(employee) -> Client:
    client = Client()
    client.force_login(employee.account)
    return client


@pytest.fixture
def client(till) -> Client:
    """The browser of the seller."""
    return browser(till.desk.seller)


def at(name: str, *ids: int) -> str:
    return reverse(f"invoices:{name}", args=ids)


def form_of(till: Till, **values: object) -> dict[str, object]:
    return {
        "key": str(uuid.uuid4()),
        "party": till.contract.party_id,
        "kind": "once",
        "vat_kind": "none",
        "positions": "",
    } | values


def text_of(pdf: bytes) -> str:
    read = "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages)
    return " ".join(read.replace("\u00a0", " ").split())


def test_from_the_contract_to_the_paper(till, client):
    contract_card = reverse("contracts:card", args=[till.contract.pk])
    bill = at("bill", till.contract.pk)
    assert bill in client.get(contract_card).content.decode()
    page = client.get(bill).content.decode()
    assert "333,34" in page
    assert "ставка НДС" in page or "22 %" in page
    form = form_of(
        till,
        instalments=till.billed(1, 2),
        positions="Выезд юриста = 5 000,50",
        vat_kind="standard",
        issue="on",
    )
    answer = client.post(bill, form)
    assert answer.status_code == 302, answer.context["form"].errors
    invoice = Invoice.objects.get()
    assert answer["Location"] == at("card", invoice.pk)
    # the press too many
    again = client.post(bill, form)
    assert again.status_code == 302, again.context["form"].errors
    assert again["Location"] == answer["Location"]
    assert Invoice.objects.count() == 1
    assert (invoice.state, invoice.amount) == ("issued", Decimal("5667.17"))
    card = client.get(answer["Location"]).content.decode()
    assert "5\u202f667,17" in card
    assert 'class="f-qr"' in card
    assert "Выезд юриста" in card
    # what is billed is not offered again
    offered = client.get(bill).context["form"].fields["instalments"].choices
    assert [pk for pk, _label in offered] == till.billed(3)
    for address in (contract_card, reverse("parties:card", args=[till.contract.party_id]), "/invoices/"):
        assert invoice.number in client.get(address).content.decode()
    assert client.get(f"/invoices/?q={invoice.number}").content.decode().count(invoice.number) > 1


def test_the_paper_has_everything_and_a_camera_reads_its_code(till, client, monkeypatch):
    invoice = till.issued(positions=[Wish("Услуга", Decimal(1000), vat_kind="standard")])
    commands.note_payment(HOUSE, invoice_id=invoice.pk, amount=Decimal(100))
    answer = client.get(at("pdf", invoice.pk))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    text = text_of(answer.content)
    for part in (
        f"Счёт на оплату № {invoice.number}",
        BANK["account"],
        BANK["bic"],
        BANK["corr_account"],
        "Проба",
        str(till.contract.party),
        f"Договор № {till.contract.number}",
        "в том числе НДС 22 %: 180,33",
        "Оплачено: 100,00",
        "Всего к оплате: 900,00",
        "Образцова В. П.",
        "Оплата по QR-коду",
    ):
        assert part in text, part
    real = typst.compile
    monkeypatch.setattr(
        typst, "compile", lambda source, **given: real(source, **{**given, "format": "png", "ppi": 200})
    )
    seen = zxingcpp.read_barcodes(Image.open(BytesIO(client.get(at("pdf", invoice.pk)).content)).convert("L"))
    code = parse(bytes(seen[0].bytes))
    assert (code.account, code.amount) == (BANK["account"], Decimal(900))
    assert invoice.number in code.fields["Purpose"]


def test_what_is_not_on_paper_is_not_printed(till, client):
    draft, void = till.draft(), till.issued()
    commands.void_invoice(HOUSE, invoice_id=void.pk, reason="Ошибка")
    for invoice in (draft, void):
        assert client.get(at("pdf", invoice.pk)).status_code == 422
        assert at("pdf", invoice.pk) not in client.get(at("card", invoice.pk)).content.decode()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "positions"),
        ({"positions": "Выезд = 10,001"}, "positions"),
        ({"positions": "Выезд"}, "positions"),
        ({"positions": "= 100"}, "positions"),
        ({"positions": "Выезд = 0"}, "positions"),
        ({"positions": "Выезд = -5"}, "positions"),
        ({"positions": "Выезд = 1e5"}, "positions"),
        ({"positions": "А = 900000000000\nБ = 900000000000"}, "positions"),
        ({"positions": "А = 1", "vat_kind": "luxury"}, "vat_kind"),
        ({"positions": "А = 1", "due_on": "2020-01-01"}, "due_on"),
        ({"positions": "А = 1", "due_on": "2026-02-30"}, "due_on"),
        ({"positions": "А = 1", "party": "0"}, "party"),
        ({"positions": "А = 1", "kind": "subscription"}, "kind"),
        ({"positions": "А = 1", "key": "x"}, "key"),
        ({"instalments": ["0"]}, "instalments"),
    ],
)
def test_bad_input_is_answered_at_its_field(till, client, values, field):
    answer = client.post(at("bill", till.contract.pk), form_of(till, **values))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not Invoice.objects.exists()


def test_a_foreign_and_a_void_contract_are_not_billed(till, client):
    from femida.practice.contracts.commands import void_contract

    stranger = an_employee(till.desk.office, till.desk.firm.sales)
    give(stranger, invoices__draft=Scope.OWN, contracts__view=Scope.OWN, contracts__see_amount=Scope.OWN)
    assert browser(stranger).get(at("bill", till.contract.pk)).status_code == 404
    void_contract(HOUSE, contract_id=till.contract.pk, reason="Отказ")
    answer = client.post(at("bill", till.contract.pk), form_of(till, positions="А = 1"))
    assert answer.status_code == 422
    assert "Договор аннулирован" in answer.content.decode()
    contract_card = client.get(reverse("contracts:card", args=[till.contract.pk])).content.decode()
    assert at("bill", till.contract.pk) not in contract_card


def test_a_draft_by_its_card(till, client):
    client.post(at("bill", till.contract.pk), form_of(till, positions="Выезд = 100"))
    invoice = Invoice.objects.get()
    assert invoice.state == "draft"
    line = InvoiceLine.objects.get().pk
    position = {"name": "Час", "quantity": "1,5", "unit": "hour", "price": "1 000,10", "vat_kind": "standard"}
    assert client.post(at("add-position", invoice.pk), position).status_code == 302
    changed = client.post(
        at("change-position", invoice.pk, line), {**position, "quantity": "2", "vat_kind": "none"}
    )
    assert changed.status_code == 302
    bad = client.post(at("add-position", invoice.pk), {**position, "price": "10,001"})
    assert (bad.status_code, list(bad.context["form"].errors)) == (422, ["price"])
    # 1.5 × 1 000.10 = 1 500.15, of which VAT 270.519…
    assert InvoiceLine.objects.get(number=2).vat == Decimal("270.52")
    client.post(at("remove-position", invoice.pk, line))
    assert InvoiceLine.objects.count() == 1
    later = (today() + timedelta(days=20)).isoformat()
    head = {"party": till.contract.party_id, "due_on": later, "purpose": "Час юриста"}
    assert client.post(at("change", invoice.pk), {**head, "version": 1}).status_code == 409
    assert client.post(at("change", invoice.pk), head).status_code == 302
    key = client.get(at("issue", invoice.pk)).context["form"]["key"].value()
    for _press in range(2):
        assert client.post(at("issue", invoice.pk), {"key": str(key)}).status_code == 302
    invoice.refresh_from_db()
    assert (invoice.purpose, invoice.number_order) == ("Час юриста", 1)
    now = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    assert client.post(at("sent", invoice.pk), {"how": "messenger", "sent_at": now}).status_code == 302
    assert "в мессенджере" in client.get(at("card", invoice.pk)).content.decode()
    assert client.get(at("add-position", invoice.pk)).status_code == 200
    assert client.post(at("add-position", invoice.pk), position).status_code == 422
    copied = client.post(at("copy", invoice.pk), {"key": str(uuid.uuid4())})
    assert copied["Location"] == at("card", Invoice.objects.get(state="draft").pk)
    assert client.post(at("void", invoice.pk), {"reason": "Ошибка"}).status_code == 403
    assert browser(till.desk.head).post(at("void", invoice.pk), {"reason": "Ошибка"}).status_code == 302
    card = client.get(at("card", invoice.pk)).content.decode()
    assert "Ошибка" in card
    assert "f-qr" not in card


def test_who_may_not_see_sums_sees_none(till):
    invoice = till.issued()
    person = an_employee(till.desk.office, till.desk.firm.sales)
    rights = ("invoices__view", "invoices__draft", "contracts__view", "parties__view")
    give(person, **dict.fromkeys(rights, Scope.OFFICE))
    blind = browser(person)
    contract, party = till.contract.pk, till.contract.party_id
    for address in (
        at("card", invoice.pk),
        "/invoices/",
        "/invoices/?sort=due_on",
        reverse("contracts:card", args=[contract]),
        reverse("parties:card", args=[party]),
    ):
        page = blind.get(address).content.decode()
        assert "5\u202f000,00" not in page, address
        assert "f-qr" not in page
        assert invoice.number in page
    assert "скрыто от вас" in blind.get(at("card", invoice.pk)).content.decode()
    for name, ids in (("pdf", [invoice.pk]), ("bill", [contract]), ("add-position", [invoice.pk])):
        assert blind.get(at(name, *ids)).status_code == 403, name
    assert "5\u202f000,00" in browser(till.desk.head).get("/invoices/").content.decode()


def test_strangers_and_the_wall(till, client):
    invoice = till.issued()
    stranger = an_employee(till.desk.office, till.desk.firm.sales)
    rights = ("invoices__view", "invoices__draft", "invoices__issue", "contracts__see_amount")
    give(stranger, **dict.fromkeys(rights, Scope.OWN))
    other = browser(stranger)
    for name in ("card", "change", "issue", "sent", "copy", "pdf", "add-position"):
        assert other.get(at(name, invoice.pk)).status_code == 404, name
    close_party(HOUSE, party_id=till.contract.party_id, people=[till.desk.head.account_id], reason="Конфликт")
    for name in ("card", "pdf"):
        assert client.get(at(name, invoice.pk)).status_code == 404
        assert browser(till.desk.head).get(at(name, invoice.pk)).status_code == 200
    assert invoice.number not in client.get("/invoices/").content.decode()


def test_filters_of_the_list(till, client):
    waits, late, paid = till.issued(), till.issued(due_on=today()), till.issued()
    commands.note_payment(HOUSE, invoice_id=paid.pk, amount=Decimal(5000))
    draft = till.draft()
    yesterday = today() - timedelta(days=1)
    Invoice.objects.filter(pk=late.pk).update(issued_on=yesterday, due_on=yesterday)

    def shown(query: str) -> set[int]:
        page = client.get(f"/invoices/?{query}").content.decode()
        return {one.pk for one in (waits, late, paid, draft) if f'id="row-{one.pk}"' in page}

    assert shown("") == {waits.pk, late.pk, paid.pk, draft.pk}
    assert shown("quick=unpaid") == {waits.pk, late.pk}
    assert shown("quick=overdue") == {late.pk}
    assert shown("quick=drafts") == {draft.pk}
    assert shown("quick=mine") == {waits.pk, late.pk, paid.pk, draft.pk}
    assert shown("state=paid") == {paid.pk}
    page = client.get("/invoices/?sort=due_on").content.decode()
    assert "f-due-over" in page


def test_monthly_invoices_by_the_card_of_the_contract(till, client):
    till.desk.deal = a_deal(till.desk.firm, "+79990000044", till.desk.seller)
    contract = a_regular_contract(till.desk, today())
    card = reverse("contracts:card", args=[contract.pk])
    assert at("monthly", contract.pk) in client.get(card).content.decode()
    assert (
        at("monthly", till.contract.pk)
        not in client.get(reverse("contracts:card", args=[till.contract.pk])).content.decode()
    )
    assert client.post(at("monthly", contract.pk), {"day": "5", "is_active": "on"}).status_code == 302
    assert "5-го числа" in client.get(card).content.decode()
    assert client.get(at("monthly", contract.pk)).context["form"].initial == {"day": 5, "is_active": True}
    Subscription.objects.update(refused="Нет реквизитов")
    assert "Нет реквизитов" in client.get(card).content.decode()
    wrong = client.post(at("monthly", contract.pk), {"day": "31", "is_active": "on"})
    assert list(wrong.context["form"].errors) == ["day"]


def test_a_room_above_hangs_its_payments_into_the_card(till, client):
    """The port of the payment panel is the cards' own: nothing of invoices needs to know who takes money."""
    invoice = till.issued()
    panels.register(
        "test.payments",
        Panel(
            "test.payments", ("finance.invoice",), "Платежи", 25, lambda context: ui.facts([("Чек", "118")])
        ),
    )
    try:
        assert "Чек" in client.get(at("card", invoice.pk)).content.decode()
    finally:
        del panels._things["test.payments"]


@pytest.mark.parametrize(
    ("address", "budget"),
    [
        ("/invoices/", FRAME + 1),
        ("/invoices/{draft}/", FRAME + 7),
        ("/invoices/{issued}/", FRAME + 7),
    ],
)
def test_exactly_as_many_statements_with_few_rows_and_with_many(till, address, budget):
    head = browser(till.desk.head)
    draft = till.draft(positions=[POSITION])
    for size in (2, 12):
        for number in range(size):
            commands.add_position(HOUSE, invoice_id=draft.pk, wish=Wish(f"Услуга {number}", Decimal(10)))
        issued = till.issued(positions=[POSITION] * size)
        page = address.format(draft=draft.pk, issued=issued.pk)
        head.get(page)
        with CaptureQueriesContext(connection) as captured:
            assert head.get(page).status_code == 200
        statements = [one["sql"] for one in captured.captured_queries]
        assert len(statements) == budget, "\n".join(statements)
