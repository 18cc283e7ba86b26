"""Reading calls."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from femida.comms.telephony.models import Call
from femida.platform.access.queries import visible
from femida.platform.core.actor import Actor


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
    rows = visible(actor, Call).filter(party_id=party_id).order_by("-started_at", "-id")
    return [CallLine(*row) for row in rows.values_list(*_LINE)[:limit]]


def calls_by_id(actor: Actor, call_ids: Iterable[int]) -> dict[int, CallLine]:
    """The visible ones of these calls, in one query."""
    rows = visible(actor, Call).filter(pk__in=list(call_ids)).values_list(*_LINE)
    return {line.id: line for line in (CallLine(*row) for row in rows)}
