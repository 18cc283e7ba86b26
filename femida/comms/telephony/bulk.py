"""Calls of the large demonstration firm: rooms above say who calls whom."""

from __future__ import annotations

from datetime import datetime

from femida.comms.telephony.events import CallRecorded
from femida.comms.telephony.models import Call
from femida.firm.staff.bulk import Person, start_assignments
from femida.platform.bulk.batches import Batch, Deed

TYPE = "comms.call"
Result = Call.Result


def add_call(
    batch: Batch,
    person: Person,
    at: datetime,
    *,
    party_id: int,
    direction: str,
    is_answered: bool,
    comment: str,
    also: tuple[str, int],
) -> Deed:
    """Write a call with a party, which stands on the time-line of `also` too; returns its act."""
    talked = batch.chance.randint(45, 780) if is_answered else 0
    deed = batch.deed(person.actor, at)
    call = batch.add(
        Call,
        party_id=party_id,
        direction=direction,
        started_at=at,
        waiting_seconds=batch.chance.randint(3, 28),
        talk_seconds=talked,
        result=(Result.ANSWERED if is_answered else Result.NO_ANSWER).value,
        employee_id=person.id,
        comment=comment,
        office_id=person.office_id,
        department_id=person.department_id,
        responsible_id=person.id,
        created_by_id=person.id,
        created_at=at,
    )
    start_assignments(batch, TYPE, call)
    event = CallRecorded(
        call_id=call["id"],
        party_id=party_id,
        direction=direction,
        answered=is_answered,
        talk_seconds=talked,
        employee_id=person.id,
    )
    batch.record(deed, event, also)
    return deed
