"""What leads do because of facts from below and of their own."""

from __future__ import annotations

from femida.comms.telephony.events import CallRecorded
from femida.parties.registry.events import PartyClosed, PartyOpened
from femida.platform.core.actor import Actor
from femida.platform.reactions.core import reacts
from femida.sales.leads.commands import advance_lead
from femida.sales.leads.events import EnquiryReceived, LeadOpened, LeadReassigned, LeadReturned
from femida.sales.leads.keeping import show_call_on_lead, tell_about_lead, wall_leads
from femida.sales.leads.models import Lead


@reacts(CallRecorded)
def advance_after_call(actor: Actor, event: CallRecorded) -> None:
    """A recorded call stands on the party's open lead and moves it on by itself."""
    for lead_id in Lead.objects.filter(party_id=event.party_id, closed_at=None).values_list("pk", flat=True):
        show_call_on_lead(actor, lead_id=lead_id, call_id=event.call_id)
        advance_lead(actor, lead_id=lead_id, fact_kind=event.kind)


@reacts(PartyClosed, inside=True)
def follow_wall(actor: Actor, event: PartyClosed) -> None:
    """The leads of a closed party are closed with it: there is no moment in between."""
    wall_leads(actor, party_id=event.party_id, wall_id=event.wall_id)


@reacts(PartyOpened, inside=True)
def follow_opening(actor: Actor, event: PartyOpened) -> None:
    """The leads of a party come out from behind its wall together with it."""
    wall_leads(actor, party_id=event.party_id, wall_id=None)


@reacts(LeadOpened)
def tell_of_new_lead(actor: Actor, event: LeadOpened) -> None:
    """Whoever got the lead hears of it."""
    tell_about_lead(actor, lead_id=event.lead_id, kind="lead.assigned")


@reacts(EnquiryReceived)
def tell_of_repeated_enquiry(actor: Actor, event: EnquiryReceived) -> None:
    """The client wrote again: whoever works with her hears of it."""
    if event.joined:
        tell_about_lead(actor, lead_id=event.lead_id, kind="lead.enquiry_again")


@reacts(LeadReassigned)
def tell_of_reassigned_lead(actor: Actor, event: LeadReassigned) -> None:
    """Whoever now answers for the lead hears of it; of one put back, those who may take it."""
    tell_about_lead(actor, lead_id=event.lead_id, kind="lead.assigned")


@reacts(LeadReturned)
def tell_of_returned_lead(actor: Actor, event: LeadReturned) -> None:
    """The day has come to call again."""
    if event.by_timer:
        tell_about_lead(actor, lead_id=event.lead_id, kind="lead.returned")
