"""Writes on leads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from femida.firm.offices.queries import morning_of
from femida.firm.staff.assigning import assign, set_responsible, unassign
from femida.firm.staff.models import Employee
from femida.kernel.text import TooLong, clean_line
from femida.parties.registry.commands import find_or_make_party
from femida.parties.registry.models import Party
from femida.platform.access.policy import policy_of
from femida.platform.access.rights import Scope
from femida.platform.commands.core import Outcome, command, hold, save, take, take_rows
from femida.platform.core import clock
from femida.platform.core.actor import Actor
from femida.platform.core.context import current_act
from femida.platform.core.errors import Invalid, NotFound, UnableTo
from femida.platform.journal.recording import record
from femida.platform.pipelines.models import Stage
from femida.platform.pipelines.moving import (
    UnableToMove,
    automatic_target,
    move_by_hand,
    move_by_itself,
    set_timer,
    stage_named,
)
from femida.sales.deals.commands import open_deal
from femida.sales.leads.events import (
    LeadDeferred,
    LeadEdited,
    LeadMoved,
    LeadQualified,
    LeadReassigned,
    LeadRefused,
    LeadReturned,
)
from femida.sales.leads.models import Lead, RefusalReason
from femida.sales.leads.opening import SUBJECT_LENGTH, TYPE, Arrival, employee_behind, read_words, receive
from femida.sales.leads.pipeline import CALL_AGAIN, DEFERRED, KEY, QUALIFIED, REFUSED
from femida.sales.leads.routing import Route, least_loaded_seller
from femida.sales.sources.models import Source


@dataclass(frozen=True, slots=True)
class Registered:
    """What became of an enquiry."""

    lead_id: int
    party_id: int
    joined: bool


class UnableToTakeLead(UnableTo):
    """The lead has gone to somebody else, or none waits."""

    code = "unable_to_take_lead"


@command(right="leads.register_enquiry")
def register_enquiry(
    actor: Actor,
    *,
    source_id: int,
    name: str = "",
    phones: Sequence[str] = (),
    emails: Sequence[str] = (),
    subject: str = "",
    text: str = "",
    received_at: datetime | None = None,
    message_id: int | None = None,
    page: str = "",
    campaign: Mapping[str, str] | None = None,
    consent: bool = False,
) -> Registered:
    """Take in an enquiry from outside: find or make the party, open a lead or join the open one."""
    return _register(
        actor, source_id, name, phones, emails, subject, text,
        at=received_at, message_id=message_id, page=page, campaign=campaign or {}, consent=consent,
    )  # fmt: skip


@command(right="leads.open")
def open_lead(
    actor: Actor,
    *,
    source_id: int,
    name: str = "",
    phones: Sequence[str] = (),
    emails: Sequence[str] = (),
    subject: str = "",
    text: str = "",
    office_id: int | None = None,
) -> Registered:
    """Enter an enquiry by hand (a call, a walk-in).

    The one who enters it answers for it; who may not lead leads (a reception) has it passed on as any other.
    """
    person = employee_behind(actor)
    to = None
    if person is not None:
        place = Employee.objects.values_list("main_office_id", "department_id").get(pk=person)
        office_id = office_id or place[0]
        policy = policy_of(actor)
        if policy.scope("leads.open") < Scope.FIRM and office_id not in policy.placement.offices:
            raise Invalid({"office": _("You do not work in this office.")})
        if policy.may("leads.move"):
            to = Route(office_id, place[1], person)
    return _register(actor, source_id, name, phones, emails, subject, text, to=to, office_id=office_id)


def _register(
    actor: Actor,
    source_id: int,
    name: str,
    phones: Sequence[str],
    emails: Sequence[str],
    subject: str,
    text: str,
    *,
    at: datetime | None = None,
    message_id: int | None = None,
    page: str = "",
    campaign: Mapping[str, str] | None = None,
    consent: bool = False,
    office_id: int | None = None,
    to: Route | None = None,
) -> Registered:
    source = Source.objects.filter(pk=source_id, is_active=True).first()
    if source is None:
        raise Invalid({"source": _("Choose a source in use.")})
    words = read_words(subject, text, phones_given=phones, emails_given=emails)
    if not words.phones and not words.emails:
        raise Invalid({"phone": _("Give a phone number or an e-mail address.")})
    arrival = Arrival(
        source,
        words,
        at or clock.now(),
        message_id=message_id,
        page=page,
        campaign=campaign or {},
        consent=consent,
    )
    found = find_or_make_party(
        actor.as_system("leads.enquiry"),
        name=name,
        phones=words.phones,
        emails=words.emails,
        office_id=office_id or source.office_id,
    )
    lead_id, joined = receive(actor, found.party_id, arrival, office_id=office_id, to=to)
    return Registered(lead_id, found.party_id, joined)


@command(right="leads.take", on=Lead)
def take_lead(actor: Actor, *, lead_id: int) -> None:
    """Take a waiting lead of one's office. Raises UnableToTakeLead when somebody was faster."""
    lead = take(actor, Lead, lead_id, right="leads.take")
    if lead.responsible_id is not None or lead.closed_at is not None:
        raise UnableToTakeLead(_("This lead has already been taken."))
    _give(actor, lead, _own_employee(actor))


