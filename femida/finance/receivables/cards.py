"""What receivables hang into the common screens: how a contract, a client, a deal stand; columns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from femida.finance.receivables.queries import (
    SEE_AMOUNT,
    Standing,
    last_contacts,
    standing,
    state_of,
    sums_of,
)
from femida.finance.receivables.settling import TYPE
from femida.platform.screens.ports import (
    Action,
    Cell,
    ExtraColumn,
    Panel,
    PanelContext,
    add_action,
    add_panel,
    column_renderers,
    extra_columns,
)
from femida.platform.ui import components as ui
from femida.platform.ui import formats
from femida.platform.ui.palette import Tone
from femida.practice.contracts.models import Contract

CONTRACT = "practice.contract"
PARTY = "parties.party"
DEAL = "sales.deal"

STATES: dict[str, tuple[object, Tone]] = {
    "paid": (gettext_lazy("all paid"), "good"),
    "overdue": (gettext_lazy("overdue"), "bad"),
    "due": (gettext_lazy("due today"), "warn"),
    "future": (gettext_lazy("ahead"), ""),
}


def state_mark(due_on: date | None, is_open: bool, today: date) -> SafeString:
    """The state of a payment as a word on its colour, with the days of an overdue one."""
    state = state_of(due_on, is_open, today)
    words, tone = STATES[state]
    if state == "overdue" and due_on is not None:
        words = days_late((today - due_on).days)
    if state == "future" and due_on is None:
        words = _("waits for the work")
    return ui.badge(words, tone=tone)


def days_late(days: int) -> str:
    """«overdue by 3 days»."""
    return ngettext("overdue by %(count)d day", "overdue by %(count)d days", days) % {"count": days}


def _state(cell: Cell) -> SafeString:
    return state_mark(cell.value, bool(cell.text), timezone.localdate())


column_renderers.register(f"{TYPE}:state", _state)

extra_columns.register(
    "receivables.last_contact",
    ExtraColumn(
        "receivables.last_contact", (TYPE,), gettext_lazy("Last contact"), last_contacts, formats.when,
        needs_right="calls.view",
    ),
)  # fmt: skip

add_action(
    Action(
        "receivables.plan", (TYPE,), gettext_lazy("When it will come"),
        lambda row: reverse("receivables:plan", args=[row.pk]),
        icon="calendar", needs_right="receivables.plan", visible=lambda row: row.is_open, dialog=True,
        order=20,
    )
)  # fmt: skip


def _finance(context: PanelContext) -> SafeString | None:
    """How the contract stands: every sum is the ledger's."""
    contract = context.row
    if contract.state != Contract.State.REGISTERED:
        return None
    today = timezone.localdate()
    now = standing(context.actor, contract.pk, contract.party_id, today)
    pairs: list[tuple[object, object]] = [
        (_("Contract amount"), formats.money(contract.amount)),
        (_("Paid"), ui.join([formats.money(now.paid), " ", *_whole(contract, now)])),
        (_("Due now"), formats.money(now.due_now)),
    ]
    if now.overdue:
        late = ui.badge(days_late(now.days), tone="bad")
        pairs.append((_("Overdue sum"), ui.join([formats.money(now.overdue), " ", late])))
    if now.next_on is not None:
        when = formats.when(now.next_on)
        pairs.append((_("Next payment"), ui.join([formats.money(now.next_amount), " · ", when])))
    if now.unallocated:
        pairs.append((_("Advance beyond the plan"), formats.money(now.unallocated)))
    pairs.append((_("Paid, work not accepted"), formats.money(now.unearned)))
    if now.debts:
        pairs.append((_("Work accepted, not paid"), formats.money(now.debts)))
    pairs.append((_("Last contact"), formats.when(now.last_contact)))
    body = ui.safe(f'<div class="f-panel-body">{ui.facts(pairs)}</div>')
    return ui.join([body, _rows(now, today)])


def _whole(contract: Contract, now: Standing) -> list[object]:
    return (
        [ui.badge(_("paid in full"), tone="good")] if contract.amount and now.paid >= contract.amount else []
    )


def _rows(now: Standing, today: date) -> SafeString:
    """What is still to be paid, payment by payment."""
    drawn = []
    for row in now.rows:
        if row.remains <= 0:
            continue
        when = formats.exact_day(row.due_on) if row.due_on is not None else row.stage_name
        first = ui.link(f"{row.number}. {when}", reverse("receivables:card", args=[row.id]))
        parts = [
            ui.safe(f'<span class="f-grow">{first}</span>'),
            state_mark(row.due_on, True, today),
            ui.safe(f'<span class="f-num">{ui.text(formats.money(row.remains))}</span>'),
        ]
        drawn.append(ui.safe(f"<li>{ui.join(parts)}</li>"))
    return ui.safe(f'<ul class="f-items">{ui.join(drawn)}</ul>') if drawn else ui.safe("")


add_panel(
    Panel(
        "receivables.finance", (CONTRACT,), gettext_lazy("Finance"), 5, _finance, needs_right=SEE_AMOUNT,
        flush=True,
    )
)  # fmt: skip


def _short(column: str) -> Callable[[PanelContext], SafeString | None]:
    def draw(context: PanelContext) -> SafeString | None:
        sums = sums_of(context.actor, timezone.localdate(), **{column: context.object_id})
        if sums is None:
            return None
        pairs: list[tuple[object, object]] = [
            (_("Contract amount"), formats.money(sums.amount)),
            (_("Paid"), formats.money(sums.paid)),
            (_("Due now"), formats.money(sums.due_now)),
        ]
        if sums.overdue:
            pairs.append((_("Overdue sum"), ui.badge(formats.money(sums.overdue), tone="bad")))
        return ui.facts(pairs)

    return draw


for _type, _column in ((PARTY, "party_id"), (DEAL, "deal_id")):
    add_panel(
        Panel(
            f"receivables.of_{_column}", (_type,), gettext_lazy("Finance"), 35, _short(_column),
            needs_right=SEE_AMOUNT,
        )
    )  # fmt: skip
