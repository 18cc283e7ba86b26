"""Reading calls."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from femida.comms.telephony.models import Call
from femida.platform.access.policy import policy_of
from femida.platform.access.prepared import prepared
from femida.platform.access.queries import visible
from femida.platform.core.actor import Actor
from femida.platform.core.statements import Hole


@dataclass(frozen=True, slots=True)
class CallLine:
    """One call as lists and cards show it; times in seconds, `account_id` is the employee's."""

    id: int
    party_id: int
    direction: str
    result: str
    started_at: datetime
    talk_seconds: int
    employee_id: int | None
    account_id: int | None
    comment: str


_LINE = (
    "id", "party_id", "direction", "result", "started_at", "talk_seconds", "employee_id",
    "employee__account_id", "comment",
)  # fmt: skip


def completed_calls_since(party_id: int, since: datetime, min_seconds: int = 0) -> int:
    """How many calls with talk of at least `min_seconds` have been recorded since a moment.

    Counted for the firm, whoever asks: gates and rules ask, and no row is shown.
    """
    return Call.objects.filter(
        party_id=party_id,
        result=Call.Result.ANSWERED,
        created_at__gte=since,
        talk_seconds__gte=min_seconds,
    ).count()


def calls_of_party(actor: Actor, party_id: int, *, limit: int = 20) -> list[CallLine]:
    """The newest visible calls of a party."""

    def build() -> QuerySet[Call, Any]:
        rows = visible(actor, Call).filter(party_id__same=Hole("party")).order_by("-started_at", "-id")
        return rows.values_list(*_LINE)[:limit]

    statement = prepared(policy_of(actor), ("calls of a party", limit), build)
    return [CallLine(*row) for row in statement.rows(party=party_id)]


def calls_by_id(actor: Actor, call_ids: Iterable[int]) -> dict[int, CallLine]:
    """The visible ones of these calls, in one query."""

    def build() -> QuerySet[Call, Any]:
        return visible(actor, Call).filter(pk__among=Hole("ids")).order_by().values_list(*_LINE)

    rows = prepared(policy_of(actor), "calls by id", build).rows(ids=list(call_ids))
    return {line.id: line for line in (CallLine(*row) for row in rows)}
