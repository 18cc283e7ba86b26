"""Printed pages of finance: what stands on them, sums to the kopeck, and a code that a camera reads."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from zoneinfo import ZoneInfo

import pypdf
import pytest
import typst
import zxingcpp
from PIL import Image

from femida.finance.prints import pages
from femida.finance.prints.pages import (
    Buyer,
    CashOrderPage,
    Firm,
    InvoicePage,
    Position,
    ReceiptPage,
)
from femida.kernel.payment_code import PaymentCode, build, parse


def at(hour: int, minute: int) -> datetime:
    """A moment of the day of these pages, where the office is."""
    return datetime(2026, 11, 22, hour, minute, tzinfo=ZoneInfo("Europe/Moscow"))


FIRM = Firm(
    name="ООО «Фемида Пример»",
    inn="9999000013",
    kpp="999901001",
    address="г. Москва, ул. Примерная, д. 7",
    bank_name="АО «Примербанк»",
    bic="044525999",
    account="40702810300000000042",
    corr_account="30101810600000000999",
    head_name="Громова Анна Сергеевна",
    accountant_name="Образцова Вера Павловна",
)
POSITION = Position(
    name="Расторжение брака через суд",
    quantity=Decimal("1.50"),
    unit="усл.",
    price=Decimal("1000.00"),
    vat_percent=22,
    vat=Decimal("270.49"),
    amount=Decimal("1500.00"),
)
INVOICE = InvoicePage(
    number="1-2026/0007",
    issued_on=date(2026, 11, 22),
    due_on=date(2026, 11, 29),
    firm=FIRM,
    buyer=Buyer(name="ООО «Ромашка»", inn="7707083893", kpp="773601001"),
    contract="Договор № 1-2026/0012",
    purpose="Юридические услуги",
    positions=[POSITION],
)
ORDER = CashOrderPage(
    is_incoming=True,
    number="31",
    day=date(2026, 11, 22),
    firm=FIRM,
    unit="Офис «Москва»",
    person="Ивановой Марии",
    basis="Договор № 5",
    amount=Decimal("23333.34"),
    cashier="Кассова Инна Юрьевна",
)


def words(pdf: bytes) -> str:
    """The text of a page with plain spaces."""
    read = "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages)
    return " ".join(read.replace("\u00a0", " ").split())


def test_an_invoice_says_who_to_whom_for_what_and_how_much() -> None:
    text = words(pages.invoice_page(INVOICE))
    for part in (
        "Счёт на оплату № 1-2026/0007 от 22 ноября 2026 г.",
        "044525999",
        "40702810300000000042",
        "30101810600000000999",
        "ООО «Фемида Пример», ИНН 9999000013, КПП 999901001, г. Москва",
        "ООО «Ромашка», ИНН 7707083893, КПП 773601001",
        "Договор № 1-2026/0012",
        "1,5",
        "1 500,00",
        "в том числе НДС 22 %: 270,49",
        "Всего к оплате: 1 500,00",
        "Всего наименований 1, на сумму 1 500,00 ₽",
        "Одна тысяча пятьсот рублей 00 копеек",
        "Оплатить до 29 ноября 2026 г. включительно.",
        "Громова А. С.",
        "Образцова В. П.",
    ):
        assert part in text
    assert "QR" not in text
    assert "Без налога" not in text


def test_vat_has_a_line_for_every_rate_and_its_absence_is_said() -> None:
    reduced = replace(POSITION, vat_percent=10, vat=Decimal("136.36"))
    free = replace(POSITION, vat_percent=None, vat=Decimal(0))
    zero = replace(POSITION, vat_percent=0, vat=Decimal(0))
    text = words(pages.invoice_page(replace(INVOICE, positions=[POSITION, reduced, POSITION, free, zero])))
    for part in ("НДС 0 %: 0,00", "НДС 10 %: 136,36", "НДС 22 %: 540,98", "Без НДС —", "7 500,00"):
        assert part in text
    assert text.index("НДС 0 %:") < text.index("НДС 10 %:") < text.index("НДС 22 %:")
    without = words(pages.invoice_page(replace(INVOICE, positions=[free])))
    assert "Без налога (НДС) —" in without
    assert "в том числе НДС" not in without


def test_what_was_paid_is_taken_off() -> None:
    text = words(pages.invoice_page(replace(INVOICE, paid=Decimal("500.01"))))
    assert "Оплачено: 500,01" in text
    assert "Всего к оплате: 999,99" in text


def test_a_camera_reads_the_code_from_the_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page is drawn as a picture of a printer's fineness, and a reader of barcodes looks at it."""
    code = build(
        PaymentCode(
            name=FIRM.name,
            account=FIRM.account,
            bank_name=FIRM.bank_name,
            bic=FIRM.bic,
            corr_account=FIRM.corr_account,
            amount=Decimal("1500.00"),
            fields={"Purpose": "Оплата по счёту № 1-2026/0007 от 22.11.2026, в т. ч. НДС 22 % 270,49"},
        )
    )
    real = typst.compile
    monkeypatch.setattr(
        typst, "compile", lambda source, **given: real(source, **{**given, "format": "png", "ppi": 200})
    )
    picture = pages.invoice_page(replace(INVOICE, code=code))
    seen = zxingcpp.read_barcodes(Image.open(BytesIO(picture)).convert("L"))
    assert [bytes(one.bytes) for one in seen] == [code]
    assert parse(bytes(seen[0].bytes)).amount == Decimal("1500.00")