@command(right="leads.take")
def take_next_lead(actor: Actor) -> int:
    """Take the lead of one's office that has waited longest; returns its id.

    Locked rows are passed over, so people who press at once get different leads.
    """
    rows = policy_of(actor).rows(Lead, "leads.take")
    waiting = Lead.objects.filter(rows, responsible__isnull=True, closed_at__isnull=True)
    found = waiting.select_for_update(skip_locked=True, of=("self",)).order_by("created_at", "pk").first()
    if found is None:
        raise UnableToTakeLead(_("No lead is waiting in your office."))
    _give(actor, found, _own_employee(actor))
    return found.pk


def _own_employee(actor: Actor) -> int:
    person = employee_behind(actor)
    if person is None:
        raise NotFound
    return person


def _give(actor: Actor, lead: Lead, employee_id: int | None) -> None:
    """Make a locked lead the employee's, or nobody's; the party follows it."""
    before = lead.responsible_id
    if before == employee_id:
        return
    set_responsible(lead, TYPE, employee_id)
    lead.department_id = None if employee_id is None else _department(employee_id)
    save(lead, "department")
    party = Party.objects.get(pk=lead.party_id)
    if employee_id is not None:
        assign(party, "parties.party", employee_id, "participant")
    if before is not None and not _still_works_with(lead, before):
        unassign(party, "parties.party", before, "participant")
    record(LeadReassigned(lead_id=lead.pk, party_id=lead.party_id, from_id=before, to_id=employee_id))


def _still_works_with(lead: Lead, employee_id: int) -> bool:
    from femida.sales.deals.models import Deal

    others = Lead.objects.filter(party_id=lead.party_id, responsible_id=employee_id).exclude(pk=lead.pk)
    return others.exists() or Deal.objects.filter(party_id=lead.party_id, responsible_id=employee_id).exists()


@command(right="leads.reassign", on=Lead, rows=True)
def reassign_leads(actor: Actor, *, lead_ids: Sequence[int], employee_id: int | None) -> Outcome:
    """Give leads to another working employee; without one they wait in the queues of their offices."""
    if (
        employee_id is not None
        and not Employee.objects.filter(pk=employee_id, status=Employee.Status.ACTIVE).exists()
    ):
        raise Invalid({"employee": _("Choose a working employee.")})
    outcome = Outcome()
    for lead in take_rows(actor, Lead, lead_ids, outcome=outcome):
        _give(actor, lead, employee_id)
        outcome.done.append(lead.pk)
    return outcome


@command(right="leads.reassign", on=Lead)
def reassign_lead(actor: Actor, *, lead_id: int, employee_id: int | None, version: int | None = None) -> None:
    """Give one lead to another employee, or back to the queue of its office."""
    take(actor, Lead, lead_id, version=version)
    reassign_leads(actor, lead_ids=[lead_id], employee_id=employee_id).raise_single()


