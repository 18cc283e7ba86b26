"""What contracts hang into the common screens: actions, panels on contract, deal and party."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from femida.parties.registry.models import Party
from femida.platform.access.queries import visible
from femida.platform.conditions.gates import GateField, add_gate_field
from femida.platform.screens.ports import Action, Panel, PanelContext, add_action, add_panel
from femida.platform.ui import components as ui
from femida.platform.ui import formats
from femida.practice.contracts.commands.drafting import TYPE
from femida.practice.contracts.models import Contract, ContractLine, ContractParty, Instalment
from femida.practice.contracts.queries import lines_of, plan_of, registered_of
from femida.practice.contracts.values import Kind, asked_of
from femida.practice.services.models import Service, VatKind
from femida.sales.deals.pipeline import LOST

EDIT = "contracts.edit"
DEAL = "sales.deal"
PARTY = "parties.party"
MOST_LINES = 20


def _address(name: str) -> Callable[[Contract], str]:
    return lambda row: reverse(f"contracts:{name}", args=[row.pk])


def _is_draft(row: Contract) -> bool:
    return row.state == Contract.State.DRAFT


def _is_alive(row: Contract) -> bool:
    return row.state != Contract.State.VOID


add_gate_field(
    GateField(
        "contracts.registered",
        gettext_lazy("Registered contracts of the deal"),
        DEAL,
        lambda deal: registered_of(deal.pk),
    )
)
add_action(
    Action(
        "contracts.draft", (DEAL,), gettext_lazy("Draw up a contract"),
        lambda row: reverse("contracts:draft", args=[row.pk]),
        style="primary", icon="file-plus", needs_right="contracts.draft", dialog=True, order=20,
        visible=lambda row: row.stage.key != LOST,
    )
)  # fmt: skip
add_action(
    Action(
        "contracts.register", (TYPE,), gettext_lazy("Register the contract"), _address("register"),
        style="primary", icon="certificate", needs_right="contracts.register", visible=_is_draft,
        dialog=True, order=10,
    )
)  # fmt: skip
add_action(
    Action(
        "contracts.approve", (TYPE,), gettext_lazy("Approve the discount"), _address("approve"),
        method="post", icon="checks", needs_right="contracts.approve_discount", order=20,
        visible=lambda row: _is_draft(row) and row.needs_approval and row.discount_by_id is None,
        confirm=gettext_lazy("Let the discount over the limit pass?"),
    )
)  # fmt: skip
add_action(
    Action(
        "contracts.about", (TYPE,), gettext_lazy("General information"), _address("about"),
        icon="edit", needs_right=EDIT, visible=_is_alive, dialog=True, order=30,
    )
)  # fmt: skip
add_action(
    Action(
        "contracts.void", (TYPE,), gettext_lazy("Declare void"), _address("void"),
        style="quiet", icon="ban", needs_right="contracts.void", visible=_is_alive, dialog=True, order=90,
    )
)  # fmt: skip


def _opener(context: PanelContext, label: object, name: str, *ids: int) -> SafeString:
    address = reverse(f"contracts:{name}", args=[context.object_id, *ids])
    return ui.button(label, tone="link", hx_get=address, hx_target="#dialog-body")


def _remover(context: PanelContext, label: object, name: str, *ids: int) -> SafeString:
    return ui.button(
        label,
        tone="quiet",
        icon_name="x",
        small=True,
        only_icon=True,
        hx_post=reverse(f"contracts:{name}", args=[context.object_id, *ids]),
        hx_swap="none",
        hx_disabled_elt="this",
    )


def _may_edit(context: PanelContext) -> bool:
    return context.policy.may(EDIT) and _is_alive(context.row)


def _may_edit_draft(context: PanelContext) -> bool:
    return context.policy.may(EDIT) and _is_draft(context.row)


def _adder(name: str, label: Any) -> Callable[[PanelContext], SafeString | None]:
    def draw(context: PanelContext) -> SafeString | None:
        if not _may_edit_draft(context):
            return None
        return ui.button(
            label,
            icon_name="plus",
            small=True,
            only_icon=True,
            hx_get=reverse(f"contracts:{name}", args=[context.object_id]),
            hx_target="#dialog-body",
        )

    return draw


def _lines(context: PanelContext) -> SafeString:
    """The services with their sums, and the whole below."""
    units = dict(Service.Unit.choices)
    kinds = dict(VatKind.choices)
    can_edit = _may_edit_draft(context)
    pairs: list[tuple[object, object]] = []
    for one in lines_of(context.actor, context.object_id):
        count = f"{formats.number(one.quantity, 0 if one.quantity == int(one.quantity) else 2)}"
        parts: list[object] = [f"{count} {units.get(one.unit, '')} × {formats.money(one.price)}"]
        if one.discount:
            rate = formats.number(one.discount_percent, 2)
            parts.append(_("discount %(rate)s %%") % {"rate": rate})
        rate = f" {one.vat_percent} %" if one.vat_percent else ""
        parts += [f"{kinds.get(one.vat_kind, '')}{rate}", formats.money(one.amount)]
        pairs.append(
            (one.name, ui.join([ui.join(parts, " · "), *(_line_buttons(context, one) if can_edit else [])]))
        )
    pairs.append((_("Together"), formats.money(context.row.amount)))
    drawn = [ui.facts(pairs)]
    if context.row.needs_approval and _is_draft(context.row):
        is_waiting = context.row.discount_by_id is None
        said = _("The discount waits for approval.") if is_waiting else _("The discount is approved.")
        drawn.insert(0, ui.note(said, tone="warn" if is_waiting else "good"))
    return ui.join(drawn)


def _line_buttons(context: PanelContext, line: ContractLine) -> list[object]:
    change = ui.button(
        _("Change"),
        tone="quiet",
        icon_name="edit",
        small=True,
        only_icon=True,
        hx_get=reverse("contracts:change-line", args=[context.object_id, line.pk]),
        hx_target="#dialog-body",
    )
    return [" ", change, _remover(context, _("Take out"), "remove-line", line.pk)]


def _plan(context: PanelContext) -> SafeString:
    """The payments of the plan in force, and the ways to set another."""
    pairs: list[tuple[object, object]] = [
        (f"{one.number}. {_due(one)}", formats.money(one.amount))
        for one in plan_of(context.actor, context.object_id)
    ]
    drawn = [
        ui.facts(pairs) if pairs else ui.state(_("No plan of payments yet"), icon_name="calendar", small=True)
    ]
    if _may_edit(context):
        ways = (
            ("plan-equal", _("Equal parts")),
            ("plan-dates", _("By dates")),
            ("plan-stages", _("By stages")),
        )
        drawn.append(ui.join([_opener(context, label, name) for name, label in ways], " "))
    return ui.join(drawn)


def _due(one: Instalment) -> str:
    return formats.exact_day(one.due_on) if one.due_on is not None else one.stage_name


def _parties(context: PanelContext) -> SafeString | None:
    """The further parties; one that is closed to the reader has no name here."""
    rows = list(visible(context.actor, ContractParty).filter(contract_id=context.object_id).order_by("pk"))
    known = visible(context.actor, Party).filter(pk__in=[row.party_id for row in rows])
    names = dict(known.values_list("pk", "name")) if rows else {}
    roles = dict(ContractParty.Role.choices)
    can_edit = _may_edit_draft(context)
    pairs: list[tuple[object, object]] = []
    for row in rows:
        name: object = _("closed to you")
        if row.party_id in names:
            name = ui.link(names[row.party_id], reverse("parties:card", args=[row.party_id]))
        tail = [" ", _remover(context, _("Take out"), "remove-party", row.pk)] if can_edit else []
        pairs.append((roles[row.role], ui.join([name, *tail])))
    if not pairs:
        return ui.state(_("Only the client"), icon_name="users", small=True) if can_edit else None
    return ui.facts(pairs)


def _about(context: PanelContext) -> SafeString | None:
    """What the contract is about, and what its services ask for."""
    row = context.row
    pairs: list[tuple[object, object]] = [
        (label, text)
        for label, text in (
            (_("Essence of the matter"), row.essence),
            (_("Legal actions"), row.legal_actions),
            (_("What the client expects"), row.expectations),
            (_("Expected terms"), row.terms),
        )
        if text
    ]
    for one in asked_of(row.pk):
        value = row.values.get(str(one.service_id), {}).get(one.key)
        if one.kind == Kind.YES_NO and value is not None:
            value = _("yes") if value else _("no")
        pairs.append((one.label, ui.cell(value)))
    return ui.facts(pairs) if pairs else None


add_panel(Panel("contracts.about", (TYPE,), gettext_lazy("General information"), 10, _about))
add_panel(
    Panel(
        "contracts.lines", (TYPE,), gettext_lazy("Services"), 20, _lines,
        needs_right="contracts.see_amount", act=_adder("add-line", gettext_lazy("Add a service")),
    )
)  # fmt: skip
add_panel(
    Panel(
        "contracts.plan", (TYPE,), gettext_lazy("Plan of payments"), 30, _plan,
        needs_right="contracts.see_amount",
    )
)  # fmt: skip
add_panel(
    Panel(
        "contracts.parties", (TYPE,), gettext_lazy("Further parties"), 40, _parties,
        act=_adder("add-party", gettext_lazy("Add a party")), live=(PARTY,),
    )
)  # fmt: skip


def _contracts_where(column: str) -> Callable[[PanelContext], SafeString | None]:
    def draw(context: PanelContext) -> SafeString | None:
        rows = (
            visible(context.actor, Contract)
            .filter(**{column: context.object_id})
            .order_by("-created_at", "-pk")
            .values_list("pk", "number", "state", "created_at")[:MOST_LINES]
        )
        states = dict(Contract.State.choices)
        lines = [
            (
                ui.link(number or _("Draft contract"), reverse("contracts:card", args=[pk])),
                ui.join([str(states[state]), " · ", formats.day(at)]),
            )
            for pk, number, state, at in rows
        ]
        return ui.facts(lines) if lines else None

    return draw


for _key, _type, _column in (("party", PARTY, "party_id"), ("deal", DEAL, "deal_id")):
    add_panel(
        Panel(
            f"contracts.of_{_key}", (_type,), gettext_lazy("Contracts"), 36, _contracts_where(_column),
            needs_right="contracts.view", live=(TYPE,),
        )
    )  # fmt: skip
