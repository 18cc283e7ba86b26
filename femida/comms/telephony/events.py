"""What the room records about calls."""

from __future__ import annotations

from dataclasses import dataclass

from femida.platform.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class CallRecorded(Event):
    """A call has ended; `talk_seconds` is 0 when nobody answered."""

    kind = "call.recorded"
    subject = ("comms.call", "call_id")
    anchors = (("parties.party", "party_id"),)

    call_id: int
    party_id: int
    direction: str
    answered: bool
    talk_seconds: int
    employee_id: int | None


@dataclass(frozen=True, kw_only=True)
class CallCommentChanged(Event):
    """The comment of a call was corrected."""

    kind = "call.comment_changed"
    subject = ("comms.call", "call_id")

    call_id: int
