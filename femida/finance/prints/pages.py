"""The printed pages of finance: each a frozen record of values and one function that makes the PDF.

Nothing is read here: callers bring what the reader may see. Sums are roubles, days are of the office.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from femida.finance.prints import wording as w
from femida.kernel.payment_code import qr_svg

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    """Our side on paper. Empty words leave their line empty, for the hand."""

    name: str
    inn: str = ""
    kpp: str = ""
    address: str = ""
    phone: str = ""
    bank_name: str = ""
    bic: str = ""
    account: str = ""
    corr_account: str = ""
    head_post: str = ""
    head_name: str = ""
    accountant_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """Who pays or is paid, on paper."""

    name: str
    inn: str = ""
    kpp: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A position of an invoice. `vat_percent` is None without VAT; `amount` includes `vat`."""

    name: str
    quantity: Decimal
    unit: str
    price: Decimal
    vat_percent: int | None
    vat: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoicePage:
    """Счёт на оплату. `code` is the payment code of what is still to be paid, empty for no symbol."""

    number: str
    issued_on: date
    due_on: date
    firm: Firm
    buyer: Buyer
    contract: str
    purpose: str
    positions: Sequence[Position]
    paid: Decimal = ZERO
    code: bytes = b""
    notes: Sequence[str] = ()


def invoice_page(page: InvoicePage) -> bytes:
    """The PDF of an invoice.

    VAT stands in a line of its own for every rate, «Без НДС» where there is none: article 168, clauses 4
    and 5, of the Tax Code. The whole of the VAT is the sum of the positions' VAT.
    """
    firm, amount = page.firm, sum((one.amount for one in page.positions), ZERO)
    title = f"Счёт на оплату № {page.number} от {w.long_day(page.issued_on)}"
    return w.layout(
        "invoice",
        {
            "title": title,
            "bank_name": firm.bank_name,
            "bic": firm.bic,
            "account": firm.account,
            "corr_account": firm.corr_account,
            "supplier_inn": firm.inn,
            "supplier_kpp": firm.kpp,
            "supplier_name": firm.name,
            "parties": [
                ["Исполнитель", _party_line(firm.name, firm.inn, firm.kpp, firm.address, firm.phone)],
                [
                    "Заказчик",
                    _party_line(page.buyer.name, page.buyer.inn, page.buyer.kpp, page.buyer.address),
                ],
                ["Основание", page.contract],
                ["Назначение", page.purpose],
            ],
            "rows": [
                [
                    str(number),
                    one.name,
                    w.quantity(one.quantity),
                    one.unit,
                    w.money(one.price),
                    w.rate(one.vat_percent),
                    "—" if one.vat_percent is None else w.money(one.vat),
                    w.money(one.amount),
                ]
                for number, one in enumerate(page.positions, start=1)
            ],
            "totals": _totals(page, amount),
            "counted": f"Всего наименований {len(page.positions)}, на сумму {w.with_sign(amount)}",
            "in_words": w.words(amount),
            "due": f"Оплатить до {w.long_day(page.due_on)} включительно.",
            "notes": list(page.notes),
            "signatures": [
                [firm.head_post or "Руководитель", w.short_name(firm.head_name)],
                ["Главный бухгалтер", w.short_name(firm.accountant_name or firm.head_name)],
            ],
            "qr": qr_svg(page.code) if page.code else "",
        },
    )


def _party_line(name: str, inn: str, kpp: str, address: str, phone: str = "") -> str:
    return w.joined(
        [
            name,
            f"ИНН {inn}" if inn else "",
            f"КПП {kpp}" if kpp else "",
            address,
            f"тел. {phone}" if phone else "",
        ]
    )


