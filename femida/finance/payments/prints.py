"""The printed pages of payments: the receipt and the cash order of one, the report of a shift."""

from __future__ import annotations

from pathlib import Path
from typing import TypedDict

from django.utils.translation import gettext as _

from femida.finance.invoices.queries import our_side
from femida.finance.payments.models import CashMovement, Payment, Shift
from femida.finance.payments.queries import ShiftTotals, shift_totals
from femida.finance.prints.pages import Buyer, CashOrderPage, ReceiptPage, cash_order_page, receipt_page
from femida.firm.offices.queries import zone_of
from femida.kernel.money import format_ru
from femida.kernel.name_cases import Case
from femida.parties.registry.models import Party
from femida.parties.requisites.queries import declined
from femida.platform.texts.layouts import typeset
from femida.platform.ui.formats import exact

LAYOUTS = Path(__file__).parent / "layouts"
# account 62.02 of the plan of accounts: приказ Минфина РФ от 31.10.2000 № 94н
ADVANCES = "62.02"


class ShiftValues(TypedDict):
    """What stands on the report of a shift; everything as it is to be read."""

    title: str
    firm: str
    facts: list[tuple[str, str]]
    heads: list[str]
    rows: list[list[str]]
    cash_title: str
    cash: list[tuple[str, str]]
    movements_title: str
    movement_heads: list[str]
    movements: list[list[str]]
    signature: str
    cashier: str


def receipt_pdf(payment: Payment, payer: str) -> bytes:
    """The receipt of a payment or refund; the caller has checked what the reader may see, the name too."""
    paid_at = payment.created_at.astimezone(zone_of(payment.office_id))
    mark = ""
    if payment.reversed_on is not None:
        mark = f"Сторнирован {payment.reversed_on:%d.%m.%Y}: {payment.reversal_reason}"
    return receipt_page(
        ReceiptPage(
            number=payment.number,
            paid_at=paid_at,
            firm=our_side(payment.legal_entity),
            office=payment.office.name,
            payer=Buyer(name=payer),
            amount=payment.amount,
            way=str(payment.get_method_display()),
            basis=_basis(payment),
            cashier=payment.taken_by.name if payment.taken_by is not None else "",
            mark=mark,
            is_refund=payment.is_refund,
        )
    )


def cash_order_pdf(payment: Payment, payer: str) -> bytes:
    """The cash order of a payment in cash (КО-1) or of its refund (КО-2), the name as the reader sees it."""
    is_incoming = not payment.is_refund
    case = Case.GENITIVE if is_incoming else Case.DATIVE
    is_open = payer == payment.party.name
    if is_open and payment.party.kind != Party.Kind.ORGANISATION:
        payer = str(declined(payment.party_id, case)) or payer
    return cash_order_page(
        CashOrderPage(
            is_incoming=is_incoming,
            number=payment.number,
            day=payment.business_date,
            firm=our_side(payment.legal_entity),
            unit=payment.office.name,
            person=payer,
            basis=_basis(payment),
            amount=payment.amount,
            cashier=payment.taken_by.name if payment.taken_by is not None else "",
            corresponding=ADVANCES,
        )
    )


def _basis(payment: Payment) -> str:
    number = payment.contract.number
    words = payment.purpose or payment.reason
    return words if number in words else f"Договор № {number}. {words}".strip()


def shift_values(shift: Shift, totals: ShiftTotals) -> ShiftValues:
    """The values of a shift's report: what was taken by each way, and the cash from beginning to end."""
    methods = dict(Payment.Method.choices)
    kinds = dict(CashMovement.Kind.choices)
    rows = []
    for method in Payment.Method.values:
        taken, back = totals.of("payment", method), totals.of("refund", method)
        count = totals.counts.get(("payment", method), 0)
        rows.append(
            [str(methods[method]), str(count), format_ru(taken), format_ru(back), format_ru(taken - back)]
        )
    expected = shift.opening_expected + totals.cash
    cash = [
        (_("At the beginning"), format_ru(shift.opening_expected)),
        (_("Taken from clients"), format_ru(totals.of("payment", "cash"))),
        (_("Given back to clients"), format_ru(-totals.of("refund", "cash"))),
        (_("Reversed"), format_ru(totals.reversed_cash)),
        (_("Other movements"), format_ru(sum((one.amount for one in totals.movements), start=expected * 0))),
        (_("In the desk"), format_ru(expected)),
    ]
    if shift.closing_counted is not None and shift.closing_expected is not None:
        cash.append((_("Expected at closing"), format_ru(shift.closing_expected)))
        cash.append((_("Counted at closing"), format_ru(shift.closing_counted)))
        cash.append((_("Difference in cash"), format_ru(shift.closing_counted - shift.closing_expected)))
    title = _("Report of shift %(number)d") if shift.closed_at else _("Shift %(number)d so far")
    return ShiftValues(
        title=title % {"number": shift.number},
        firm=shift.desk.legal_entity.name,
        facts=[
            (_("Cash desk"), f"{shift.desk.name}, {shift.desk.office.name}"),
            (_("Opened at"), exact(shift.opened_at)),
            (_("Closed at"), exact(shift.closed_at) if shift.closed_at else ""),
            (_("Reason of the difference"), " · ".join(filter(None, _reasons(shift)))),
        ],
        heads=[_("Way of payment"), _("Payments"), _("Taken"), _("Given back"), _("Altogether")],
        rows=rows,
        cash_title=_("Cash"),
        cash=cash,
        movements_title=_("Other movements"),
        movement_heads=[_("Time"), _("What"), _("Reason"), _("Sum")],
        movements=[
            [exact(one.at), str(kinds[one.kind]), one.reason, format_ru(one.amount)]
            for one in totals.movements
        ],
        signature=_("Cashier"),
        cashier=shift.opened_by.name if shift.opened_by is not None else "",
    )


def _reasons(shift: Shift) -> tuple[str, str]:
    return shift.opening_reason, shift.closing_reason


def shift_pdf(shift: Shift) -> bytes:
    """The report of a shift: so far while it is open, final when it is closed."""
    return typeset(LAYOUTS / "shift.typ", shift_values(shift, shift_totals(shift)))
