"""The printed pages of payments: the receipt of one, the report of a shift."""

from __future__ import annotations

from pathlib import Path
from typing import TypedDict

from django.utils.translation import gettext as _

from femida.finance.payments.models import CashMovement, Payment, Shift
from femida.finance.payments.queries import ShiftTotals, shift_totals
from femida.kernel.money import format_ru
from femida.kernel.words import sum_in_words
from femida.platform.texts.layouts import typeset
from femida.platform.ui.formats import exact, exact_day

LAYOUTS = Path(__file__).parent / "layouts"


class ReceiptValues(TypedDict):
    """What stands on a receipt; everything as it is to be read."""

    title: str
    firm: str
    facts: list[tuple[str, str]]
    amount: str
    in_words: str
    signature: str
    taken_by: str
    mark: str


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


def receipt_values(payment: Payment, payer: str) -> ReceiptValues:
    """The values of a payment's receipt; the caller has checked what the reader may see, the name too."""
    title = _("Refund No. %(number)s") if payment.is_refund else _("Receipt No. %(number)s")
    words = sum_in_words(payment.amount)
    return ReceiptValues(
        title=title % {"number": payment.number},
        firm=payment.legal_entity.name,
        facts=[
            (_("Date"), exact_day(payment.business_date)),
            (_("Given to") if payment.is_refund else _("Received from"), payer),
            (_("By contract"), payment.contract.number),
            (_("Way of payment"), str(payment.get_method_display())),
            (_("Purpose"), payment.purpose or payment.reason),
        ],
        amount=format_ru(payment.amount),
        in_words=words[:1].upper() + words[1:],
        signature=_("Handed out by") if payment.is_refund else _("Received by"),
        taken_by=payment.taken_by.name if payment.taken_by is not None else "",
        mark=_("Reversed on %(day)s") % {"day": exact_day(payment.reversed_on)}
        if payment.reversed_on is not None
        else "",
    )


def receipt_pdf(payment: Payment, payer: str) -> bytes:
    """The receipt of a payment by a payer of this name."""
    return typeset(LAYOUTS / "receipt.typ", receipt_values(payment, payer))


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
        cash.append((_("Difference"), format_ru(shift.closing_counted - shift.closing_expected)))
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
