"""Months of the demonstration firm's sales, played act by act: each act bears its own moment.

What happens is decided by chance with a seed, and done by the people of the firm through commands, so gates,
routing, reactions and timers work here as they do in life. What the clock has not reached yet stays undone:
that is the work the firm is shown with.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from django.utils import translation

from femida.comms.telephony.commands import record_call
from femida.firm.staff.queries import accounts_of
from femida.planning.tasks.commands import add_task, finish_task
from femida.platform.access.policy import one_policy_per_actor
from femida.platform.core import clock
from femida.platform.core.actor import Actor
from femida.platform.notices.commands import read_all_notices
from femida.platform.pipelines.moving import stage_named
from femida.platform.pipelines.timers import fire_due
from femida.platform.reactions.core import reacting_at_once
from femida.sales.deals.commands import defer_deal, move_deal, refuse_deal
from femida.sales.deals.models import Deal
from femida.sales.deals.models import RefusalReason as DealRefusalReason
from femida.sales.deals.pipeline import KEY as DEALS
from femida.sales.leads import commands
from femida.sales.leads import demo_words as words
from femida.sales.leads.models import Lead, RefusalReason
from femida.sales.leads.opening import TYPE
from femida.sales.leads.pipeline import CALL_AGAIN, DEFERRED, NEW
from femida.sales.leads.preset import load_sales_preset

DAYS = 121
ZONE = ZoneInfo("Europe/Moscow")
CHANNELS = {"site": 46, "direct": 14, "phone": 20, "street": 8, "friend": 8, "partner": 4}
MOST_TRIES = 4
# The share of the register that has turned to the firm; the others are family, referrers, suppliers.
ASKING = 0.7
# The work of today: leads put back into the queues (office, minutes ago), and how many parties it all takes.
QUEUED = (("msk", 70), ("msk", 52), ("msk", 12), ("spb", 33), ("kzn", 18))
FRESH = {"msk": 12, "spb": 7, "kzn": 4}

Work = Callable[[], None]


class Context(Protocol):
    """What the set-up of the demonstration firm gives to each room."""

    random: random.Random
    now: datetime
    made: dict[str, Any]


class Known(Protocol):
    """A party of the register, as its room tells of it."""

    @property
    def id(self) -> int:
        """Its key."""

    @property
    def name(self) -> str:
        """Its name, composed."""

    @property
    def phone(self) -> str:
        """A number of it."""

    @property
    def office(self) -> str:
        """The key of its office."""

    @property
    def registered_at(self) -> datetime:
        """When it first came."""


@dataclass(frozen=True, slots=True)
class Client:
    """A party and what it turns to the firm with."""

    known: Known
    channel: str
    subject: str
    text: str


def build(context: Context, *, parties: int | None = None) -> None:
    """Play the firm's past up to `context.now` with the first `parties` of the register, or with all."""
    with translation.override("ru"):
        load_sales_preset(Actor.system("demo"))
        with one_policy_per_actor(), reacting_at_once():
            History(context).play(parties)


