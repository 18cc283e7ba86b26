"""What payments hang into the common screens: actions, panels on contract, client, payment and shift."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from femida.finance.invoices.models import Invoice
from femida.finance.ledger.queries import money_of
from femida.finance.payments.models import CashMovement, FiscalReceipt, Payment, Shift
from femida.finance.payments.queries import PaymentLine, allocation_of, payer_of, payment_lines, shift_totals
from femida.platform.access.policy import Policy
from femida.platform.screens.ports import (
    Action,
    Cell,
    Panel,
    PanelContext,
    add_action,
    add_panel,
    column_renderers,
)
from femida.platform.ui import components as ui
from femida.platform.ui import formats
from femida.practice.contracts.models import Contract

CONTRACT = "practice.contract"
INVOICE = "finance.invoice"
PARTY = "parties.party"
RECEIVABLE = "finance.receivable"
UNEARNED = "finance.unearned"
PAYMENT = "finance.payment"
SHIFT = "finance.shift"
DESK = "finance.cash_desk"
FISCAL = "finance.fiscal_receipt"
SEE_AMOUNT = "contracts.see_amount"
ON_CONTRACT = 10
ON_SHIFT = 50


def _is_registered(row: Contract) -> bool:
    return row.state == Contract.State.REGISTERED


def _waits_for_money(row: Invoice) -> bool:
    return row.state in (Invoice.State.ISSUED, Invoice.State.PART_PAID)


def _is_counted(row: Payment) -> bool:
    return not row.is_reversed


add_action(
    Action(
        "payments.take", (CONTRACT,), gettext_lazy("Take a payment"),
        lambda row: reverse("payments:take", args=[row.pk]),
        style="primary", icon="cash", needs_right="payments.take", visible=_is_registered, dialog=True,
        shortcut="p", order=12,
    )
)  # fmt: skip
add_action(
    Action(
        "payments.refund", (CONTRACT,), gettext_lazy("Refund"),
        lambda row: reverse("payments:refund", args=[row.pk]),
        icon="cash-banknote", needs_right="payments.refund", visible=_is_registered, dialog=True, order=40,
    )
)  # fmt: skip
add_action(
    Action(
        "payments.choose", (PARTY,), gettext_lazy("Take a payment"),
        lambda row: reverse("payments:choose", args=[row.pk]),
        icon="cash", needs_right="payments.take", dialog=True, order=45,
    )
)  # fmt: skip
add_action(
    Action(
        "payments.of_receivable", (RECEIVABLE, UNEARNED), gettext_lazy("Take a payment"),
        lambda row: reverse("payments:take", args=[row.contract_id]),
        style="primary", icon="cash", needs_right="payments.take", dialog=True, shortcut="p", order=10,
    )
)  # fmt: skip
add_action(
    Action(
        "payments.by_invoice", (INVOICE,), gettext_lazy("Take a payment"),
        lambda row: f"{reverse('payments:take', args=[row.contract_id])}?invoice={row.pk}",
        style="primary", icon="cash", needs_right="payments.take", visible=_waits_for_money, dialog=True,
        shortcut="p", order=10,
    )
)  # fmt: skip
add_action(
    Action(
        "payments.receipt", (PAYMENT,), gettext_lazy("Payment receipt"),
        lambda row: reverse("payments:receipt", args=[row.pk]),
        icon="printer", needs_right=SEE_AMOUNT, order=10,
    )
)  # fmt: skip
add_action(
    Action(
        "payments.cash_order", (PAYMENT,), gettext_lazy("Cash order"),
        lambda row: reverse("payments:cash-order", args=[row.pk]),
        icon="printer", needs_right=SEE_AMOUNT, order=12,
        visible=lambda row: row.method == Payment.Method.CASH,
    )
)  # fmt: skip
add_action(
    Action(
        "payments.reverse", (PAYMENT,), gettext_lazy("Reverse as a mistake"),
        lambda row: reverse("payments:reverse", args=[row.pk]),
        icon="arrow-back-up", needs_right="payments.reverse", visible=_is_counted, dialog=True, order=30,
    )
)  # fmt: skip
add_action(
    Action(
        "payments.refund_it", (PAYMENT,), gettext_lazy("Refund"),
        lambda row: reverse("payments:refund", args=[row.contract_id]),
        icon="cash-banknote", needs_right="payments.refund",
        visible=lambda row: not row.is_reversed and not row.is_refund, dialog=True, order=20,
    )
)  # fmt: skip
add_action(
    Action(
        "payments.issue", (FISCAL,), gettext_lazy("Hand out"),
        lambda row: reverse("fiscal-receipts:issue", args=[row.pk]),
        method="post", icon="receipt", needs_right="payments.take",
        visible=lambda row: row.state in (FiscalReceipt.State.NOT_ISSUED, FiscalReceipt.State.FAILED),
        order=10,
    )
)  # fmt: skip
add_action(
    Action(
        "payments.open_shift", (DESK,), gettext_lazy("Open a shift"),
        lambda row: reverse("cash-desks:open", args=[row.pk]),
        icon="lock-open", needs_right="cash.shift", visible=lambda row: row.is_active, dialog=True, order=10,
    )
)  # fmt: skip
add_action(
    Action(
        "payments.change_desk", (DESK,), gettext_lazy("Change"),
        lambda row: reverse("cash-desks:change", args=[row.pk]),
        icon="edit", needs_right="cash.set_up", dialog=True, order=20,
    )
)  # fmt: skip
add_action(
    Action(
        "payments.report", (SHIFT,), gettext_lazy("Report"),
        lambda row: reverse("shifts:report", args=[row.pk]),
        icon="printer", needs_right="cash.view", order=10,
    )
)  # fmt: skip
add_action(
    Action(
        "payments.close_shift", (SHIFT,), gettext_lazy("Close the shift"),
        lambda row: reverse("shifts:close", args=[row.pk]),
        icon="lock", needs_right="cash.shift", visible=lambda row: row.is_open, dialog=True, order=20,
    )
)  # fmt: skip


def _counts(cell: Cell) -> SafeString:
    return ui.badge(_("in force"), tone="good") if cell.value else ui.badge(_("reversed"), tone="warn")


column_renderers.register(f"{PAYMENT}:counts", _counts)


def payment_rows(policy: Policy, lines: Sequence[PaymentLine], *, with_client: bool = False) -> SafeString:
    """Payments one a line with what the reader may do about them."""
    if not lines:
        return ui.state(_("No payments yet"), icon_name="cash", small=True)
    methods = dict(Payment.Method.choices)
    may_see = policy.may(SEE_AMOUNT)
    drawn = []
    for line in lines:
        title = line.client if with_client else formats.exact_day(line.business_date)
        first = ui.link(title, reverse("payments:card", args=[line.id]), title=line.number)
        about = f"{line.number} · {methods[line.method]}"
        marks: list[object] = []
        if line.kind == Payment.Kind.REFUND:
            marks.append(ui.badge(_("refund"), tone="warn"))
        if not line.counts:
            marks.append(ui.badge(_("reversed"), tone="warn"))
        amount = formats.money(-line.amount if line.kind == Payment.Kind.REFUND else line.amount)
        parts = [
            ui.safe(
                f'<div class="f-grow"><div>{first}</div>'
                f'<div class="f-caption f-muted">{ui.text(about)}</div></div>'
            ),
            *marks,
            ui.safe(f'<span class="f-num">{ui.text(amount if may_see else "")}</span>'),
            *_acts(policy, line, may_see),
        ]
        drawn.append(ui.safe(f"<li>{ui.join(parts)}</li>"))
    return ui.safe(f'<ul class="f-items">{ui.join(drawn)}</ul>')


def _acts(policy: Policy, line: PaymentLine, may_see: bool) -> list[SafeString]:
    acts = []
    if may_see:
        url = reverse("payments:receipt", args=[line.id])
        acts.append(
            ui.button(
                _("Payment receipt"), tone="quiet", icon_name="printer", url=url, small=True, only_icon=True,
                target="_blank", hx_boost="false",
            )
        )  # fmt: skip
    if line.counts and line.kind == Payment.Kind.PAYMENT and policy.may("payments.refund"):
        acts.append(_small(_("Refund"), "cash-banknote", reverse("payments:refund", args=[line.contract_id])))
    if line.counts and policy.may("payments.reverse"):
        acts.append(
            _small(_("Reverse as a mistake"), "arrow-back-up", reverse("payments:reverse", args=[line.id]))
        )
    return acts


def _small(label: str, icon_name: str, url: str) -> SafeString:
    return ui.button(
        label,
        tone="quiet",
        icon_name=icon_name,
        small=True,
        only_icon=True,
        hx_get=url,
        hx_target="#dialog-body",
    )


def _of_contract(context: PanelContext) -> SafeString | None:
    lines = payment_lines(context.actor, most=ON_CONTRACT, contract_id=context.object_id)
    if not lines:
        return None
    rows = payment_rows(context.policy, lines)
    may_put = context.policy.may("payments.take") and context.policy.may(SEE_AMOUNT)
    if not may_put or money_of(context.object_id).unallocated <= 0:
        return rows
    put = ui.button(
        _("Put the advance to the plan"), small=True, hx_swap="none", hx_disabled_elt="this",
        hx_post=reverse("payments:allocate", args=[context.object_id]),
    )  # fmt: skip
    return ui.join([rows, ui.safe(f'<div class="f-panel-foot">{put}</div>')])


add_panel(
    Panel(
        "payments.of_contract", (CONTRACT,), gettext_lazy("Payments"), 6, _of_contract,
        needs_right="payments.view", flush=True,
    )
)  # fmt: skip


def _of_party(context: PanelContext) -> SafeString | None:
    lines = payment_lines(context.actor, most=ON_CONTRACT, contract__party_id=context.object_id)
    return payment_rows(context.policy, lines) if lines else None


add_panel(
    Panel(
        "payments.of_party", (PARTY,), gettext_lazy("Payments"), 37, _of_party, needs_right="payments.view",
        flush=True,
    )
)  # fmt: skip


def _allocation(context: PanelContext) -> SafeString | None:
    """Who paid, and for which payments of the plan the money was."""
    pairs: list[tuple[object, object]] = [(_("Payer"), payer_of(context.actor, context.row))]
    for number, amount in allocation_of(context.row):
        words = _("payment %(number)s of the plan") % {"number": number} if number else _("beyond the plan")
        pairs.append((words, formats.money(amount)))
    return ui.facts(pairs)


add_panel(
    Panel("payments.allocation", (PAYMENT,), gettext_lazy("Goes to"), 10, _allocation, needs_right=SEE_AMOUNT)
)


def _shift_sums(context: PanelContext) -> SafeString | None:
    """What was taken in the shift by each way, and the cash from beginning to end."""
    shift: Shift = context.row
    totals = shift_totals(shift)
    methods = dict(Payment.Method.choices)
    pairs: list[tuple[object, object]] = []
    for method in (Payment.Method.CASH.value, Payment.Method.CARD.value):
        taken, back = totals.of("payment", method), totals.of("refund", method)
        words = formats.money(taken)
        if back:
            words = _("%(taken)s, given back %(back)s") % {"taken": words, "back": formats.money(back)}
        pairs.append((methods[method], words))
    kinds = dict(CashMovement.Kind.choices)
    for one in totals.movements:
        reason = f" · {one.reason}" if one.reason else ""
        pairs.append((kinds[one.kind], f"{formats.money(one.amount)}{reason}"))
    if totals.reversed_cash:
        pairs.append((_("Reversed"), formats.money(totals.reversed_cash)))
    pairs.append((_("In the desk"), formats.money(shift.opening_expected + totals.cash)))
    return ui.facts(pairs)


def _shift_payments(context: PanelContext) -> SafeString | None:
    lines = payment_lines(context.actor, most=ON_SHIFT, shift_id=context.object_id)
    return payment_rows(context.policy, lines, with_client=True) if lines else None


add_panel(Panel("payments.shift_sums", (SHIFT,), gettext_lazy("Cash"), 10, _shift_sums))
add_panel(
    Panel(
        "payments.shift_payments", (SHIFT,), gettext_lazy("Payments"), 20, _shift_payments,
        needs_right="payments.view", flush=True,
    )
)  # fmt: skip
