"""What executions hang into the cards of contracts and parties."""

from __future__ import annotations

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from femida.platform.access.queries import visible
from femida.platform.screens.ports import (
    Action,
    Composer,
    Panel,
    PanelContext,
    add_action,
    add_composer,
    add_panel,
)
from femida.platform.screens.stages import colour_name
from femida.platform.ui import components as ui
from femida.platform.ui import formats
from femida.practice.contracts.models import Contract
from femida.practice.execution.cards import CASE_ACTION, CONTRACT, due_mark
from femida.practice.execution.commands.taking import TYPE
from femida.practice.execution.forms import ActionForm
from femida.practice.execution.models import Execution
from femida.practice.execution.panels import actions_where
from femida.practice.execution.pipeline import RETURNED, UNDER_WAY
from femida.practice.execution.queries import execution_of, lacking_for_work

MOST_LINES = 20


def _may_be_handed_over(row: Contract) -> bool:
    if row.state != Contract.State.REGISTERED:
        return False
    execution = execution_of(row)
    return execution is None or execution.stage.key == RETURNED


def _is_under_way(row: Contract) -> bool:
    execution = execution_of(row) if row.state == Contract.State.REGISTERED else None
    return execution is not None and execution.stage.key in UNDER_WAY


add_action(
    Action(
        "executions.hand_over", (CONTRACT,), gettext_lazy("Hand over into work"),
        lambda row: reverse("executions:hand-over", args=[row.pk]),
        style="primary", icon="send", needs_right="execution.hand_over", visible=_may_be_handed_over,
        dialog=True, order=15,
    )
)  # fmt: skip


def _form(context: PanelContext) -> ActionForm:
    execution = execution_of(context.row)
    assert execution is not None  # the tab stands only where there is one
    return ActionForm(actor=context.actor, execution=execution, is_short=True)


add_composer(
    Composer(
        "contract-action",
        (CONTRACT,),
        gettext_lazy("Action"),
        "list-check",
        lambda row: reverse("executions:act-on-contract", args=[row.pk]),
        _form,
        gettext_lazy("Record"),
        order=10,
        needs_right="execution.work",
        visible=_is_under_way,
    )
)


def _state(context: PanelContext) -> SafeString | None:
    """Where the work stands, or what is still missing before it can begin."""
    if context.row.state != Contract.State.REGISTERED:
        return None
    execution = execution_of(context.row)
    if execution is None:
        return _readiness(context)
    if not visible(context.actor, Execution).filter(pk=execution.pk).exists():
        return None
    stage = ui.stage(execution.stage.name, colour_name(execution.stage.colour))
    pairs: list[tuple[object, object]] = [
        (_("Stage"), ui.link(stage, reverse("executions:card", args=[execution.pk]))),
        (_("Lawyer"), ui.person(execution.responsible.name if execution.responsible else "")),
    ]
    if execution.due_at is not None:
        pairs.append((_("Due"), due_mark(execution.due_at)))
    if execution.closed_at is not None:
        pairs.append((_("Finished"), formats.when(execution.closed_at)))
    parts: list[object] = [ui.facts(pairs)]
    if execution.stage.key == RETURNED:
        parts.append(_readiness(context))
    return ui.join(parts)


def _readiness(context: PanelContext) -> SafeString:
    lacking = lacking_for_work(context.row)
    if not lacking:
        return ui.note(_("Everything is there: the contract can be handed over."), tone="good")
    items = ui.join([ui.safe(f"<li>{ui.text(one)}</li>") for one in lacking])
    head = ui.text(_("Missing before the hand-over:"))
    return ui.note(ui.safe(f"{head}<ul>{items}</ul>"), tone="warn")


def _executions_of_party(context: PanelContext) -> SafeString | None:
    rows = (
        visible(context.actor, Execution)
        .filter(party_id=context.object_id)
        .order_by("-created_at", "-pk")
        .values_list("pk", "title", "stage__name", "stage__colour", "responsible__name")[:MOST_LINES]
    )
    lines = [
        (
            ui.link(title, reverse("executions:card", args=[pk])),
            ui.join([ui.stage(stage, colour_name(colour)), *([lawyer] if lawyer else [])], " · "),
        )
        for pk, title, stage, colour, lawyer in rows
    ]
    return ui.facts(lines) if lines else None


add_panel(
    Panel(
        "execution.of_contract", (CONTRACT,), gettext_lazy("Execution"), 5, _state,
        needs_right="execution.view", live=(TYPE,),
    )
)  # fmt: skip
add_panel(
    Panel(
        "execution.actions_of_contract", (CONTRACT,), gettext_lazy("Actions"), 45,
        actions_where("contract_id"), needs_right="execution.view", live=(CASE_ACTION,),
    )
)  # fmt: skip
add_panel(
    Panel(
        "execution.of_party", ("parties.party",), gettext_lazy("Execution of contracts"), 37,
        _executions_of_party, needs_right="execution.view", live=(TYPE,),
    )
)  # fmt: skip
