"""The work of the large demonstration firm: handed over, accepted, led by stages, certified at its end."""

from __future__ import annotations

import heapq
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from femida.firm.offices.bulk import offices_of
from femida.firm.staff.bulk import LAWYERS, Person, open_part, staff_of, start_assignments
from femida.platform.bulk.batches import Batch, Deed, Stages, stages_of
from femida.platform.bulk.rows import Row
from femida.practice.contracts.bulk import Signed
from femida.practice.contracts.commands.drafting import TYPE as CONTRACT
from femida.practice.execution import demo_words as words
from femida.practice.execution.commands.certifying import TYPE as CERTIFICATE
from femida.practice.execution.commands.taking import PARTY, TYPE
from femida.practice.execution.events import (
    CertificateDrawnUp,
    CertificateSigned,
    ContractHandedOver,
    ExecutionAccepted,
    ExecutionMoved,
    WorkStageFinished,
    WorkStageStarted,
)
from femida.practice.execution.models import Certificate, Execution, HandOver, WorkStage
from femida.practice.execution.pipeline import DONE, HANDED_OVER, IN_WORK, KEY
from femida.practice.services.models import WorkStageTemplate

NORM_OF_ANSWER: Final = timedelta(hours=10)
"""Eight hours of work, as the clock of a working day has them."""
HOURS_A_DAY: Final = 8
MOST_OF_A_STAGE: Final = 320
"""Longer norms are of procedures that courts lead; the work on them is shorter."""
SIGNED: Final = 0.93


@dataclass(frozen=True, slots=True)
class Certified:
    """A certificate that the client signed, for the rooms of money."""

    row: Row
    contract: Signed
    lawyer: Person
    at: datetime
    day: date


@dataclass
class _Desk:
    """What work is led with."""

    stages: Stages
    templates: dict[int, list[WorkStageTemplate]]


Ahead = list[tuple[datetime, int, Signed, Row, Person]]


def _desk(batch: Batch) -> _Desk:
    found = batch.kept.get("execution_desk")
    if not isinstance(found, _Desk):
        templates: dict[int, list[WorkStageTemplate]] = defaultdict(list)
        for one in WorkStageTemplate.objects.filter(is_active=True).order_by("service_id", "order", "pk"):
            templates[one.service_id].append(one)
        found = _Desk(stages_of(TYPE, "execution_execution", KEY), templates)
        batch.kept["execution_desk"] = found
    return found


def follow(batch: Batch) -> None:
    """Begin the work on what was signed in these days. Leaves `certified` in `batch.made`."""
    signed: list[Signed] = batch.made["signed"]
    for one in signed:
        _Work(batch, one).lead()
    ahead: Ahead = batch.kept.setdefault("certificates_ahead", [])
    certified: list[Certified] = []
    assert batch.until is not None
    while ahead and ahead[0][0] <= batch.until:
        at, _number, contract, execution, lawyer = heapq.heappop(ahead)
        certified += _certify(batch, at, contract, execution, lawyer)
    batch.made["certified"] = certified


