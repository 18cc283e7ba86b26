"""The house's own care of leads: commands that only reactions and jobs call."""

from __future__ import annotations

from femida.comms.telephony.events import CallRecorded
from femida.firm.staff.models import Employee
from femida.firm.staff.queries import accounts_with_right
from femida.platform.commands.core import Outcome, command, save, take, take_rows
from femida.platform.core.actor import Actor
from femida.platform.journal.recording import anchor
from femida.platform.notices.notifying import notify
from femida.sales.leads.models import Lead

TYPE = "sales.lead"


@command(right="leads.maintain", on=Lead, rows=True)
def wall_leads(actor: Actor, *, party_id: int, wall_id: int | None) -> Outcome:
    """Put the leads of a party behind its wall, or bring them out."""
    outcome = Outcome()
    ids = list(Lead.objects.filter(party_id=party_id).values_list("pk", flat=True))
    for lead in take_rows(actor, Lead, ids, outcome=outcome):
        lead.wall_id = wall_id
        save(lead, "wall")
        outcome.done.append(lead.pk)
    return outcome


@command(right="leads.maintain", on=Lead)
def tell_about_lead(actor: Actor, *, lead_id: int, kind: str) -> None:
    """Tell the responsible person of a lead; when nobody answers for it, those who may take it."""
    lead = take(actor, Lead, lead_id)
    if lead.responsible_id is None:
        waiting = accounts_with_right("leads.take", lead.office_id, firm_wide=False)
        notify(waiting, "lead.waiting", TYPE, lead.pk)
        return
    account = Employee.objects.values_list("account_id", flat=True).get(pk=lead.responsible_id)
    if account != actor.on_behalf_of:
        notify([account], kind, TYPE, lead.pk)


@command(right="leads.maintain", on=Lead)
def show_call_on_lead(actor: Actor, *, lead_id: int, call_id: int) -> None:
    """Let a call of the party stand on the time-line of its lead."""
    lead = take(actor, Lead, lead_id)
    anchor(("comms.call", call_id), CallRecorded.kind, (TYPE, lead.pk))