def test_names_are_data_and_never_markup() -> None:
    hostile = '#panic("x") *жирно* $x$ [ссылка](https://example.org) \\ "кавычки"'
    text = words(pages.invoice_page(replace(INVOICE, buyer=Buyer(name=hostile), purpose=hostile)))
    assert text.count('#panic("x") *жирно* $x$') == 2


def test_a_long_invoice_goes_on_the_next_page_with_its_head() -> None:
    pdf = pages.invoice_page(replace(INVOICE, positions=[POSITION] * 60))
    read = [page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages]
    assert len(read) >= 2
    assert all("Услуга" in page for page in read[:2])
    assert "Девяносто тысяч рублей 00 копеек" in words(pdf)


def test_a_receipt() -> None:
    page = ReceiptPage(
        number="31",
        paid_at=at(14, 5),
        firm=FIRM,
        office="Москва",
        payer=Buyer(name="Иванова Мария"),
        amount=Decimal("23333.34"),
        way="наличными",
        basis="Договор № 5",
        cashier="Кассова Инна Юрьевна",
        left=Decimal(0),
    )
    text = words(pages.receipt_page(page))
    for part in ("Квитанция № 31 от 22 ноября 2026 г.", "Иванова Мария", "наличными", "22.11.2026, 14:05",
                 "23 333,34 ₽", "0,00 ₽", "Двадцать три тысячи триста тридцать три рубля 34 копейки",
                 "Кассова И. Ю."):  # fmt: skip
        assert part in text
    assert "Осталось" not in words(pages.receipt_page(replace(page, left=None)))


def test_cash_orders_are_the_unified_forms() -> None:
    taken = words(pages.cash_order_page(replace(ORDER, corresponding="62.02", okpo="12345678")))
    for part in ("КО-1", "0310001", "12345678", "постановлением Госкомстата России от 18.08.98 № 88",
                 "ПРИХОДНЫЙ КАССОВЫЙ ОРДЕР", "КВИТАНЦИЯ", "Без НДС", "62.02", "Принято от",
                 "Двадцать три тысячи"):  # fmt: skip
        assert part in taken
    assert taken.count("Ивановой Марии") == 2
    given = words(pages.cash_order_page(replace(ORDER, is_incoming=False, person="Ивановой Марии")))
    for part in ("КО-2", "0310002", "РАСХОДНЫЙ КАССОВЫЙ ОРДЕР", "Выдать", "Руководитель организации",
                 "документа, удостоверяющего личность"):  # fmt: skip
        assert part in given
    assert "КВИТАНЦИЯ" not in given


@pytest.mark.parametrize("is_incoming", [True, False])
def test_a_cash_order_stays_on_one_page_with_long_words(is_incoming: bool) -> None:
    long = replace(
        ORDER,
        is_incoming=is_incoming,
        person="Константинопольского-Преображенского Владислава Вячеславовича",
        basis="Оплата по договору № 1-2026/0012 от 20.11.2026 " * 3,
        amount=Decimal("777777777.77"),
    )
    assert len(pypdf.PdfReader(BytesIO(pages.cash_order_page(long))).pages) == 1
