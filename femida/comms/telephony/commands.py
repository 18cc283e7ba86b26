"""Recording calls: by hand here, by the exchange's adapter later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from femida.comms.telephony.events import CallCommentChanged, CallRecorded
from femida.comms.telephony.models import LONGEST_COMMENT, Call
from femida.firm.staff.assigning import start_assignments
from femida.firm.staff.queries import EmployeeRef, employee_by_id, employee_of
from femida.parties.registry.models import ContactPoint, Party
from femida.platform.access.queries import visible
from femida.platform.commands.core import command, is_system, save, take
from femida.platform.core import clock
from femida.platform.core.actor import Actor
from femida.platform.core.errors import Denied, Invalid, Text, UnableTo
from femida.platform.journal.recording import record
from femida.platform.texts.typed import typed_text

Result = Call.Result
Direction = Call.Direction

OLDEST_BY_HAND: Final = timedelta(days=30)
LONGEST_SECONDS: Final = 24 * 60 * 60
# The clocks of a browser and of the server differ a little.
CLOCK_TOLERANCE: Final = timedelta(minutes=1)


class UnableToRecordCall(UnableTo):
    """The actor is nobody's employee, so there is nobody who could have called."""

    code = "unable_to_record_call"
    default_sentence = _(
        "Only an employee can record a call. Ask your administrator to add you to the staff."
    )


@dataclass(frozen=True, slots=True)
class _Times:
    started_at: datetime
    waiting_seconds: int
    talk_seconds: int


@command(right="calls.record", on=Party)
def record_call(
    actor: Actor,
    *,
    party_id: int,
    direction: str,
    answered: bool,
    talk_seconds: int,
    started_at: datetime | None = None,
    comment: str = "",
    contact_point_id: int | None = None,
    result: str = "",
    waiting_seconds: int = 0,
    employee_id: int | None = None,
    external_id: str | None = None,
) -> int:
    """Record a call with a party and return its id.

    An answered call has at least one second of talk, any other none; `result` says why nobody answered
    (by default: no answer, or missed for an incoming call). By hand the call is the actor's own, not in the
    future and at most 30 days old; the house itself may name any employee and moment, and the exchange's
    `external_id`, under which a call is recorded once. Without `started_at` the call has just ended.
    Raises Invalid, UnableToRecordCall.
    """
    party = take(actor, Party, party_id)
    if external_id is not None:
        known = _known_call(actor, external_id)
        if known is not None:
            return known
    outcome = _result(direction, answered=answered, result=result)
    times = _times(actor, outcome, started_at, waiting_seconds, talk_seconds)
    employee = _caller(actor, employee_id, outcome)
    call = Call(
        party_id=party.pk,
        contact_point_id=_contact_point(actor, party.pk, contact_point_id),
        direction=direction,
        started_at=times.started_at,
        waiting_seconds=times.waiting_seconds,
        talk_seconds=times.talk_seconds,
        result=outcome,
        employee_id=employee.id if employee else None,
        comment=typed_text("comment", comment, longest=LONGEST_COMMENT),
        external_id=external_id,
        office_id=employee.main_office_id if employee else party.office_id,
        department_id=employee.department_id if employee else party.department_id,
        responsible_id=employee.id if employee else None,
        created_by_id=employee.id if employee else None,
        wall_id=party.wall_id,
        created_at=clock.now(),
    )
    call.save(force_insert=True)
    start_assignments(call, "comms.call")
    record(
        CallRecorded(
            call_id=call.pk,
            party_id=party.pk,
            direction=direction,
            answered=answered,
            talk_seconds=times.talk_seconds,
            employee_id=call.employee_id,
        ),
        at=started_at,
    )
    return call.pk


@command(right="calls.record", on=Call)
def change_call_comment(actor: Actor, *, call_id: int, comment: str, version: int | None = None) -> None:
    """Correct the comment: all else of a call is what happened and never changes."""
    call = take(actor, Call, call_id, version=version)
    call.comment = typed_text("comment", comment, longest=LONGEST_COMMENT)
    save(call, "comment")
    record(CallCommentChanged(call_id=call.pk))


