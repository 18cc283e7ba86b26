"""Writes on deals."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from femida.firm.offices.queries import local_date
from femida.firm.staff.assigning import assign, set_responsible, start_assignments
from femida.kernel.text import clean_line
from femida.parties.registry.models import Party
from femida.platform.commands.core import Outcome, command, save, take, take_rows
from femida.platform.core.actor import Actor
from femida.platform.core.context import current_act
from femida.platform.core.errors import Invalid
from femida.platform.journal.recording import record
from femida.platform.pipelines.models import Stage
from femida.platform.pipelines.moving import first_stage, move_by_hand, note_start
from femida.sales.deals.events import DealMoved, DealOpened, DealReassigned
from femida.sales.deals.models import Deal
from femida.sales.deals.pipeline import KEY

TYPE = "sales.deal"


@command(right="deals.open", on=Party)
def open_deal(
    actor: Actor,
    *,
    party_id: int,
    title: str,
    office_id: int,
    responsible_id: int | None,
    department_id: int | None = None,
    source_id: int | None = None,
    lead_id: int | None = None,
) -> int:
    """Open a deal with a party in the first stage; returns its id."""
    party = take(actor, Party, party_id)
    act = current_act()
    assert act is not None
    deal = Deal(
        party=party,
        title=clean_line(title, 200) or _("Legal services"),
        office_id=office_id,
        department_id=department_id,
        source_id=source_id,
        wall_id=party.wall_id,
        stage=first_stage(KEY),
        stage_since=act.at,
        responsible_id=responsible_id,
        business_date=local_date(office_id, act.at),
    )
    deal.save()
    start_assignments(deal, TYPE)
    if responsible_id is not None:
        assign(party, "parties.party", responsible_id, "participant")
    note_start(deal, TYPE)
    record(DealOpened(deal_id=deal.pk, party_id=party_id, lead_id=lead_id, responsible_id=responsible_id))
    return deal.pk


@command(right="deals.move", on=Deal)
def move_deal(actor: Actor, *, deal_id: int, stage_id: int, version: int | None = None) -> None:
    """Move a deal by hand. Raises UnableToMove with the reason, Stale, Denied, NotFound."""
    deal = take(actor, Deal, deal_id, version=version)
    before = deal.stage_id
    to = Stage.objects.filter(pk=stage_id, pipeline__key=KEY).first()
    if to is None:
        raise Invalid({"stage": _("Choose a stage of this pipeline.")})
    move_by_hand(actor, deal, TYPE, to)
    act = current_act()
    assert act is not None
    deal.closed_at = act.at if to.closes else None
    save(deal, "stage", "stage_since", "closed_at")
    record(
        DealMoved(
            deal_id=deal.pk, party_id=deal.party_id, from_stage_id=before, to_stage_id=to.pk, by_hand=True
        )
    )


@command(right="deals.reassign", on=Deal, rows=True)
def reassign_deals(actor: Actor, *, deal_ids: Sequence[int], employee_id: int) -> Outcome:
    """Give deals to another employee."""
    outcome = Outcome()
    for deal in take_rows(actor, Deal, deal_ids, outcome=outcome):
        before = deal.responsible_id
        set_responsible(deal, TYPE, employee_id)
        record(DealReassigned(deal_id=deal.pk, party_id=deal.party_id, from_id=before, to_id=employee_id))
        outcome.done.append(deal.pk)
    return outcome


@command(right="deals.maintain", on=Deal, rows=True)
def wall_deals(actor: Actor, *, party_id: int, wall_id: int | None) -> Outcome:
    """Put the deals of a party behind its wall, or bring them out (reactions call it)."""
    outcome = Outcome()
    ids = list(Deal.objects.filter(party_id=party_id).values_list("pk", flat=True))
    for deal in take_rows(actor, Deal, ids, outcome=outcome):
        deal.wall_id = wall_id
        save(deal, "wall")
        outcome.done.append(deal.pk)
    return outcome
