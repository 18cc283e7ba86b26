"""Writes on deals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from femida.firm.offices.queries import local_date, morning_of
from femida.firm.staff.assigning import assign, set_responsible, start_assignments
from femida.firm.staff.models import Employee
from femida.firm.staff.queries import accounts_of
from femida.kernel.text import clean_line
from femida.parties.registry.models import Party
from femida.platform.commands.core import Outcome, command, save, take, take_rows
from femida.platform.core.actor import Actor
from femida.platform.core.context import current_act
from femida.platform.core.errors import Invalid
from femida.platform.journal.recording import record
from femida.platform.notices.notifying import notify
from femida.platform.pipelines.models import Stage
from femida.platform.pipelines.moving import (
    UnableToMove,
    first_stage,
    move_by_hand,
    move_by_itself,
    note_start,
    set_timer,
    stage_named,
)
from femida.sales.deals.events import (
    DealDeferred,
    DealMoved,
    DealOpened,
    DealReassigned,
    DealRefused,
    DealReturned,
)
from femida.sales.deals.models import Deal, RefusalReason
from femida.sales.deals.pipeline import CONTACT_AGAIN, DEFERRED, KEY, LOST, SIGNING, WON

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
    """Move a deal by hand. Raises UnableToMove with the reason, Invalid, Stale, Denied, NotFound.

    Refusing and putting aside have commands of their own; to «Contract signed» a deal goes by itself.
    """
    deal = take(actor, Deal, deal_id, version=version)
    to = Stage.objects.filter(pk=stage_id, pipeline__key=KEY).first()
    if to is None:
        raise Invalid({"stage": _("Choose a stage of this pipeline.")})
    is_return = deal.stage.kind in (Stage.Kind.LOST, Stage.Kind.WAITING)
    before = deal.stage_id
    move_by_hand(actor, deal, TYPE, to)
    if to.kind in (Stage.Kind.LOST, Stage.Kind.WAITING):
        raise UnableToMove(_("Use the button of this step: it asks what is needed."))
    _settle(deal, before, by_hand=True)
    if is_return:
        record(DealReturned(deal_id=deal.pk, party_id=deal.party_id, by_timer=False))


def _settle(
    deal: Deal,
    before: int,
    *,
    by_hand: bool,
    reason: RefusalReason | None = None,
    return_on: date | None = None,
) -> None:
    """Store a deal that has just changed its stage, with what the new stage says of it."""
    act = current_act()
    assert act is not None
    deal.closed_at = act.at if deal.stage.closes else None
    deal.refusal_reason = reason
    deal.return_on = return_on
    save(deal, "stage", "stage_since", "closed_at", "refusal_reason", "return_on")
    record(
        DealMoved(
            deal_id=deal.pk,
            party_id=deal.party_id,
            from_stage_id=before,
            to_stage_id=deal.stage_id,
            by_hand=by_hand,
        )
    )


@command(right="deals.refuse", on=Deal)
def refuse_deal(
    actor: Actor, *, deal_id: int, reason_id: int, return_on: date | None = None, version: int | None = None
) -> None:
    """Refuse a deal with a reason; with `return_on` it comes back that morning to be contacted again.

    Raises Invalid, UnableToMove, Stale.
    """
    deal = take(actor, Deal, deal_id, version=version)
    reason = RefusalReason.objects.filter(pk=reason_id, is_active=True).first()
    if reason is None:
        raise Invalid({"reason": _("Choose a reason.")})
    due = None if return_on is None else _morning(deal, return_on, "return_on")
    before = deal.stage_id
    move_by_hand(actor, deal, TYPE, stage_named(KEY, LOST))
    _settle(deal, before, by_hand=True, reason=reason, return_on=return_on)
    if due is not None:
        set_timer(deal, TYPE, due_at=due, to=stage_named(KEY, CONTACT_AGAIN))
    record(DealRefused(deal_id=deal.pk, party_id=deal.party_id, reason_id=reason.pk, return_on=return_on))


@command(right="deals.move", on=Deal)
def defer_deal(actor: Actor, *, deal_id: int, until: date, version: int | None = None) -> None:
    """Put a deal aside until a morning on which it comes back. Raises Invalid, UnableToMove, Stale."""
    deal = take(actor, Deal, deal_id, version=version)
    due = _morning(deal, until, "until")
    before = deal.stage_id
    move_by_hand(actor, deal, TYPE, stage_named(KEY, DEFERRED))
    _settle(deal, before, by_hand=True, return_on=until)
    set_timer(deal, TYPE, due_at=due, to=stage_named(KEY, CONTACT_AGAIN))
    record(DealDeferred(deal_id=deal.pk, party_id=deal.party_id, return_on=until))


def _morning(deal: Deal, day: date, field: str) -> datetime:
    if deal.office_id is None:
        raise Invalid({field: _("The deal has no office.")})
    return morning_of(deal.office_id, day, field)


@command(right="deals.move", on=Deal)
def return_deal(actor: Actor, *, deal_id: int, stage_id: int) -> None:
    """Bring a deferred or refused deal back when its timer is due (the timer acts as the system)."""
    deal = take(actor, Deal, deal_id)
    before = deal.stage_id
    move_by_itself(deal, TYPE, Stage.objects.get(pk=stage_id))
    _settle(deal, before, by_hand=False)
    record(DealReturned(deal_id=deal.pk, party_id=deal.party_id, by_timer=True))


@command(right="deals.maintain", on=Deal)
def win_deal(actor: Actor, *, deal_id: int) -> None:
    """Move a deal to «Contract signed» because a contract of it is registered; there already, it stays."""
    _move_by_itself(take(actor, Deal, deal_id), WON)


@command(right="deals.maintain", on=Deal)
def unwin_deal(actor: Actor, *, deal_id: int) -> None:
    """Bring a won deal back to «Signing the contract»: none of its contracts holds any more."""
    deal = take(actor, Deal, deal_id)
    if deal.stage.key == WON:
        _move_by_itself(deal, SIGNING)


def _move_by_itself(deal: Deal, stage_key: str) -> None:
    before = deal.stage_id
    to = stage_named(KEY, stage_key)
    if to.pk != before:
        move_by_itself(deal, TYPE, to)
        _settle(deal, before, by_hand=False)


@command(right="deals.maintain", on=Deal)
def price_deal(actor: Actor, *, deal_id: int, amount: Decimal | None) -> None:
    """Let the amount of a deal, in roubles, follow its contracts; None while there are none."""
    deal = take(actor, Deal, deal_id)
    if deal.amount != amount:
        deal.amount = amount
        save(deal, "amount")


@command(right="deals.maintain", on=Deal)
def tell_about_deal(actor: Actor, *, deal_id: int, kind: str) -> None:
    """Tell the one who leads a deal, unless it was this very person who acted."""
    deal = take(actor, Deal, deal_id)
    account = accounts_of([deal.responsible_id]).get(deal.responsible_id or 0)
    if account is not None and account != actor.on_behalf_of:
        notify([account], kind, TYPE, deal.pk)


@command(right="deals.reassign", on=Deal, rows=True)
def reassign_deals(actor: Actor, *, deal_ids: Sequence[int], employee_id: int) -> Outcome:
    """Give deals to another working employee. Raises Invalid."""
    if not Employee.objects.filter(pk=employee_id, status=Employee.Status.ACTIVE).exists():
        raise Invalid({"employee": _("Choose a working employee.")})
    outcome = Outcome()
    for deal in take_rows(actor, Deal, deal_ids, outcome=outcome):
        before = deal.responsible_id
        set_responsible(deal, TYPE, employee_id)
        assign(deal.party, "parties.party", employee_id, "participant")
        record(DealReassigned(deal_id=deal.pk, party_id=deal.party_id, from_id=before, to_id=employee_id))
        outcome.done.append(deal.pk)
    return outcome


@command(right="deals.reassign", on=Deal)
def reassign_deal(actor: Actor, *, deal_id: int, employee_id: int, version: int | None = None) -> None:
    """Give one deal to another working employee. Raises Invalid, Stale."""
    take(actor, Deal, deal_id, version=version)
    reassign_deals(actor, deal_ids=[deal_id], employee_id=employee_id).raise_single()


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
