"""How an enquiry becomes a lead or joins one. Inner part of `commands`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from femida.firm.offices.queries import local_date
from femida.firm.staff.assigning import assign, start_assignments
from femida.firm.staff.queries import employee_of
from femida.kernel.contacts import blank_out
from femida.kernel.text import TooLong, clean_line, clean_text
from femida.parties.registry.models import Party
from femida.platform.commands.core import save, take
from femida.platform.core.actor import Actor, ActorKind
from femida.platform.core.context import current_act
from femida.platform.core.errors import Invalid
from femida.platform.journal.recording import record
from femida.platform.pipelines.moving import first_stage, note_start
from femida.sales.leads.events import EnquiryReceived, LeadOpened
from femida.sales.leads.models import Enquiry, Lead
from femida.sales.leads.pipeline import KEY
from femida.sales.leads.routing import Route, route
from femida.sales.leads.visits import safe_marks, safe_page
from femida.sales.sources.models import Source

TYPE = "sales.lead"
SUBJECT_LENGTH, TEXT_LENGTH = 200, 10_000


@dataclass(frozen=True, slots=True)
class Words:
    """What the party said, with the numbers and addresses found in it blanked out and set aside."""

    subject: str
    text: str
    phones: tuple[str, ...]
    emails: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Arrival:
    """One enquiry on its way in."""

    source: Source
    words: Words
    at: datetime
    message_id: int | None = None
    page: str = ""
    campaign: Mapping[str, str] = field(default_factory=dict)
    consent: bool = False


def read_words(subject: str, text: str, *, phones_given: Sequence[str], emails_given: Sequence[str]) -> Words:
    """Clean what was written and take contacts out of it. Raises Invalid naming the field."""
    try:
        subject = clean_line(subject, SUBJECT_LENGTH)
    except TooLong:
        raise Invalid({"subject": _("At most %(n)s characters.") % {"n": SUBJECT_LENGTH}}) from None
    try:
        text = clean_text(text, TEXT_LENGTH)
    except TooLong:
        raise Invalid({"text": _("At most %(n)s characters.") % {"n": TEXT_LENGTH}}) from None
    in_subject, in_text = blank_out(subject), blank_out(text)
    return Words(
        # a blank may be longer than what it stands for
        subject=in_subject.text[:SUBJECT_LENGTH],
        text=in_text.text,
        phones=(*phones_given, *("+" + one.e164 for one in (*in_subject.phones, *in_text.phones))),
        emails=(*emails_given, *(one.value for one in (*in_subject.emails, *in_text.emails))),
    )


def receive(
    actor: Actor, party_id: int, arrival: Arrival, *, office_id: int | None = None, to: Route | None = None
) -> tuple[int, bool]:
    """Join the party's open lead or open one; returns the lead's id and whether it joined.

    The party's row is locked first, so two enquiries at once cannot both open a lead; the database's
    unique index on open leads stands behind the lock.
    """
    house = actor.as_system("leads.enquiry")
    party = take(house, Party, party_id)
    present = Lead.objects.filter(party=party, closed_at__isnull=True).values_list("pk", flat=True).first()
    if present is not None:
        lead = take(house, Lead, present)
        lead.enquiries += 1
        lead.last_enquiry_at = arrival.at
        save(lead, "enquiries", "last_enquiry_at")
        _note(lead, arrival, joined=True)
        return lead.pk, True
    lead = _open(party, arrival, to or route(arrival.source, office_id), author=actor)
    _note(lead, arrival, joined=False)
    return lead.pk, False


def _open(party: Party, arrival: Arrival, to: Route, *, author: Actor) -> Lead:
    act = current_act()
    assert act is not None
    lead = Lead(
        party=party,
        source=arrival.source,
        channel=arrival.source.channel,
        subject=arrival.words.subject,
        text=arrival.words.text,
        office_id=to.office_id,
        department_id=to.department_id,
        responsible_id=to.responsible_id,
        created_by_id=employee_behind(author),
        wall_id=party.wall_id,
        stage=first_stage(KEY),
        stage_since=arrival.at,
        created_at=arrival.at,
        last_enquiry_at=arrival.at,
        business_date=local_date(to.office_id, arrival.at),
    )
    lead.save()
    start_assignments(lead, TYPE)
    if to.responsible_id is not None:
        assign(party, "parties.party", to.responsible_id, "participant")
    note_start(lead, TYPE)
    record(
        LeadOpened(
            lead_id=lead.pk,
            party_id=party.pk,
            source_id=arrival.source.pk,
            office_id=to.office_id,
            responsible_id=to.responsible_id,
        ),
        at=arrival.at,
    )
    return lead


def employee_behind(actor: Actor) -> int | None:
    """The employee who acts, or None for the house and for sources."""
    if actor.kind is not ActorKind.PERSON or actor.id is None:
        return None
    person = employee_of(actor.id)
    return None if person is None else person.id


def _note(lead: Lead, arrival: Arrival, *, joined: bool) -> None:
    enquiry = Enquiry.objects.create(
        lead=lead,
        source=arrival.source,
        message_id=arrival.message_id,
        received_at=arrival.at,
        subject=arrival.words.subject,
        text=arrival.words.text,
        page=safe_page(arrival.page),
        campaign=safe_marks(arrival.campaign),
        consent=arrival.consent,
    )
    record(
        EnquiryReceived(
            lead_id=lead.pk,
            party_id=lead.party_id,
            enquiry_id=enquiry.pk,
            source_id=arrival.source.pk,
            joined=joined,
        ),
        at=arrival.at,
    )