@command(right="calls.record")
def close_calls_of(actor: Actor, *, party_id: int, wall_id: int) -> None:
    """Put the calls of a party behind its wall. Only the house itself does this."""
    _move_walls(actor, Call.objects.filter(party_id=party_id), wall_id)


@command(right="calls.record")
def open_calls_of(actor: Actor, *, party_id: int, wall_id: int) -> None:
    """Open the calls that stood behind a party's wall. Only the house itself does this."""
    _move_walls(actor, Call.objects.filter(party_id=party_id, wall_id=wall_id), None)


def _move_walls(actor: Actor, calls: QuerySet[Call], wall_id: int | None) -> None:
    if not is_system(actor):
        raise Denied(right="calls.record")
    list(calls.select_for_update().order_by("pk").values_list("pk", flat=True))
    calls.update(wall_id=wall_id)


def _known_call(actor: Actor, external_id: str) -> int | None:
    if not is_system(actor):
        raise Denied(right="calls.record")
    return Call.objects.filter(external_id=external_id).values_list("pk", flat=True).first()


def _result(direction: str, *, answered: bool, result: str) -> Result:
    if direction not in Direction.values:
        raise Invalid({"direction": _("Choose whether the call was incoming or outgoing.")})
    if not result:
        if answered:
            return Result.ANSWERED
        return Result.MISSED if direction == Direction.IN else Result.NO_ANSWER
    fits = result in Result.values and (result == Result.ANSWERED) == answered
    if not fits or (result == Result.MISSED and direction != Direction.IN):
        raise Invalid({"result": _("This result does not fit the call.")})
    return Result(result)


def _times(
    actor: Actor, outcome: Result, started_at: datetime | None, waiting_seconds: int, talk_seconds: int
) -> _Times:
    wrong: dict[str, Text] = {}
    if outcome is Result.ANSWERED and not 1 <= talk_seconds <= LONGEST_SECONDS:
        wrong["talk_seconds"] = _("Say how long you talked: from one second to a day.")
    if outcome is not Result.ANSWERED and talk_seconds != 0:
        wrong["talk_seconds"] = _("Nobody answered, so there was no talk.")
    if not 0 <= waiting_seconds <= LONGEST_SECONDS:
        wrong["waiting_seconds"] = _("Waiting lasts from none to a day.")
    now = clock.now()
    moment = started_at or now - timedelta(seconds=talk_seconds if not wrong else 0)
    if moment > now + CLOCK_TOLERANCE:
        wrong["started_at"] = _("A call cannot begin in the future.")
    elif not is_system(actor) and moment < now - OLDEST_BY_HAND:
        wrong["started_at"] = _("A call older than 30 days cannot be recorded by hand.")
    if wrong:
        raise Invalid(wrong)
    return _Times(moment, waiting_seconds, talk_seconds)


def _caller(actor: Actor, employee_id: int | None, outcome: Result) -> EmployeeRef | None:
    """The employee of the call: the actor's own; the house may name any, or none for a call nobody took."""
    if is_system(actor):
        if employee_id is not None:
            return _employee(employee_id)
        if outcome is Result.ANSWERED:
            raise Invalid({"employee_id": _("Name the employee who talked.")})
        return None
    own = employee_of(actor.id) if actor.id is not None else None
    if own is None:
        raise UnableToRecordCall
    if employee_id is not None and employee_id != own.id:
        raise Denied(_("Everybody records their own calls."), right="calls.record")
    return own


def _employee(employee_id: int) -> EmployeeRef:
    found = employee_by_id(employee_id)
    if found is None:
        raise Invalid({"employee_id": _("There is no such employee.")})
    return found


def _contact_point(actor: Actor, party_id: int, contact_point_id: int | None) -> int | None:
    if contact_point_id is None:
        return None
    if not visible(actor, ContactPoint).filter(pk=contact_point_id, party_id=party_id).exists():
        raise Invalid({"contact_point_id": _("This number does not belong to the party.")})
    return contact_point_id