class _Work:
    """The work on one contract until its end or the present."""

    def __init__(self, batch: Batch, signed: Signed) -> None:
        self.batch, self.signed, self.contract = batch, signed, signed.row
        self.office_id = signed.row["office_id"]
        self.lawyer = staff_of(batch).one_of(batch, LAWYERS, self.office_id)
        self.desk = _desk(batch)

    def lead(self) -> None:
        """Hand it over, let it be accepted and led from stage to stage."""
        handed_at = self._after(self.signed.at, 1, 26)
        if handed_at > self.batch.now:
            return
        row, waiting = self._hand_over(handed_at)
        answered_at = self._after(handed_at, 1, 20)
        if answered_at > self.batch.now:
            return
        self._accept(row, waiting, answered_at)
        end = self._stages(row, answered_at)
        if end is None:
            return
        deed = self.batch.deed(self.lawyer.actor, end)
        self._move(deed, row, DONE)
        row["closed_at"], row["due_at"] = end, None
        ahead: Ahead = self.batch.kept.setdefault("certificates_ahead", [])
        heapq.heappush(ahead, (end, row["id"], self.signed, row, self.lawyer))

    def _let_in(self, at: datetime) -> None:
        """The lawyer sees the contract and the client: a client of several contracts once."""
        contract, lawyer = self.contract, self.lawyer.id
        open_part(self.batch, CONTRACT, contract["id"], lawyer, "participant", at)
        known: set[tuple[int, int]] = self.batch.kept.setdefault("clients_of_lawyers", set())
        if (contract["party_id"], lawyer) not in known:
            known.add((contract["party_id"], lawyer))
            open_part(self.batch, PARTY, contract["party_id"], lawyer, "participant", at)

    def _hand_over(self, at: datetime) -> tuple[Row, Row]:
        batch, seller = self.batch, self.signed.seller
        deed = batch.deed(seller.actor, at)
        row = batch.add(
            Execution,
            contract_id=self.contract["id"],
            party_id=self.contract["party_id"],
            title=self.signed.sold.name,
            due_at=at + NORM_OF_ANSWER,
            business_date=offices_of(batch).day(self.office_id, at),
            stage_id=0,
            stage_since=at,
            office_id=self.office_id,
            department_id=self.lawyer.department_id,
            responsible_id=self.lawyer.id,
            created_by_id=seller.id,
            created_at=at,
        )
        start_assignments(batch, TYPE, row)
        open_part(batch, TYPE, row["id"], seller.id, "watcher", at)
        self._let_in(at)
        batch.begin_stage(deed, self.desk.stages, row, HANDED_OVER)
        waiting = batch.add(
            HandOver,
            execution_id=row["id"],
            number=1,
            note=batch.chance.choice(words.NOTES),
            handed_at=at,
            handed_by_id=seller.id,
            due_at=row["due_at"],
        )
        event = ContractHandedOver(**_ids(row), hand_over_id=waiting["id"], attempt=1)
        batch.record(deed, event)
        return row, waiting

    def _accept(self, row: Row, waiting: Row, at: datetime) -> None:
        deed = self.batch.deed(self.lawyer.actor, at)
        seconds = int((at - waiting["handed_at"]).total_seconds())
        waiting.update(
            outcome=HandOver.Outcome.ACCEPTED.value,
            answered_at=at,
            answered_by_id=self.lawyer.id,
            business_seconds=seconds if seconds < NORM_OF_ANSWER.total_seconds() else seconds // 3,
        )
        self._move(deed, row, IN_WORK)
        row["accepted_at"], row["due_at"] = at, None
        self.batch.record(deed, ExecutionAccepted(**_ids(row), hand_over_id=waiting["id"]))

    def _stages(self, row: Row, at: datetime) -> datetime | None:
        """Lead the stages one after another; returns when the last was done, None while one is under way."""
        chance, now = self.batch.chance, self.batch.now
        at = self._after(at, 1, 30)
        for template in self.desk.templates.get(self.signed.sold.id, []):
            stage = self.batch.add(
                WorkStage,
                execution_id=row["id"],
                service_id=self.signed.sold.id,
                template_id=template.pk,
                order=template.order,
                name=template.name,
                norm_business_hours=template.norm_business_hours,
                planned_expense=template.planned_expense,
                responsible_id=self.lawyer.id,
            )
            if at > now:
                continue
            hours = min(template.norm_business_hours or HOURS_A_DAY, MOST_OF_A_STAGE)
            self._start(row, stage, at, timedelta(days=hours / HOURS_A_DAY * 7 / 6))
            at = self._after(at, hours * 1.5, hours * 5)
            if at <= now:
                self._finish(row, stage, at)
        end = self._after(at, 4, 60) if chance.random() < 0.5 else at  # noqa: PLR2004 - a share
        return end if end <= now else None

    def _start(self, row: Row, stage: Row, at: datetime, norm: timedelta) -> None:
        deed = self.batch.deed(self.lawyer.actor, at)
        due = at + norm
        stage.update(state=WorkStage.State.IN_WORK.value, started_at=at, due_at=due)
        row["due_at"] = due
        self.batch.record(deed, WorkStageStarted(**_ids(row), stage_id=stage["id"]))

    def _finish(self, row: Row, stage: Row, at: datetime) -> None:
        chance, deed = self.batch.chance, self.batch.deed(self.lawyer.actor, at)
        news_on = offices_of(self.batch).day(self.office_id, at) + timedelta(days=7)
        stage.update(
            state=WorkStage.State.DONE.value,
            finished_at=at,
            happened=chance.choice(words.HAPPENED),
            needed=chance.choice(words.NEEDED),
            next_step=chance.choice(words.NEXT),
            next_news_on=news_on,
        )
        row["due_at"] = None
        event = WorkStageFinished(**_ids(row), stage_id=stage["id"], is_for_client=True, next_news_on=news_on)
        self.batch.record(deed, event)

    def _move(self, deed: Deed, row: Row, key: str) -> None:
        before, after = self.batch.move(deed, self.desk.stages, row, key, by_hand=True)
        event = ExecutionMoved(**_ids(row), from_stage_id=before, to_stage_id=after, by_hand=True)
        self.batch.record(deed, event)

    def _after(self, since: datetime, least: float, most: float) -> datetime:
        moment = since + timedelta(hours=self.batch.chance.uniform(least, most))
        return offices_of(self.batch).at_work(self.office_id, moment)


def _certify(batch: Batch, at: datetime, contract: Signed, execution: Row, lawyer: Person) -> list[Certified]:
    """Draw up the certificate of the whole contract; most clients sign it at once."""
    offices = offices_of(batch)
    deed = batch.deed(lawyer.actor, at)
    day = offices.day(execution["office_id"], at)
    is_signed = batch.chance.random() < SIGNED
    row = batch.add(
        Certificate,
        execution_id=execution["id"],
        contract_id=execution["contract_id"],
        party_id=execution["party_id"],
        legal_entity_id=contract.row["legal_entity_id"],
        office_id=execution["office_id"],
        dated_on=day,
        amount=contract.row["amount"],
        what_for=execution["title"],
        state=(Certificate.State.SIGNED if is_signed else Certificate.State.DRAFT).value,
        signed_on=day if is_signed else None,
        was_signed=is_signed,
        created_at=at,
    )
    offices.number(CERTIFICATE, row, day.year)
    ids = {**_ids(execution), "certificate_id": row["id"]}
    batch.record(deed, CertificateDrawnUp(**ids))
    if not is_signed:
        return []
    batch.record(deed, CertificateSigned(**ids))
    return [Certified(row, contract, lawyer, at, day)]


def _ids(row: Row) -> dict[str, int]:
    return {"execution_id": row["id"], "contract_id": row["contract_id"], "party_id": row["party_id"]}