class History:
    """The queue of what is going to happen, in the order of its moments."""

    def __init__(self, context: Context) -> None:
        self.chance = context.random
        self.now = context.now
        self.made = context.made
        self.accounts = accounts_of(self.made["employees"].values())
        self.offices: dict[int | None, str] = {pk: key for key, pk in self.made["offices"].items()}
        self.reasons = dict(RefusalReason.objects.order_by("order").values_list("order", "pk"))
        self.deal_reasons = list(
            DealRefusalReason.objects.order_by("order").values_list("pk", "returns_after_days")
        )
        self.ahead: list[tuple[datetime, int, Work]] = []
        self.counted = 0
        # leads that somebody is going to call
        self.awaited: set[int] = set()

    # --- time ---

    def later(self, moment: datetime, work: Work) -> None:
        """Let something happen; what lies after the present does not happen."""
        if moment <= self.now:
            self.counted += 1
            heapq.heappush(self.ahead, (moment, self.counted, work))

    def play(self, parties: int | None) -> None:
        """Let everything happen in turn, then leave some work for today."""
        start = self.now - timedelta(days=DAYS)
        known = [
            one for one in self.made["party_facts"].values() if one.id not in self.made["closed_parties"]
        ]
        # the latest of each office are kept for today
        fresh = self._latest(known)
        kept = {one.id for ones in fresh.values() for one in ones}
        for one in [one for one in known if one.id not in kept][:parties]:
            if self.chance.random() < ASKING:
                self._expect(self._client(one))
        for day in range(DAYS + 1):
            date = (start + timedelta(days=day)).astimezone(ZONE).date()
            self.later(datetime.combine(date, time(9, 1), tzinfo=ZONE), self._morning)
        self.later(self.now - timedelta(hours=20), self._read_notices)
        while self.ahead:
            moment, _number, work = heapq.heappop(self.ahead)
            with clock.at(moment):
                work()
        self._leave_work(fresh)

    def _expect(self, client: Client) -> None:
        """Sites are written to at all hours, doors and telephones open in the hours of work."""
        moment = client.known.registered_at + timedelta(minutes=2)
        if client.channel not in ("site", "direct"):
            moment = at_work(moment)
        self.later(moment, lambda: self._arrive(client))

    def _latest(self, known: list[Known]) -> dict[str, list[Known]]:
        """By office, the parties that came last: as many as today's work needs."""
        found: dict[str, list[Known]] = {office: [] for office in self.made["offices"]}
        for one in reversed(known):
            if len(found[one.office]) < FRESH[one.office]:
                found[one.office].append(one)
        return found

    def _soon(self, **least_and_most: tuple[float, float]) -> datetime:
        """A moment of work after the present one: `hours=(1, 5)`."""
        ((unit, (least, most)),) = least_and_most.items()
        return at_work(clock.now() + timedelta(**{unit: self.chance.uniform(least, most)}))

    # --- who ---

    def _person(self, employee_id: int) -> Actor:
        return Actor.person(self.accounts[employee_id])

    def _by_login(self, login: str) -> Actor:
        return self._person(self.made["employees"][login])

    def _one_of(self, role: str, office: str) -> Actor:
        logins = [
            login for login in self.made["employees"] if login.startswith(role) and login.endswith(office)
        ]
        return self._by_login(self.chance.choice(logins))

    def _office_key(self, office_id: int | None) -> str:
        return self.offices[office_id]

    def _pick(self, weights: dict[str, int]) -> str:
        (chosen,) = self.chance.choices(list(weights), list(weights.values()))
        return str(chosen)

    def _client(self, known: Known, channel: str = "") -> Client:
        asks = words.FIRMS if "«" in known.name else words.PEOPLE
        subject, text = self.chance.choice(asks)
        return Client(known, channel or self._pick(CHANNELS), subject, text)

    # --- enquiries ---

    def _arrive(self, client: Client) -> None:
        if client.channel in ("site", "direct", "partner"):
            lead_id = self._write(client, client.text, client.subject)
        elif client.channel == "phone":
            lead_id = self._ring(client)
        else:
            role = "reception." if client.channel == "street" else "operator"
            lead_id = self._enter(client, self._one_of(role, client.known.office))
        if lead_id not in self.awaited:
            self._await_call(lead_id, self._soon(minutes=(4, 200)))
        if self.chance.random() < 0.09:  # noqa: PLR2004 - a share
            again = self.chance.choice(words.AGAIN)
            moment = clock.now() + timedelta(hours=self.chance.uniform(3, 200))
            self.later(moment, lambda: self._arrive_again(client, again))

    def _arrive_again(self, client: Client, text: str) -> None:
        lead_id = self._write(client, text, client.subject)
        if lead_id not in self.awaited:
            self._await_call(lead_id, self._soon(minutes=(10, 240)))

    def _write(self, client: Client, text: str, subject: str) -> int:
        source = self.made["sources"][client.known.office if client.channel != "partner" else "partner"]
        if client.channel == "direct" and client.known.office == "msk":
            source = self.made["sources"]["direct"]
        done = commands.register_enquiry(
            Actor.integration(source),
            source_id=source,
            name=client.known.name,
            phones=[client.known.phone],
            subject=subject,
            text=text,
            page="https://femida.example/uslugi/",
            consent=True,
        )
        return done.lead_id

    def _enter(self, client: Client, actor: Actor) -> int:
        done = commands.open_lead(
            actor,
            source_id=self.made["sources"][client.channel],
            name=client.known.name,
            phones=[client.known.phone],
            subject=client.subject,
            text=client.text,
        )
        return done.lead_id

    def _ring(self, client: Client) -> int:
        actor = self._one_of("operator", client.known.office)
        lead_id = self._enter(client, actor)
        lead = Lead.objects.get(pk=lead_id)
        if lead.responsible_id is not None and self.accounts[lead.responsible_id] == actor.id:
            self._record(actor, lead, is_answered=True, direction="in")
            self.awaited.add(lead_id)
            self.later(self._soon(hours=(0.1, 30)), lambda: self._decide(lead_id))
        return lead_id

    # --- calls ---

    def _await_call(self, lead_id: int, moment: datetime, tries: int = 0) -> None:
        self.awaited.add(lead_id)
        self.later(moment, lambda: self._call(lead_id, tries))

    def _own(self, lead_id: int) -> tuple[Lead, Actor] | None:
        """A lead that still waits for its person; the rest is over."""
        lead = Lead.objects.select_related("stage").get(pk=lead_id)
        self.awaited.discard(lead_id)
        if lead.closed_at is not None or lead.responsible_id is None:
            return None
        return lead, self._person(lead.responsible_id)

    def _call(self, lead_id: int, tries: int) -> None:
        found = self._own(lead_id)
        if found is None:
            return
        lead, actor = found
        is_answered = self.chance.random() < 0.6  # noqa: PLR2004 - a share
        self._record(actor, lead, is_answered=is_answered, direction="out")
        if is_answered:
            self.awaited.add(lead_id)
            self.later(self._soon(hours=(0.1, 40)), lambda: self._decide(lead_id))
        elif tries + 1 < MOST_TRIES:
            self._await_call(lead_id, self._soon(hours=(2, 30)), tries + 1)
        else:
            self._give_up(lead)

    def _record(self, actor: Actor, lead: Lead, *, is_answered: bool, direction: str) -> None:
        record_call(
            actor,
            party_id=lead.party_id,
            direction=direction,
            answered=is_answered,
            talk_seconds=self.chance.randint(45, 780) if is_answered else 0,
            waiting_seconds=self.chance.randint(3, 28),
            comment=self.chance.choice(words.TALKS if is_answered else words.SILENCES),
        )

    def _give_up(self, lead: Lead) -> None:
        """Nobody was reached: the head closes the lead past its gate, to be tried again in a fortnight."""
        head = self._by_login(f"head.calls.{self._office_key(lead.office_id)}")
        day = clock.now().astimezone(ZONE).date() + timedelta(days=14)
        commands.refuse_lead(head, lead_id=lead.pk, reason_id=self.reasons[70], return_on=day)

    # --- decisions ---

    def _decide(self, lead_id: int) -> None:
        found = self._own(lead_id)
        if found is None or found[0].stage.key in (NEW, CALL_AGAIN, DEFERRED):
            return
        lead, actor = found
        today = clock.now().astimezone(ZONE).date()
        fate = self._pick({"qualify": 40, "refuse": 30, "defer": 10, "think": 20})
        if fate == "qualify":
            self._start_deal(commands.qualify_lead(actor, lead_id=lead_id, title=lead.subject))
        elif fate == "refuse":
            order = self.chance.choice((10, 20, 30, 30, 40, 40, 50, 60, 80))
            days = {20: 90, 30: 120, 40: 30, 50: 60}.get(order)
            back = today + timedelta(days=days) if days and self.chance.random() < 0.5 else None  # noqa: PLR2004
            commands.refuse_lead(actor, lead_id=lead_id, reason_id=self.reasons[order], return_on=back)
        elif fate == "defer":
            days = self.chance.choice((3, 5, 7, 14, 30))
            commands.defer_lead(actor, lead_id=lead_id, until=today + timedelta(days=days))
        else:
            due = self._soon(hours=(18, 90))
            self._plan(actor, self.chance.choice(words.CALL_TASKS), "call", due, TYPE, lead_id)
            self._await_call(lead_id, due)

    def _morning(self) -> None:
        """Timers bring leads back; whoever is waiting and forgotten gets a call planned."""
        fire_due(clock.now())
        waiting = Lead.objects.filter(stage__key__in=(NEW, CALL_AGAIN), responsible__isnull=False)
        for lead_id in waiting.order_by("pk").values_list("pk", flat=True):
            if lead_id not in self.awaited:
                self._await_call(lead_id, self._soon(minutes=(2, 240)))

    # --- deals and tasks ---

    def _start_deal(self, deal_id: int) -> None:
        deal = Deal.objects.get(pk=deal_id)
        if deal.responsible_id is None:
            return
        seller = self._person(deal.responsible_id)
        due = self._soon(hours=(3, 30))
        title = self.chance.choice(words.DEAL_TASKS)
        self._plan(seller, title, "document", due, "sales.deal", deal_id)
        self.later(self._soon(hours=(2, 60)), lambda: self._move_deal(deal_id, "decision"))

    def _move_deal(self, deal_id: int, stage: str) -> None:
        deal = Deal.objects.get(pk=deal_id)
        if deal.responsible_id is None or deal.closed_at is not None:
            return
        seller = self._person(deal.responsible_id)
        if stage == "deferred":
            day = clock.now().astimezone(ZONE).date() + timedelta(days=self.chance.choice((7, 14, 30)))
            defer_deal(seller, deal_id=deal_id, until=day)
        elif stage == "lost":
            self._refuse_deal(seller, deal_id)
        else:
            move_deal(seller, deal_id=deal_id, stage_id=stage_named(DEALS, stage).pk)
        if stage == "decision":
            on = self._pick({"signing": 40, "contact_again": 25, "deferred": 10, "lost": 10, "": 15})
            if on:
                self.later(self._soon(hours=(20, 240)), lambda: self._move_deal(deal_id, on))
        elif stage == "contact_again" and self.chance.random() < 0.5:  # noqa: PLR2004 - a share
            self.later(self._soon(hours=(20, 200)), lambda: self._move_deal(deal_id, "signing"))

    def _refuse_deal(self, seller: Actor, deal_id: int) -> None:
        reason, days = self.chance.choice(self.deal_reasons)
        back = clock.now().astimezone(ZONE).date() + timedelta(days=days) if days else None
        refuse_deal(seller, deal_id=deal_id, reason_id=reason, return_on=back)

    def _plan(
        self, actor: Actor, title: str, kind: str, due: datetime, object_type: str, object_id: int
    ) -> None:
        """Give oneself a task; nine of ten are done in time, the others two days late."""
        task_id = add_task(
            actor, title=title, due_at=due, kind=kind, object_type=object_type, object_id=object_id
        )
        is_in_time = self.chance.random() < 0.9  # noqa: PLR2004 - a share
        done = due - timedelta(minutes=20) if is_in_time else at_work(due + timedelta(days=2))
        self.later(max(done, clock.now()), lambda: finish_task(actor, task_id=task_id))

    def _read_notices(self) -> None:
        for employee_id in sorted(self.accounts):
            read_all_notices(self._person(employee_id))

    # --- the work of today ---

    def _leave_work(self, fresh: dict[str, list[Known]]) -> None:
        """Fresh leads and unanswered calls for every operator, some in the queues, closed matters."""
        for login, employee_id in self.made["employees"].items():
            if not login.startswith("operator"):
                continue
            office = login.rpartition(".")[2]
            for minutes in (160, 95, 40):
                lead_id = self._fresh(fresh[office].pop(), minutes)
                self._give(lead_id, employee_id, office)
            with clock.at(self.now - timedelta(minutes=25)):
                lead = Lead.objects.get(pk=lead_id)
                self._record(self._person(employee_id), lead, is_answered=False, direction="out")
        for office, minutes in QUEUED:
            self._give(self._fresh(fresh[office].pop(), minutes), None, office)
        for party_id in self.made["closed_parties"]:
            self._fresh(self.made["party_facts"][party_id], 300)

    def _fresh(self, known: Known, minutes: int) -> int:
        """A lead of some minutes ago."""
        client = self._client(known, "site")
        with clock.at(self.now - timedelta(minutes=minutes)):
            return self._write(client, client.text, client.subject)

    def _give(self, lead_id: int, employee_id: int | None, office: str) -> None:
        head = self._by_login(f"head.calls.{office}")
        with clock.at(self.now - timedelta(minutes=11)):
            commands.reassign_lead(head, lead_id=lead_id, employee_id=employee_id)


def at_work(moment: datetime) -> datetime:
    """The moment itself in the hours of work, otherwise some minutes after the door opens next."""
    here = moment.astimezone(ZONE)
    while True:
        last = 19 if here.weekday() < 5 else 16  # noqa: PLR2004 - Saturday is short
        if here.weekday() < 6 and here.hour < last:  # noqa: PLR2004 - Sunday is free
            opens = here.replace(hour=9 if here.weekday() < 5 else 10, minute=3 + here.minute // 6)  # noqa: PLR2004
            return max(here, opens)
        here = (here + timedelta(days=1)).replace(hour=0)
