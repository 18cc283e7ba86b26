"""What executions hang into the common screens: stages, moves, main effects, composer, columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from femida.platform.access.queries import get_visible, visible
from femida.platform.conditions.gates import GateField, add_gate_field
from femida.platform.core import clock
from femida.platform.core.actor import Actor
from femida.platform.screens.attachments import add_files_panel
from femida.platform.screens.ports import (
    Action,
    Cell,
    Composer,
    ExtraColumn,
    add_action,
    add_composer,
    board_moves,
    column_renderers,
    extra_columns,
    nav_counters,
    stage_sources,
)
from femida.platform.screens.stages import PipelineStages, colour_name
from femida.platform.ui import components as ui
from femida.platform.ui import formats
from femida.practice.execution.commands import move_execution
from femida.practice.execution.commands.certifying import TYPE as CERTIFICATE
from femida.practice.execution.commands.taking import TYPE
from femida.practice.execution.forms import ActionForm
from femida.practice.execution.models import CaseAction, Certificate, Execution, WorkStage
from femida.practice.execution.pipeline import (
    DONE,
    HANDED_OVER,
    KEY,
    RETURNED,
    TERMINATED,
    UNDER_WAY,
    WAITING_CLIENT,
    WAITING_COURT,
)

CONTRACT = "practice.contract"
CASE_ACTION = "practice.case_action"
ACTION_TYPE = "practice.action_type"
FORMS = {
    HANDED_OVER: "executions:hand-over-again",
    RETURNED: "executions:return",
    TERMINATED: "executions:terminate",
}
ASIDE = (RETURNED, WAITING_CLIENT, WAITING_COURT)
STAGES = PipelineStages(KEY, FORMS, aside=ASIDE, due=lambda row: row.due_at)
stage_sources.register(TYPE, STAGES)

add_gate_field(
    GateField(
        "work.open_stages",
        gettext_lazy("Work stages that are not finished"),
        TYPE,
        lambda row: WorkStage.objects.filter(
            execution=row.pk, state__in=(WorkStage.State.WAITING, WorkStage.State.IN_WORK)
        ).count(),
    )
)


def _move(actor: Actor, execution_id: int, to: str, version: int | None) -> None:
    """A drop on a column: a return, a new hand-over and the end before time ask for their forms first."""
    row = get_visible(actor, Execution, execution_id)
    stage = STAGES.asked(actor, row, TYPE, to)
    move_execution(actor, execution_id=execution_id, stage_id=stage.pk, version=version)


board_moves.register(TYPE, _move)
add_files_panel(TYPE, CASE_ACTION, CERTIFICATE, order=70)


def due_mark(due_at: datetime | None) -> SafeString:
    """When something is due, with a sign when that is over or today."""
    if due_at is None:
        return ui.EMPTY_CELL
    state: Literal["", "soon", "over"] = ""
    if due_at < clock.now():
        state = "over"
    elif timezone.localtime(due_at).date() == timezone.localdate():
        state = "soon"
    return ui.due(formats.moment(due_at), state=state, title=formats.exact(due_at))


def _due_cell(cell: Cell) -> SafeString:
    return due_mark(cell.value)


column_renderers.register(f"{TYPE}:due_at", _due_cell)


# --- main effects ---


def _address(name: str) -> Callable[[Any], str]:
    return lambda row: reverse(f"executions:{name}", args=[row.pk])


def _waits(row: Execution) -> bool:
    return row.stage.key == HANDED_OVER


def _is_under_way(row: Execution) -> bool:
    return row.stage.key in UNDER_WAY


def _is_open(row: Execution) -> bool:
    return row.closed_at is None


def _is_accepted(row: Execution) -> bool:
    return row.accepted_at is not None and row.stage.key in (*UNDER_WAY, DONE)


for _action in (
    Action(
        "executions.accept", (TYPE,), gettext_lazy("Accept into work"), _address("accept"), style="primary",
        icon="check", needs_right="execution.accept", visible=_waits, dialog=True, order=10,
    ),
    Action(
        "executions.return", (TYPE,), gettext_lazy("Return to sales"), _address("return"),
        icon="arrow-back-up", needs_right="execution.accept", visible=_waits, dialog=True, order=20,
    ),
    Action(
        "executions.hand_over_again", (TYPE,), gettext_lazy("Hand over again"), _address("hand-over-again"),
        style="primary", icon="send", needs_right="execution.hand_over", dialog=True, order=10,
        visible=lambda row: row.stage.key == RETURNED,
    ),
    Action(
        "executions.act", (TYPE,), gettext_lazy("Action in full"), _address("act"), icon="list-check",
        needs_right="execution.work", visible=_is_under_way, dialog=True, order=25,
    ),
    Action(
        "executions.certify", (TYPE,), gettext_lazy("Draw up a certificate"), _address("certify"),
        icon="certificate", needs_right="certificates.draw_up", visible=_is_accepted, dialog=True, order=30,
    ),
    Action(
        "executions.add_stage", (TYPE,), gettext_lazy("Extra work"), _address("add-stage"),
        icon="plus", needs_right="execution.work", visible=_is_under_way, dialog=True, order=40,
    ),
    Action(
        "executions.reassign", (TYPE,), gettext_lazy("Give to another lawyer"), _address("reassign"),
        icon="user", style="quiet", needs_right="execution.assign", visible=_is_open, dialog=True, order=50,
    ),
    Action(
        "executions.terminate", (TYPE,), gettext_lazy("Terminate the work"), _address("terminate"),
        icon="ban", style="quiet", needs_right="execution.terminate", visible=_is_open, dialog=True, order=90,
    ),
    Action(
        "case_actions.ready", (CASE_ACTION,), gettext_lazy("For the client portal"),
        lambda row: reverse("case-actions:ready", args=[row.pk]),
        icon="send", needs_right="execution.work", dialog=True, order=10,
    ),
    Action(
        "case_actions.withdraw", (CASE_ACTION,), gettext_lazy("Take back from the portal"),
        lambda row: reverse("case-actions:withdraw", args=[row.pk]),
        method="post", style="quiet", icon="eye-off", needs_right="execution.work", order=20,
        visible=lambda row: bool(row.ready_for_portal),
    ),
    Action(
        "certificates.sign", (CERTIFICATE,), gettext_lazy("It is signed"),
        lambda row: reverse("certificates:sign", args=[row.pk]),
        style="primary", icon="check", needs_right="certificates.sign", dialog=True, order=10,
        visible=lambda row: row.state == Certificate.State.DRAFT,
    ),
    Action(
        "certificates.void", (CERTIFICATE,), gettext_lazy("Declare void"),
        lambda row: reverse("certificates:void", args=[row.pk]),
        style="quiet", icon="ban", needs_right="certificates.void", dialog=True, order=90,
        visible=lambda row: row.state != Certificate.State.VOID,
    ),
    Action(
        "action_types.edit", (ACTION_TYPE,), gettext_lazy("Change"),
        lambda row: reverse("action-types:edit", args=[row.pk]),
        icon="edit", needs_right="execution.change_types", dialog=True, order=10,
    ),
):  # fmt: skip
    add_action(_action)

add_composer(
    Composer(
        "case-action",
        (TYPE,),
        gettext_lazy("Action"),
        "list-check",
        _address("act"),
        lambda context: ActionForm(actor=context.actor, execution=context.row, is_short=True),
        gettext_lazy("Record"),
        order=10,
        needs_right="execution.work",
        visible=_is_under_way,
        shortcut="a",
    )
)


# --- the navigation, and a column in the list of contracts ---


def _waiting_for_answer(actor: Actor) -> QuerySet[Execution]:
    """Contracts that wait for this person's acceptance."""
    return visible(actor, Execution, "execution.accept").filter(stage__key=HANDED_OVER, closed_at=None)


nav_counters.register(TYPE, _waiting_for_answer)


def _stages_of_contracts(actor: Actor, contract_ids: Sequence[int]) -> Mapping[int, tuple[str, int]]:
    rows = visible(actor, Execution).filter(contract__in=list(contract_ids))
    found = rows.values_list("contract_id", "stage__name", "stage__colour")
    return {contract: (name, colour) for contract, name, colour in found}


def _stage_cell(found: tuple[str, int] | None) -> SafeString:
    return ui.EMPTY_CELL if found is None else ui.stage(found[0], colour_name(found[1]))


extra_columns.register(
    "execution.stage",
    ExtraColumn(
        "execution.stage",
        (CONTRACT,),
        gettext_lazy("Execution"),
        _stages_of_contracts,
        _stage_cell,
        needs_right="execution.view",
    ),
)


def portal_mark(action: CaseAction) -> SafeString | str:
    """Whether the client may read an action."""
    return ui.badge(_("for the client"), tone="info", icon_name="eye") if action.ready_for_portal else ""
