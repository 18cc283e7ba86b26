"""What invoices hang into the common screens: columns, actions, panels on invoice, contract and party.

Whoever takes payments hangs the panel of an invoice's payments and the act of taking one in here by the
ports of the screens, for the type "finance.invoice".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.db.models import Q
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from femida.finance.invoices.commands.storing import TYPE
from femida.finance.invoices.models import Invoice, InvoiceInstalment, InvoiceLine
from femida.finance.invoices.objects import SEE
from femida.finance.invoices.queries import code_of, lines_of, subscription_of
from femida.firm.offices.models import LegalEntity
from femida.kernel.payment_code import InvalidPaymentCode, qr_svg
from femida.platform.access.queries import visible
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
from femida.practice.services.models import Service
from femida.practice.services.queries import today

CONTRACT: Final = "practice.contract"
PARTY: Final = "parties.party"
MOST: Final = 20
State = Invoice.State
WAITS: Final = (State.ISSUED.value, State.PART_PAID.value)
_TONES: Final[dict[str, Any]] = {State.PAID: "good", State.PART_PAID: "info", State.ISSUED: "warn"}


def state_badge(state: str) -> SafeString:
    """The state as a word on its colour."""
    return ui.badge(dict(State.choices).get(state, state), tone=_TONES.get(state, ""))


def due_mark(due_on: Any, state: str) -> SafeString:
    """Until when to pay, with a sign when that is over or today and the invoice still waits."""
    if state not in WAITS:
        return formats.when(due_on)
    left = (due_on - today()).days
    sign: Any = "over" if left < 0 else "soon" if left == 0 else ""
    return ui.due(formats.day(due_on), state=sign, title=formats.exact_day(due_on))


column_renderers.register(f"{TYPE}:state", lambda cell: state_badge(cell.value))


def _due_cell(cell: Cell) -> SafeString:
    return due_mark(cell.value, cell.text)


column_renderers.register(f"{TYPE}:due_on", _due_cell)


def _address(name: str) -> Callable[[Any], str]:
    return lambda row: reverse(f"invoices:{name}", args=[row.pk])


def _is_draft(row: Any) -> bool:
    return bool(row.state == State.DRAFT)


def _is_paper(row: Any) -> bool:
    return bool(row.number) and row.state != State.VOID


def _is_alive(row: Any) -> bool:
    return bool(row.state != Contract.State.VOID)


for _action in (
    Action(
        "invoices.issue", (TYPE,), gettext_lazy("Issue the invoice"), _address("issue"), style="primary",
        icon="certificate", needs_right="invoices.issue", visible=_is_draft, dialog=True, order=10,
    ),
    Action(
        "invoices.pdf", (TYPE,), gettext_lazy("Download PDF"), _address("pdf"), icon="download",
        needs_right=SEE, visible=_is_paper, order=20,
    ),
    Action(
        "invoices.sent", (TYPE,), gettext_lazy("Mark as sent"), _address("sent"), icon="send",
        needs_right="invoices.issue", visible=_is_paper, dialog=True, order=30,
    ),
    Action(
        "invoices.change", (TYPE,), gettext_lazy("Change the draft"), _address("change"), icon="edit",
        needs_right="invoices.draft", visible=_is_draft, dialog=True, order=40,
    ),
    Action(
        "invoices.copy", (TYPE,), gettext_lazy("Copy as new"), _address("copy"), icon="copy", style="quiet",
        needs_right="invoices.draft", dialog=True, order=80,
    ),
    Action(
        "invoices.void", (TYPE,), gettext_lazy("Declare void"), _address("void"), style="quiet", icon="ban",
        needs_right="invoices.void", dialog=True, order=90,
        visible=lambda row: row.state != State.VOID and not row.paid,
    ),
    Action(
        "invoices.bill", (CONTRACT,), gettext_lazy("Issue an invoice"),
        lambda row: reverse("invoices:bill", args=[row.pk]), icon="receipt",
        needs_right="invoices.draft", visible=lambda row: row.state == Contract.State.REGISTERED, dialog=True,
        order=40,
    ),
    Action(
        "invoices.monthly", (CONTRACT,), gettext_lazy("Monthly invoices"),
        lambda row: reverse("invoices:monthly", args=[row.pk]), icon="calendar-event",
        needs_right="invoices.draft", dialog=True, order=50,
        visible=lambda row: _is_alive(row) and row.kind == Contract.Kind.REGULAR,
    ),
):  # fmt: skip
    add_action(_action)


# --- the card of an invoice ---


def _may_edit(context: PanelContext) -> bool:
    return context.policy.may("invoices.draft") and _is_draft(context.row)


def _positions(context: PanelContext) -> SafeString:
    """The positions with their VAT, and the whole below."""
    # positions that bill payments of the plan make those payments, so they stay
    of_plan = InvoiceInstalment.objects.filter(invoice_id=context.object_id)
    can_edit = _may_edit(context) and not of_plan.exists()
    units, row = dict(Service.Unit.choices), context.row
    pairs: list[tuple[object, object]] = []
    for line in lines_of(context.actor, context.object_id):
        count = formats.number(line.quantity, 0 if line.quantity == int(line.quantity) else 2)
        vat = _("without VAT") if line.vat_percent is None else f"{_('VAT')} {line.vat_percent} %"
        said = [
            f"{count} {units.get(line.unit, '')} × {formats.money(line.price)}",
            vat,
            formats.money(line.amount),
        ]
        buttons = [" ", _line_buttons(context, line)] if can_edit else []
        pairs.append((line.name, ui.join([ui.join(said, " · "), *buttons])))
    pairs += [
        (_("VAT in the sum"), formats.money(row.vat) if row.vat else _("without VAT")),
        (_("Together"), formats.money(row.amount)),
    ]
    return ui.facts(pairs)


def _line_buttons(context: PanelContext, line: InvoiceLine) -> SafeString:
    ids = [context.object_id, line.pk]
    return ui.join(
        [
            ui.button(
                _("Change"), tone="quiet", icon_name="edit", small=True, only_icon=True,
                hx_get=reverse("invoices:change-position", args=ids), hx_target="#dialog-body",
            ),
            ui.button(
                _("Take out"), tone="quiet", icon_name="x", small=True, only_icon=True,
                hx_post=reverse("invoices:remove-position", args=ids), hx_swap="none", hx_disabled_elt="this",
            ),
        ]
    )  # fmt: skip


def _adder(context: PanelContext) -> SafeString | None:
    if not _may_edit(context):
        return None
    return ui.button(
        _("Add a position"), icon_name="plus", small=True, only_icon=True,
        hx_get=reverse("invoices:add-position", args=[context.object_id]), hx_target="#dialog-body",
    )  # fmt: skip


def _payment(context: PanelContext) -> SafeString | None:
    """What is still to be paid, with the code that a bank's application reads."""
    row = context.row
    if not _is_paper(row):
        return None
    pairs: list[tuple[object, object]] = [(_("State"), state_badge(row.state))]
    if row.paid:
        pairs.append((_("Paid"), formats.money(row.paid)))
    pairs.append((_("Still to pay"), formats.money(row.amount - row.paid)))
    if row.state not in WAITS:
        return ui.facts(pairs)
    pairs.append((_("Pay until"), due_mark(row.due_on, row.state)))
    return ui.join([ui.facts(pairs), _symbol(row)])


