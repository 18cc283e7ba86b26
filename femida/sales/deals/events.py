"""What happens to deals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from femida.platform.journal.events import Event


@dataclass(frozen=True, kw_only=True)
class DealOpened(Event):
    """A deal was opened."""

    kind = "deal.opened"
    subject = ("sales.deal", "deal_id")
    anchors = (("parties.party", "party_id"), ("sales.lead", "lead_id"))
    deal_id: int
    party_id: int
    lead_id: int | None
    responsible_id: int | None


@dataclass(frozen=True, kw_only=True)
class DealMoved(Event):
    """A deal changed its stage."""

    kind = "deal.moved"
    subject = ("sales.deal", "deal_id")
    anchors = (("parties.party", "party_id"),)
    deal_id: int
    party_id: int
    from_stage_id: int
    to_stage_id: int
    by_hand: bool


@dataclass(frozen=True, kw_only=True)
class DealReassigned(Event):
    """Another employee answers for a deal."""

    kind = "deal.reassigned"
    subject = ("sales.deal", "deal_id")
    anchors = (("parties.party", "party_id"),)
    deal_id: int
    party_id: int
    from_id: int | None
    to_id: int | None


@dataclass(frozen=True, kw_only=True)
class DealRefused(Event):
    """A deal was refused; it may come back on a date."""

    kind = "deal.refused"
    subject = ("sales.deal", "deal_id")
    anchors = (("parties.party", "party_id"),)
    deal_id: int
    party_id: int
    reason_id: int
    return_on: date | None


@dataclass(frozen=True, kw_only=True)
class DealDeferred(Event):
    """The client asked to come back to it later."""

    kind = "deal.deferred"
    subject = ("sales.deal", "deal_id")
    anchors = (("parties.party", "party_id"),)
    deal_id: int
    party_id: int
    return_on: date


@dataclass(frozen=True, kw_only=True)
class DealReturned(Event):
    """A deferred or refused deal came back."""

    kind = "deal.returned"
    subject = ("sales.deal", "deal_id")
    anchors = (("parties.party", "party_id"),)
    deal_id: int
    party_id: int
    by_timer: bool