@command(right="leads.edit", on=Lead)
def edit_lead(actor: Actor, *, lead_id: int, subject: str, version: int | None = None) -> None:
    """Put into words what the lead is about."""
    lead = take(actor, Lead, lead_id, version=version)
    try:
        subject = clean_line(subject, SUBJECT_LENGTH)
    except TooLong:
        raise Invalid({"subject": _("At most %(n)s characters.") % {"n": SUBJECT_LENGTH}}) from None
    lead.subject = read_words(subject, "", phones_given=(), emails_given=()).subject
    save(lead, "subject")
    record(LeadEdited(lead_id=lead.pk, party_id=lead.party_id))


@command(right="leads.move", on=Lead)
def move_lead(actor: Actor, *, lead_id: int, stage_id: int, version: int | None = None) -> None:
    """Move a lead by hand to an open stage; the closing stages have commands of their own."""
    _hold_party(lead_id)
    lead = take(actor, Lead, lead_id, version=version)
    to = Stage.objects.filter(pk=stage_id, pipeline__key=KEY).first()
    if to is None:
        raise Invalid({"stage": _("Choose a stage of this pipeline.")})
    before = lead.stage_id
    reopening = lead.stage.closes
    move_by_hand(actor, lead, TYPE, to)
    if to.closes or to.kind == Stage.Kind.WAITING:
        raise UnableToMove(_("Use the button of this step: it asks what is needed."))
    if reopening:
        _reopen(lead)
        record(LeadReturned(lead_id=lead.pk, party_id=lead.party_id, by_timer=False))
    save(lead, "stage", "stage_since")
    _note_move(lead, before, to, by_hand=True)


def _reopen(lead: Lead) -> None:
    if Lead.objects.filter(party_id=lead.party_id, closed_at__isnull=True).exclude(pk=lead.pk).exists():
        raise UnableToMove(_("The client has another open lead: go on with that one."))
    lead.closed_at = None
    lead.refusal_reason = None
    lead.return_on = None
    save(lead, "closed_at", "refusal_reason", "return_on")


def _note_move(lead: Lead, before: int, to: Stage, *, by_hand: bool) -> None:
    record(
        LeadMoved(
            lead_id=lead.pk,
            party_id=lead.party_id,
            from_stage_id=before,
            to_stage_id=to.pk,
            by_hand=by_hand,
        )
    )


@command(right="leads.move", on=Lead)
def advance_lead(actor: Actor, *, lead_id: int, fact_kind: str) -> bool:
    """Let a fact move the lead by itself; returns whether it moved. Used by reactions."""
    lead = take(actor, Lead, lead_id)
    to = automatic_target(lead, TYPE, fact_kind)
    if to is None or to.pk == lead.stage_id:
        return False
    before = lead.stage_id
    move_by_itself(lead, TYPE, to)
    save(lead, "stage", "stage_since")
    _note_move(lead, before, to, by_hand=False)
    return True


@command(right="leads.qualify", on=Lead)
def qualify_lead(
    actor: Actor,
    *,
    lead_id: int,
    title: str = "",
    responsible_id: int | None = None,
    version: int | None = None,
) -> int:
    """Qualify a lead: it closes as reached and opens a deal, whose id is returned.

    Without `responsible_id` the seller of the office with the fewest open deals gets it, and the
    one who qualified it when there is no seller.
    """
    lead = _take_open(actor, lead_id, version)
    party = lead.party_id
    _close(actor, lead, stage_named(KEY, QUALIFIED))
    office = lead.office_id
    assert office is not None
    keeper = responsible_id or least_loaded_seller(office) or lead.responsible_id
    lead.deal_id = open_deal(
        actor.as_system("lead.qualified"),
        party_id=party,
        title=title or lead.subject,
        office_id=office,
        department_id=None if keeper is None else _department(keeper),
        responsible_id=keeper,
        source_id=lead.source_id,
        lead_id=lead.pk,
    )
    save(lead, "deal")
    record(LeadQualified(lead_id=lead.pk, party_id=party, deal_id=lead.deal_id))
    return lead.deal_id