def _totals(page: InvoicePage, amount: Decimal) -> list[list[str]]:
    by_rate: dict[int | None, Decimal] = {}
    for one in page.positions:
        by_rate[one.vat_percent] = by_rate.get(one.vat_percent, ZERO) + one.vat
    lines = [["Итого:", w.money(amount)]]
    taxed = sorted((rate, vat) for rate, vat in by_rate.items() if rate is not None)
    lines += [[f"в том числе НДС {rate} %:", w.money(vat)] for rate, vat in taxed]
    if not taxed:
        lines.append(["Без налога (НДС)", "—"])
    if page.paid:
        lines.append(["Оплачено:", w.money(page.paid)])
    return [*lines, ["Всего к оплате:", w.money(amount - page.paid)]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptPage:
    """Квитанция об оплате, or with `is_refund` о возврате. `way` is how it was paid, in words.

    `left` is what the contract still owes; `mark` stands out below («Сторнирован 24.11.2026»).
    """

    number: str
    paid_at: datetime
    firm: Firm
    office: str
    payer: Buyer
    amount: Decimal
    way: str
    basis: str
    cashier: str
    left: Decimal | None = None
    fiscal_line: str = ""
    mark: str = ""
    is_refund: bool = False


def receipt_page(page: ReceiptPage) -> bytes:
    """The PDF of a receipt of a payment. It does not take the place of a cashier's cheque (54-ФЗ)."""
    left = f"{w.with_sign(page.left)}" if page.left is not None else ""
    return w.layout(
        "receipt",
        {
            "title": f"{'Возврат' if page.is_refund else 'Квитанция'} № {page.number} "
            f"от {w.long_day(page.paid_at.date())}",
            "firm_name": page.firm.name,
            "firm_line": w.joined([f"ИНН {page.firm.inn}" if page.firm.inn else "", page.firm.address]),
            "office_line": page.office,
            "facts": [
                ["Получатель" if page.is_refund else "Плательщик", page.payer.name],
                ["За что", page.basis],
                ["Способ оплаты", page.way],
                ["Выдано" if page.is_refund else "Принято", w.moment(page.paid_at)],
                ["Осталось оплатить по договору", left],
            ],
            "in_words": w.words(page.amount),
            "amount": w.with_sign(page.amount),
            "notes": [line for line in (page.fiscal_line, page.mark) if line],
            "signatures": [["Выдал" if page.is_refund else "Принял", w.short_name(page.cashier)]],
        },
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CashOrderPage:
    """A cash order: КО-1 when money is taken, КО-2 when it is given.

    `person` is who brings or gets the money, in the genitive («от Ивановой Марии») or dative («Ивановой
    Марии»). `corresponding` is the account on the other side of «50». `identity` is the paper by which the
    receiver was known: empty, it is written by hand.
    """

    is_incoming: bool
    number: str
    day: date
    firm: Firm
    unit: str
    person: str
    basis: str
    amount: Decimal
    vat: str = ""
    attached: str = ""
    cashier: str = ""
    corresponding: str = ""
    okpo: str = ""
    identity: str = ""


def cash_order_page(page: CashOrderPage) -> bytes:
    """The PDF of a cash order in the unified form: постановление Госкомстата от 18.08.1998 № 88.

    The orders are still obligatory for cash desks of firms: указание Банка России от 11.03.2014 № 3210-У.
    """
    cash = "50"
    debit, credit = (cash, page.corresponding) if page.is_incoming else (page.corresponding, cash)
    return w.layout(
        "cash_order",
        {
            "form": "КО-1" if page.is_incoming else "КО-2",
            "okud": "0310001" if page.is_incoming else "0310002",
            "okpo": page.okpo,
            "title": "ПРИХОДНЫЙ КАССОВЫЙ ОРДЕР" if page.is_incoming else "РАСХОДНЫЙ КАССОВЫЙ ОРДЕР",
            "number": page.number,
            "day": w.day(page.day),
            "long_day": w.long_day(page.day),
            "firm_name": page.firm.name,
            "unit": page.unit,
            "unit_code": "",
            "debit": debit,
            "credit": credit,
            "analytic": "",
            "purpose_code": "",
            "amount": w.money(page.amount),
            "in_words": w.words(page.amount),
            "person": page.person,
            "basis": page.basis,
            "vat": page.vat or w.WITHOUT_VAT,
            "attached": page.attached,
            "identity": page.identity,
            "cashier": w.short_name(page.cashier),
            "accountant": w.short_name(page.firm.accountant_name),
            "head": w.short_name(page.firm.head_name),
            "head_post": page.firm.head_post,
        },
    )
