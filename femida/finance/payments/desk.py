"""The workspace of the cashier: the shift and its cash, whom to take money from, the last payments."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from femida.finance.payments.cards import payment_rows
from femida.finance.payments.queries import DeskState, Payable, desk_states, due_lines, payable, payment_lines
from femida.finance.receivables.cards import state_mark
from femida.platform.screens.lists.bar import live_trigger
from femida.platform.screens.pages import page
from femida.platform.screens.ports import NavLink, nav_entries, right_lets, start_pages
from femida.platform.screens.requests import PageRequest
from femida.platform.ui import components as ui
from femida.platform.ui import formats
from femida.platform.ui.pages import render_page

REGION = "cash-desk"
FOUND = "cash-desk-found"
SHOWN = 12
LONGEST = 100
SEE_AMOUNT = "contracts.see_amount"

nav_entries.register(
    "cash-desk",
    NavLink(
        "cash-desk", gettext_lazy("Cash desk"), "cash", lambda: reverse("cash-desk:desk"),
        section=gettext_lazy("Finance"), order=10, right="cash.shift", keys="g k", phone=True,
    ),
)  # fmt: skip
nav_entries.register(
    "cash-desks",
    NavLink(
        "cash-desks", gettext_lazy("Cash desks"), "wallet", lambda: reverse("cash-desks:list"),
        section=gettext_lazy("Finance"), order=97, right="cash.set_up",
    ),
)  # fmt: skip
start_pages.register(
    "cash-desk", lambda policy: reverse("cash-desk:desk") if policy.may("cash.start") else None
)


@page(right="cash.shift")
def page_of_desk(request: PageRequest) -> HttpResponse:
    """The workspace, the part that is drawn again after news, or what a search has found."""
    typed = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST]
    context: dict[str, Any] = {
        "title": _("Cash desk"),
        "region": REGION,
        "found_region": FOUND,
        "wanted": typed,
        "found": _found(request, typed),
        "live_trigger": live_trigger(["finance.payment", "finance.shift", "finance.cash_desk"]),
    }
    if request.headers.get("HX-Target") != FOUND:
        context |= {"shifts": _shifts(request), "due": _due(request), "last": _last(request)}
    return render_page(
        request,
        "payments/desk.html",
        context,
        fragments={REGION: "payments/desk_region.html", FOUND: "payments/desk_found.html"},
    )


def _may_see(request: PageRequest) -> bool:
    return request.policy.may(SEE_AMOUNT)


def _taker(contract_id: int, *, primary: bool = False) -> SafeString:
    return ui.button(
        _("Take it"),
        small=True,
        tone="primary" if primary else "",
        hx_get=reverse("payments:take", args=[contract_id]),
        hx_target="#dialog-body",
    )


def _shifts(request: PageRequest) -> list[SafeString]:
    """A panel for each desk that the reader works at: cash now, and what can be done."""
    return [_desk(one) for one in desk_states(request.actor)] or [
        ui.state(
            _("No cash desk yet"),
            _("The head of finance sets it up for your office. Cards and transfers are taken without one."),
            icon_name="wallet",
            small=True,
        )
    ]


def _desk(one: DeskState) -> SafeString:
    cash = ui.safe(f'<div class="f-timer">{ui.text(formats.money(one.cash))}</div>')
    if one.shift_id is None:
        words = _("The shift is closed. Cash is taken in an open shift only.")
        acts = [_act(_("Open the shift"), reverse("cash-desks:open", args=[one.id]), key="o", tone="primary")]
    else:
        words = _("Shift %(number)s is open since %(when)s, %(who)s") % {
            "number": one.shift_number,
            "when": formats.moment(one.opened_at),
            "who": one.opened_by or _("the house"),
        }
        acts = [
            _act(label, reverse("shifts:move-cash", args=[one.shift_id, kind]))
            for kind, label in (
                ("put-in", _("Put in")),
                ("to-bank", _("To the bank")),
                ("expense", _("Expense")),
            )
        ]
        acts += [
            ui.button(
                _("Report"), small=True, icon_name="printer", target="_blank", hx_boost="false",
                url=reverse("shifts:report", args=[one.shift_id]),
            ),
            _act(_("Close the shift"), reverse("shifts:close", args=[one.shift_id])),
        ]  # fmt: skip
    body = ui.join(
        [
            cash,
            ui.safe(f'<p class="f-muted">{ui.text(words)}</p>'),
            ui.safe(f'<div class="f-btns">{ui.join(acts)}</div>'),
        ]
    )
    mark = (
        ui.badge(_("shift is open"), tone="good")
        if one.shift_id is not None
        else ui.badge(_("shift is closed"))
    )
    return ui.panel(body, title=f"{one.name} · {one.office}", acts=mark)


def _act(label: str, url: str, *, key: str = "", tone: str = "") -> SafeString:
    return ui.button(
        label, small=True, tone="primary" if tone == "primary" else "", hx_get=url, hx_target="#dialog-body",
        data_key=key or None,
    )  # fmt: skip


def _found(request: PageRequest, typed: str) -> SafeString:
    """Contracts by which money can be taken, for what was typed."""
    if not typed:
        return ui.safe("")
    found = payable(request.actor, timezone.localdate(), text=typed)
    if not found:
        return ui.state(
            _("Nothing found"), _("Look for a part of the client's name or of the number."),
            icon_name="search", small=True,
        )  # fmt: skip
    may_see = _may_see(request)
    return ui.safe(
        f'<ul class="f-items f-items-stacked">{ui.join(_payable(one, may_see) for one in found)}</ul>'
    )


def _payable(one: Payable, may_see: bool) -> SafeString:
    who = ui.link(one.client, reverse("contracts:card", args=[one.id]))
    sums = ""
    if may_see:
        sums = _("remains %(sum)s") % {"sum": formats.money(one.remains)}
    left = ui.safe(f'<span class="f-num">{ui.text(sums)}</span>')
    return ui.safe(f"<li>{_who(who, one.number)}{left}{_taker(one.id)}</li>")


def _who(name: SafeString, below: str) -> SafeString:
    """A name and, below it, the number it is about."""
    return ui.safe(
        f'<div class="f-grow"><div>{name}</div><div class="f-caption f-muted">{ui.text(below)}</div></div>'
    )


def _due(request: PageRequest) -> SafeString | None:
    """What should have come by today."""
    if not request.policy.may("receivables.view"):
        return None
    today = timezone.localdate()
    lines = due_lines(request.actor, today, SHOWN)
    if not lines:
        return ui.panel(
            ui.state(_("No payment is due today"), icon_name="calendar", small=True),
            title=_("Due today and overdue"),
        )
    may_see, may_take = _may_see(request), right_lets(request.policy, "payments.take")
    drawn = []
    for one in lines:
        who = ui.link(one.client, reverse("contracts:card", args=[one.contract_id]))
        amount = formats.money(one.remains) if may_see else ""
        parts = [
            _who(who, one.contract_number),
            state_mark(one.due_on, True, today),
            ui.safe(f'<span class="f-num">{ui.text(amount)}</span>'),
            _taker(one.contract_id) if may_take else "",
        ]
        drawn.append(ui.safe(f"<li>{ui.join(parts)}</li>"))
    more = ui.link(_("All of them"), f"{reverse('receivables:list')}?quick=overdue")
    return ui.panel(
        ui.safe(f'<ul class="f-items f-items-stacked">{ui.join(drawn)}</ul>'),
        title=_("Due today and overdue"), acts=more, flush=True,
    )  # fmt: skip


def _last(request: PageRequest) -> SafeString | None:
    """The last payments with what can be done about them."""
    if not request.policy.may("payments.view"):
        return None
    lines = payment_lines(request.actor, most=SHOWN)
    inside = payment_rows(request.policy, lines, with_client=True)
    more = ui.link(_("All of them"), reverse("payments:list"))
    return ui.panel(inside, title=_("Last payments"), acts=more, flush=bool(lines))
