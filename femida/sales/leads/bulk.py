"""Leads of the large demonstration firm: three years of enquiries, calls and decisions.

A lead is led by the same steps as in life until the present: what has not happened yet stays undone, and that
is the work that people have on their desks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from femida.comms.telephony.bulk import add_call
from femida.firm.offices.bulk import offices_of
from femida.firm.staff.bulk import HEADS, OPERATORS, Person, staff_of, start_assignments, take_part
from femida.parties.registry.bulk import Known
from femida.planning.tasks.bulk import add_task
from femida.platform.bulk.batches import Batch, Deed, Stages, stages_of
from femida.platform.bulk.rows import Row
from femida.platform.core.actor import Actor
from femida.sales.deals.bulk import open_deal
from femida.sales.leads import demo_words as words
from femida.sales.leads.events import (
    EnquiryReceived,
    LeadDeferred,
    LeadMoved,
    LeadOpened,
    LeadQualified,
    LeadRefused,
)
from femida.sales.leads.models import Enquiry, Lead, RefusalReason
from femida.sales.leads.opening import TYPE
from femida.sales.leads.pipeline import CALL_AGAIN, CALL_DONE, DEFERRED, KEY, NEW, QUALIFIED, REFUSED
from femida.sales.sources.models import Channel, Source

HOW_MANY: Final = (0, 1, 2, 3, 4)
SHARES: Final = (6, 55, 26, 11, 4)
"""How many leads a party comes to in time, and how often: some come again after months."""
TRIES: Final = (0, 0, 0, 0, 0, 1, 1, 2)
NOT_REACHED: Final = 0.06
FATES: Final = ("qualify", "refuse", "defer")
WEIGHTS: Final = (43, 50, 7)
SLOW: Final = 0.33
"""The share of clients who think for weeks before they decide."""
NOT_AT_ONCE: Final = 0.12
"""The share of leads that wait for their first call for days."""
AGAIN: Final = 0.09
WITHOUT_CALL: Final = 70
"""The order of the reason «not reached», by which reasons are known to the preset."""
SITES: Final = (Channel.ONLINE.value, Channel.MARKETING.value, Channel.PARTNER.value)
PAGE: Final = "https://femida.example/uslugi/"


@dataclass(frozen=True, slots=True)
class Origin:
    """A source as its leads need it."""

    id: int
    channel: str
    office_id: int | None


@dataclass
class Desk:
    """What leads are led with."""

    stages: Stages
    origins: list[Origin]
    reasons: dict[int, tuple[int, int | None]]
    """Order → id, and after how many days to come back."""


def build(batch: Batch) -> None:
    """Let the parties of a batch turn to the firm."""
    for party in batch.made["known"]:
        (count,) = batch.chance.choices(HOW_MANY, SHARES)
        at: datetime | None = party.at + timedelta(minutes=2)
        for _ in range(count):
            if at is None or at > batch.now:
                break
            closed = _Life(batch, party, at).lead()
            at = closed + timedelta(days=batch.chance.uniform(15, 420)) if closed is not None else None


def _desk(batch: Batch) -> Desk:
    found = batch.kept.get("leads_desk")
    if not isinstance(found, Desk):
        reasons = RefusalReason.objects.filter(is_active=True).order_by("order")
        found = batch.kept["leads_desk"] = Desk(
            stages=stages_of(TYPE, "leads_lead", KEY),
            origins=[
                Origin(one.pk, one.channel, one.office_id)
                for one in Source.objects.filter(is_active=True).order_by("pk")
            ],
            reasons={one.order: (one.pk, one.returns_after_days) for one in reasons},
        )
    return found


class _Life:
    """One lead from its enquiry to its end or to the present."""

    def __init__(self, batch: Batch, party: Known, at: datetime) -> None:
        self.batch, self.party, self.at = batch, party, at
        self.chance, self.desk, self.offices = batch.chance, _desk(batch), offices_of(batch)
        subject, text = self.chance.choice(words.PEOPLE if party.is_person else words.FIRMS)
        self.subject, self.text = subject, text
        self.operator: Person = staff_of(batch).one_of(batch, OPERATORS, party.office_id)
        fitting = [one for one in self.desk.origins if one.office_id in (None, party.office_id)]
        self.origin = self.chance.choice(fitting)
        self.row = self._open()

    def lead(self) -> datetime | None:
        """Lead it on; returns when it was closed for good, None while it is open or will come back."""
        is_late = self.chance.random() < NOT_AT_ONCE
        at = self._soon(self.at, hours=(24, 300) if is_late else (0.07, 6))
        for _ in range(self.chance.choice(TRIES)):
            if at > self.batch.now:
                return None
            self._call(at, is_answered=False)
            at = self._soon(at, hours=(2, 30))
        if at > self.batch.now:
            return None
        if self.chance.random() < NOT_REACHED:
            return self._give_up(at)
        self._call(at, is_answered=True)
        return self._decide(at)

    def _open(self) -> Row:
        batch, at, office_id = self.batch, self.at, self.party.office_id
        is_site = self.origin.channel in SITES
        actor = Actor.integration(self.origin.id) if is_site else self.operator.actor
        if not is_site:
            at = self.at = min(self.offices.at_work(office_id, at), batch.now)
        deed = batch.deed(actor, at)
        row = batch.add(
            Lead,
            party_id=self.party.id,
            source_id=self.origin.id,
            channel=self.origin.channel,
            subject=self.subject,
            text=self.text,
            last_enquiry_at=at,
            stage_id=0,
            stage_since=at,
            office_id=office_id,
            department_id=self.operator.department_id,
            responsible_id=self.operator.id,
            created_by_id=None if is_site else self.operator.id,
            business_date=self.offices.day(office_id, at),
            created_at=at,
        )
        start_assignments(batch, TYPE, row)
        take_part(batch, self.party.id, self.operator.id, at)
        batch.begin_stage(deed, self.desk.stages, row, NEW)
        event = LeadOpened(
            lead_id=row["id"],
            party_id=self.party.id,
            source_id=self.origin.id,
            office_id=office_id,
            responsible_id=self.operator.id,
        )
        batch.record(deed, event)
        self._enquire(deed, row, self.text, joined=False)
        return row

    def _enquire(self, deed: Deed, row: Row, text: str, *, joined: bool) -> None:
        is_site = self.origin.channel in SITES
        enquiry = self.batch.add(
            Enquiry,
            lead_id=row["id"],
            source_id=self.origin.id,
            received_at=deed.at,
            subject=self.subject,
            text=text,
            page=PAGE if is_site else "",
            consent=is_site,
        )
        event = EnquiryReceived(
            lead_id=row["id"],
            party_id=self.party.id,
            enquiry_id=enquiry["id"],
            source_id=self.origin.id,
            joined=joined,
        )
        self.batch.record(deed, event)

    def _call(self, at: datetime, *, is_answered: bool) -> None:
        """A call moves the lead by itself."""
        deed = add_call(
            self.batch,
            self.operator,
            at,
            party_id=self.party.id,
            direction="out",
            is_answered=is_answered,
            comment=self.chance.choice(words.TALKS if is_answered else words.SILENCES),
            also=(TYPE, self.row["id"]),
        )
        key = CALL_DONE if is_answered else CALL_AGAIN
        if self.row["stage_id"] != self.desk.stages.ids[key]:
            house = Deed(deed.actor.as_system("call.recorded"), at, deed.id)
            self._move(house, key, by_hand=False)

    def _decide(self, at: datetime) -> datetime | None:
        if self.chance.random() < SLOW:
            at = self._think(at)
        decided = self._soon(at, hours=(0.2, 40))
        if self.chance.random() < AGAIN:
            self._ask_again(self.at, min(decided, self.batch.now))
        if decided > self.batch.now:
            return None
        (fate,) = self.chance.choices(FATES, WEIGHTS)
        deed = self.batch.deed(self.operator.actor, decided)
        if fate == "qualify":
            return self._qualify(deed)
        if fate == "defer" and self._defer(deed):
            return None
        order = self.chance.choice([one for one in self.desk.reasons if one != WITHOUT_CALL])
        return self._refuse(deed, order)

    def _think(self, at: datetime) -> datetime:
        """The client thinks for weeks; a task keeps the operator from forgetting it."""
        due = self._soon(at, hours=(60, 2700))
        add_task(
            self.batch, self.operator, (TYPE, self.row["id"]), party_id=self.party.id,
            office_id=self.party.office_id, title=self.chance.choice(words.CALL_TASKS), kind="call",
            given_at=at, due_at=due, done_at=due + timedelta(minutes=10),
        )  # fmt: skip
        if due <= self.batch.now:
            self._call(due, is_answered=True)
        return due

    def _ask_again(self, since: datetime, until: datetime) -> None:
        moment = since + (until - since) * self.chance.random()
        self.row["enquiries"] += 1
        self.row["last_enquiry_at"] = moment
        deed = self.batch.deed(Actor.integration(self.origin.id), moment)
        self._enquire(deed, self.row, self.chance.choice(words.AGAIN), joined=True)

    def _qualify(self, deed: Deed) -> datetime:
        deal_id = open_deal(
            self.batch, self.party, deed, title=self.subject, source_id=self.origin.id,
            lead_id=self.row["id"], office_id=self.party.office_id,
        )  # fmt: skip
        self._move(deed, QUALIFIED, by_hand=True)
        self.row["deal_id"] = deal_id
        event = LeadQualified(lead_id=self.row["id"], party_id=self.party.id, deal_id=deal_id)
        self.batch.record(deed, event)
        return deed.at

    def _refuse(self, deed: Deed, order: int, *, past_gate: bool = False) -> datetime | None:
        """Close it with a reason; returns None when it will come back by itself."""
        reason_id, days = self.desk.reasons[order]
        self._move(deed, REFUSED, by_hand=True, past_gate=past_gate)
        self.row["refusal_reason_id"] = reason_id
        return_on = self._put_aside(deed, days) if days and self.chance.random() < 0.5 else None  # noqa: PLR2004 - a share
        event = LeadRefused(
            lead_id=self.row["id"], party_id=self.party.id, reason_id=reason_id, return_on=return_on
        )
        self.batch.record(deed, event)
        return deed.at if return_on is None else None

    def _give_up(self, at: datetime) -> datetime | None:
        """Nobody was reached: the head closes the lead past its gate."""
        head = staff_of(self.batch).one_of(self.batch, HEADS, self.party.office_id)
        return self._refuse(self.batch.deed(head.actor, at), WITHOUT_CALL, past_gate=True)

    def _defer(self, deed: Deed) -> bool:
        """Put it aside; not when it would have come back by now."""
        days = self.chance.choice((7, 14, 30, 60, 90))
        day = self._day(deed, days)
        if self.offices.moment(self.party.office_id, day, 9) <= self.batch.now:
            return False
        self._move(deed, DEFERRED, by_hand=True)
        self._put_aside(deed, days)
        self.batch.record(deed, LeadDeferred(lead_id=self.row["id"], party_id=self.party.id, return_on=day))
        return True

    def _put_aside(self, deed: Deed, days: int) -> date | None:
        """Let the lead come back on a morning to come."""
        day = self._day(deed, days)
        due = self.offices.moment(self.party.office_id, day, 9)
        if due <= self.batch.now:
            return None
        self.row["return_on"] = day
        self.batch.set_timer(self.desk.stages, self.row, CALL_AGAIN, due)
        return day

    def _day(self, deed: Deed, days: int) -> date:
        return self.offices.day(self.party.office_id, deed.at) + timedelta(days=days)

    def _move(self, deed: Deed, key: str, **how: Any) -> None:
        before, after = self.batch.move(deed, self.desk.stages, self.row, key, **how)
        if key in (QUALIFIED, REFUSED):
            self.row["closed_at"] = deed.at
        event = LeadMoved(
            lead_id=self.row["id"],
            party_id=self.party.id,
            from_stage_id=before,
            to_stage_id=after,
            by_hand=how["by_hand"],
        )
        self.batch.record(deed, event)

    def _soon(self, since: datetime, *, hours: tuple[float, float]) -> datetime:
        moment = since + timedelta(hours=self.chance.uniform(*hours))
        return self.offices.at_work(self.party.office_id, moment)
