"""Deals of the large demonstration firm: from the offer to the refusal, or to the day of signing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from femida.comms.telephony.bulk import add_call
from femida.firm.offices.bulk import offices_of
from femida.firm.staff.bulk import SELLERS, Person, staff_of, start_assignments, take_part
from femida.parties.registry.bulk import Known
from femida.planning.tasks.bulk import add_task
from femida.platform.bulk.batches import Batch, Deed, Stages, stages_of
from femida.platform.bulk.rows import Row
from femida.sales.deals.events import DealDeferred, DealMoved, DealOpened, DealRefused
from femida.sales.deals.models import Deal, RefusalReason
from femida.sales.deals.pipeline import CONTACT_AGAIN, DEFERRED, KEY, LOST, SIGNING, WON

TYPE: Final = "sales.deal"
TASKS: Final = (
    "Отправить предложение с ценой", "Согласовать график платежей", "Подготовить проект договора",
    "Напомнить о подписании",
)  # fmt: skip
TALKS: Final = (
    "Обсудили цену и порядок оплаты.", "Уточнили сроки, ждёт проект договора.",
    "Просит рассрочку на полгода.", "Договорились встретиться в офисе.", "Читает договор, вопросов мало.",
)  # fmt: skip
FATES: Final = (SIGNING, LOST, DEFERRED)
WEIGHTS: Final = (66, 28, 6)
TALKED: Final = 0.3
SLOW: Final = 0.15
"""The share of steps that take weeks, not days."""


@dataclass(frozen=True, slots=True)
class InSigning:
    """A deal whose contract is being signed, for the room of contracts."""

    row: Row
    party: Known
    seller: Person
    since: datetime
    title: str


def open_deal(
    batch: Batch, party: Known, deed: Deed, *, title: str, source_id: int, lead_id: int, office_id: int
) -> int:
    """Open a deal in the act that qualified its lead and lead it as far as the present; returns its id.

    Deals that come to signing are left in `batch.made["in_signing"]`.
    """
    seller = staff_of(batch).one_of(batch, SELLERS, office_id)
    stages = deal_stages(batch)
    house = Deed(deed.actor.as_system("lead.qualified"), deed.at, deed.id)
    row = batch.add(
        Deal,
        party_id=party.id,
        title=title,
        source_id=source_id,
        stage_id=0,
        stage_since=deed.at,
        office_id=office_id,
        department_id=seller.department_id,
        responsible_id=seller.id,
        business_date=offices_of(batch).day(office_id, deed.at),
        created_at=deed.at,
    )
    start_assignments(batch, TYPE, row)
    take_part(batch, party.id, seller.id, deed.at)
    batch.begin_stage(house, stages, row, "offer")
    event = DealOpened(deal_id=row["id"], party_id=party.id, lead_id=lead_id, responsible_id=seller.id)
    batch.record(house, event)
    _lead_on(batch, party, seller, row, deed.at)
    return int(row["id"])


def deal_stages(batch: Batch) -> Stages:
    """The stages of deals."""
    found = batch.kept.get("deal_stages")
    if not isinstance(found, Stages):
        found = batch.kept["deal_stages"] = stages_of(TYPE, "deals_deal", KEY)
    return found


def _lead_on(batch: Batch, party: Known, seller: Person, row: Row, since: datetime) -> None:
    chance = batch.chance
    at = _step(batch, row, since)
    due = at + timedelta(hours=chance.choice((2, 5, 24)))
    add_task(
        batch, seller, (TYPE, row["id"]), party_id=party.id, office_id=row["office_id"],
        title=chance.choice(TASKS), kind="document", given_at=since, due_at=due, done_at=at,
    )  # fmt: skip
    way = ["decision", CONTACT_AGAIN] if chance.random() < 0.25 else ["decision"]  # noqa: PLR2004 - a share
    for key in way:
        if at > batch.now:
            return
        move_deal(batch, batch.deed(seller.actor, at), row, key, by_hand=True)
        talk = at + timedelta(minutes=chance.randint(5, 90))
        if talk <= batch.now and chance.random() < TALKED:
            add_call(
                batch, seller, talk, party_id=party.id, direction=chance.choice(("out", "out", "in")),
                is_answered=True, comment=chance.choice(TALKS), also=(TYPE, row["id"]),
            )  # fmt: skip
        at = _step(batch, row, at)
    if at > batch.now:
        return
    (fate,) = chance.choices(FATES, WEIGHTS)
    deed = batch.deed(seller.actor, at)
    if fate == SIGNING:
        move_deal(batch, deed, row, SIGNING, by_hand=True)
        in_signing: list[InSigning] = batch.made.setdefault("in_signing", [])
        in_signing.append(InSigning(row, party, seller, at, row["title"]))
    elif fate == LOST:
        _refuse(batch, deed, row)
    else:
        _defer(batch, deed, row)


def move_deal(batch: Batch, deed: Deed, row: Row, key: str, *, by_hand: bool) -> None:
    """Move a deal on, as its command does."""
    before, after = batch.move(deed, deal_stages(batch), row, key, by_hand=by_hand)
    row["closed_at"] = deed.at if key in (WON, LOST) else None
    batch.record(
        deed,
        DealMoved(
            deal_id=row["id"], party_id=row["party_id"], from_stage_id=before, to_stage_id=after,
            by_hand=by_hand,
        ),
    )  # fmt: skip


def _refuse(batch: Batch, deed: Deed, row: Row) -> None:
    reasons = batch.kept.get("deal_reasons")
    if reasons is None:
        rows = RefusalReason.objects.filter(is_active=True).order_by("order", "pk")
        reasons = batch.kept["deal_reasons"] = list(rows.values_list("pk", flat=True))
    reason = batch.chance.choice(reasons)
    move_deal(batch, deed, row, LOST, by_hand=True)
    row["refusal_reason_id"] = reason
    batch.record(
        deed, DealRefused(deal_id=row["id"], party_id=row["party_id"], reason_id=reason, return_on=None)
    )


def _defer(batch: Batch, deed: Deed, row: Row) -> None:
    """Put a deal aside; one that would have come back by now was refused in the end."""
    offices = offices_of(batch)
    day = offices.day(row["office_id"], deed.at) + timedelta(days=batch.chance.choice((7, 14, 30, 90)))
    due = offices.moment(row["office_id"], day, 9)
    if due <= batch.now:
        _refuse(batch, deed, row)
        return
    move_deal(batch, deed, row, DEFERRED, by_hand=True)
    row["return_on"] = day
    batch.set_timer(deal_stages(batch), row, CONTACT_AGAIN, due)
    batch.record(deed, DealDeferred(deal_id=row["id"], party_id=row["party_id"], return_on=day))


def _step(batch: Batch, row: Row, since: datetime) -> datetime:
    """The moment of the next step: within days as a rule, now and then within weeks."""
    hours = batch.chance.uniform(240, 2200) if batch.chance.random() < SLOW else batch.chance.uniform(2, 80)
    return offices_of(batch).at_work(row["office_id"], since + timedelta(hours=hours))