def _department(employee_id: int) -> int | None:
    return Employee.objects.values_list("department_id", flat=True).get(pk=employee_id)


def _take_open(actor: Actor, lead_id: int, version: int | None) -> Lead:
    """Lock an open lead together with its party."""
    _hold_party(lead_id)
    lead = take(actor, Lead, lead_id, version=version)
    if lead.closed_at is not None:
        raise UnableToMove(_("This lead is closed already."))
    return lead


def _hold_party(lead_id: int) -> None:
    """Lock the lead's party before the lead: acts that may open or reopen a lead of a party queue there."""
    party = Lead.objects.filter(pk=lead_id).values_list("party_id", flat=True).first()
    if party is not None:
        hold(Party, party)


def _close(actor: Actor, lead: Lead, to: Stage) -> None:
    before = lead.stage_id
    move_by_hand(actor, lead, TYPE, to)
    act = current_act()
    assert act is not None
    lead.closed_at = act.at
    save(lead, "stage", "stage_since", "closed_at")
    _note_move(lead, before, to, by_hand=True)


@command(right="leads.refuse", on=Lead)
def refuse_lead(
    actor: Actor,
    *,
    lead_id: int,
    reason_id: int,
    return_on: date | None = None,
    version: int | None = None,
) -> None:
    """Refuse a lead with a reason; with `return_on` it comes back that morning to be called again."""
    lead = _take_open(actor, lead_id, version)
    reason = RefusalReason.objects.filter(pk=reason_id, is_active=True).first()
    if reason is None:
        raise Invalid({"reason": _("Choose a reason.")})
    due = None if return_on is None else _morning(lead, return_on, "return_on")
    _close(actor, lead, stage_named(KEY, REFUSED))
    lead.refusal_reason = reason
    lead.return_on = return_on
    save(lead, "refusal_reason", "return_on")
    if due is not None:
        set_timer(lead, TYPE, due_at=due, to=stage_named(KEY, CALL_AGAIN))
    record(LeadRefused(lead_id=lead.pk, party_id=lead.party_id, reason_id=reason.pk, return_on=return_on))


@command(right="leads.move", on=Lead)
def defer_lead(actor: Actor, *, lead_id: int, until: date, version: int | None = None) -> None:
    """Put a lead aside until a morning on which it comes back to be called again."""
    lead = _take_open(actor, lead_id, version)
    due = _morning(lead, until, "until")
    before = lead.stage_id
    to = stage_named(KEY, DEFERRED)
    move_by_hand(actor, lead, TYPE, to)
    lead.return_on = until
    save(lead, "stage", "stage_since", "return_on")
    set_timer(lead, TYPE, due_at=due, to=stage_named(KEY, CALL_AGAIN))
    _note_move(lead, before, to, by_hand=True)
    record(LeadDeferred(lead_id=lead.pk, party_id=lead.party_id, return_on=until))


def _morning(lead: Lead, day: date, field: str) -> datetime:
    assert lead.office_id is not None
    return morning_of(lead.office_id, day, field)


@command(right="leads.move", on=Lead)
def return_lead(actor: Actor, *, lead_id: int, stage_id: int) -> None:
    """Bring a deferred or refused lead back when its timer is due (the timer acts as the system).

    If the party has another open lead by then, this one stays closed: the client is being worked with.
    """
    _hold_party(lead_id)
    lead = take(actor, Lead, lead_id)
    if lead.closed_at is not None:
        try:
            _reopen(lead)
        except UnableToMove:
            return
    to = Stage.objects.get(pk=stage_id)
    before = lead.stage_id
    move_by_itself(lead, TYPE, to)
    lead.return_on = None
    save(lead, "stage", "stage_since", "return_on")
    _note_move(lead, before, to, by_hand=False)
    record(LeadReturned(lead_id=lead.pk, party_id=lead.party_id, by_timer=True))
