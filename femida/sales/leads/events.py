"""What happens to leads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from femida.platform.journal.events import Event

PARTY = (("parties.party", "party_id"),)


@dataclass(frozen=True, kw_only=True)
class LeadOpened(Event):
    """An enquiry opened a lead."""

    kind = "lead.opened"
    subject = ("sales.lead", "lead_id")
    anchors = PARTY
    lead_id: int
    party_id: int
    source_id: int
    office_id: int
    responsible_id: int | None


@dataclass(frozen=True, kw_only=True)
class EnquiryReceived(Event):
    """An enquiry came; `joined` says that the party had an open lead already."""

    kind = "enquiry.received"
    subject = ("sales.lead", "lead_id")
    anchors = PARTY
    lead_id: int
    party_id: int
    enquiry_id: int
    source_id: int
    joined: bool


@dataclass(frozen=True, kw_only=True)
class LeadMoved(Event):
    """A lead changed its stage."""

    kind = "lead.moved"
    subject = ("sales.lead", "lead_id")
    anchors = PARTY
    lead_id: int
    party_id: int
    from_stage_id: int
    to_stage_id: int
    by_hand: bool


@dataclass(frozen=True, kw_only=True)
class LeadQualified(Event):
    """A lead was qualified and opened a deal."""

    kind = "lead.qualified"
    subject = ("sales.lead", "lead_id")
    anchors = PARTY
    lead_id: int
    party_id: int
    deal_id: int


@dataclass(frozen=True, kw_only=True)
class LeadRefused(Event):
    """A lead was refused; it may come back on a date."""

    kind = "lead.refused"
    subject = ("sales.lead", "lead_id")
    anchors = PARTY
    lead_id: int
    party_id: int
    reason_id: int
    return_on: date | None


@dataclass(frozen=True, kw_only=True)
class LeadDeferred(Event):
    """The party asked to be called later."""

    kind = "lead.deferred"
    subject = ("sales.lead", "lead_id")
    anchors = PARTY
    lead_id: int
    party_id: int
    return_on: date


@dataclass(frozen=True, kw_only=True)
class LeadReturned(Event):
    """A deferred or refused lead came back to be called again."""

    kind = "lead.returned"
    subject = ("sales.lead", "lead_id")
    anchors = PARTY
    lead_id: int
    party_id: int
    by_timer: bool


@dataclass(frozen=True, kw_only=True)
class LeadReassigned(Event):
    """Another employee answers for a lead."""

    kind = "lead.reassigned"
    subject = ("sales.lead", "lead_id")
    anchors = PARTY
    lead_id: int
    party_id: int
    from_id: int | None
    to_id: int | None


@dataclass(frozen=True, kw_only=True)
class LeadEdited(Event):
    """What a lead is about was put into words."""

    kind = "lead.edited"
    subject = ("sales.lead", "lead_id")
    anchors = PARTY
    lead_id: int
    party_id: int