def _symbol(row: Invoice) -> SafeString:
    try:
        code = code_of(row, LegalEntity.objects.get(pk=row.legal_entity_id))
    except InvalidPaymentCode:
        code = b""
    if not code:
        return ui.note(_("Without right bank details of our side there is no QR code."), tone="warn")
    # the symbol is of segno's own making: figures and squares, nothing typed by anybody
    picture = ui.safe(qr_svg(code, css="f-qr"))
    words = _("Show it to the client: a bank's application fills in the payment.")
    return ui.join([picture, ui.safe(f'<p class="f-help">{ui.text(words)}</p>')])


add_panel(
    Panel(
        "invoices.positions", (TYPE,), gettext_lazy("Positions"), 10, _positions, needs_right=SEE, act=_adder
    )
)
add_panel(Panel("invoices.payment", (TYPE,), gettext_lazy("How it is paid"), 20, _payment, needs_right=SEE))


# --- the cards of contract and party ---


def _lines(context: PanelContext, condition: Q) -> list[tuple[object, object]]:
    rows = visible(context.actor, Invoice).filter(condition).order_by("-created_at", "-pk")
    sees = context.policy.may(SEE)
    lines: list[tuple[object, object]] = []
    for pk, number, state, due_on, amount in rows.values_list("pk", "number", "state", "due_on", "amount")[
        :MOST
    ]:
        said: list[object] = [state_badge(state)]
        if state in WAITS:
            said.append(due_mark(due_on, state))
        if sees:
            said.append(formats.money(amount))
        name = ui.link(number or _("Draft invoice"), reverse("invoices:card", args=[pk]))
        lines.append((name, ui.join(said, " ")))
    return lines


def _of_party(context: PanelContext) -> SafeString | None:
    about = Q(party_id=context.object_id) | Q(contract__party_id=context.object_id)
    lines = _lines(context, about)
    return ui.facts(lines) if lines else None


def _of_contract(context: PanelContext) -> SafeString | None:
    lines = _lines(context, Q(contract_id=context.object_id))
    if context.row.kind == Contract.Kind.REGULAR:
        row = subscription_of(context.actor, context.object_id)
        if row is not None and row.is_active:
            said: object = _("on day %(day)d") % {"day": row.day}
            if row.refused:
                said = ui.join([said, ui.note(row.refused, tone="warn")])
            lines.insert(0, (_("Monthly invoices"), said))
    return ui.facts(lines) if lines else None


for _key, _type, _draw in (("contract", CONTRACT, _of_contract), ("party", PARTY, _of_party)):
    add_panel(
        Panel(
            f"invoices.of_{_key}", (_type,), gettext_lazy("Invoices"), 38, _draw,
            needs_right="invoices.view", live=(TYPE,),
        )
    )  # fmt: skip
