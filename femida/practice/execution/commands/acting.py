"""Case actions: recorded, made ready for the client portal, withdrawn from it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from femida.platform.commands.core import command, save, take
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Invalid
from femida.platform.journal.recording import record
from femida.platform.texts.typed import typed_text
from femida.practice.contracts.models import ContractLine
from femida.practice.execution.commands.taking import (
    employee_behind,
    ids_of,
    moment,
    stage_of,
    take_in_work,
)
from femida.practice.execution.events import CaseActionReadied, CaseActionRecorded, CaseActionWithdrawn
from femida.practice.execution.models import ActionType, ActionTypeService, CaseAction, Execution

RIGHT = "execution.work"
OLDEST = timedelta(days=366)
LONGEST_MINUTES = 24 * 60


@command(right=RIGHT, on=Execution)
def record_action(
    actor: Actor,
    *,
    execution_id: int,
    type_id: int,
    text: str,
    happened_at: datetime | None = None,
    result: str = "",
    minutes: int | None = None,
    stage_id: int | None = None,
    is_ready: bool | None = None,
    portal_text: str | None = None,
) -> int:
    """Record what was done on a contract in work; returns the id.

    `is_ready` says whether the client may read it, as the type has it when not said; `portal_text` is what
    she reads, by default the type's own words. `minutes` is the time spent. Raises Invalid, UnableToWork.
    """
    execution = take_in_work(actor, execution_id)
    kind = ActionType.objects.filter(pk=type_id, is_active=True).first()
    if kind is None or not _fits(kind, execution):
        raise Invalid({"type": _("Choose a type that fits the services of the contract.")})
    when = happened_at or moment()
    if not moment() - OLDEST <= when <= moment() + timedelta(minutes=1):
        raise Invalid({"happened_at": _("A moment of the last year, not later than now.")})
    if minutes is not None and not 1 <= minutes <= LONGEST_MINUTES:
        raise Invalid({"minutes": _("From 1 minute to a day.")})
    action = CaseAction(
        execution=execution,
        contract_id=execution.contract_id,
        party_id=execution.party_id,
        type=kind,
        author_id=employee_behind(actor),
        stage=stage_of(execution, stage_id) if stage_id is not None else None,
        happened_at=when,
        text=typed_text("text", text, longest=10_000, required=True),
        result=typed_text("result", result, longest=10_000),
        minutes=minutes,
        created_at=moment(),
    )
    ready = kind.is_public if is_ready is None else is_ready
    _prepare(action, portal_text if portal_text is not None else kind.notice_text, is_ready=ready)
    action.save()
    record(
        CaseActionRecorded(
            **ids_of(execution), action_id=action.pk, type_id=kind.pk, is_ready=action.ready_for_portal
        )
    )
    return action.pk


@command(right=RIGHT, on=CaseAction)
def ready_action(actor: Actor, *, action_id: int, portal_text: str, version: int | None = None) -> None:
    """Mark an action ready for the portal with the words for the client. Raises Invalid, Stale."""
    action = take(actor, CaseAction, action_id, version=version)
    _prepare(action, portal_text, is_ready=True)
    save(action, "ready_for_portal", "ready_at", "portal_text")
    record(CaseActionReadied(**_ids(action)))


@command(right=RIGHT, on=CaseAction)
def withdraw_action(actor: Actor, *, action_id: int, version: int | None = None) -> None:
    """Take an action back from the portal; the words for the client stay. Raises Stale."""
    action = take(actor, CaseAction, action_id, version=version)
    if not action.ready_for_portal:
        return
    _prepare(action, action.portal_text, is_ready=False)
    save(action, "ready_for_portal", "ready_at", "portal_text")
    record(CaseActionWithdrawn(**_ids(action)))


def _prepare(action: CaseAction, portal_text: str, *, is_ready: bool) -> None:
    action.portal_text = typed_text("portal_text", portal_text, longest=4_000, required=is_ready)
    action.ready_for_portal = is_ready
    action.ready_at = moment() if is_ready else None


def _fits(kind: ActionType, execution: Execution) -> bool:
    services = set(ActionTypeService.objects.filter(type=kind).values_list("service_id", flat=True))
    if not services:
        return True
    lines = ContractLine.objects.filter(contract_id=execution.contract_id, service__in=services)
    return lines.exists()


def _ids(action: CaseAction) -> dict[str, int]:
    return {
        "execution_id": action.execution_id,
        "contract_id": action.contract_id,
        "party_id": action.party_id,
        "action_id": action.pk,
    }


__all__ = ["ready_action", "record_action", "withdraw_action"]
