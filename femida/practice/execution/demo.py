"""The work of the demonstration firm: contracts handed over, accepted, led by stages, certified.

It is done by the people of the firm at their own moments; what the clock has not reached yet stays undone.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Protocol

from django.utils import translation

from femida.firm.offices.queries import schedule_of
from femida.firm.staff.queries import accounts_of
from femida.kernel.calendar import Schedule, add_business_hours
from femida.kernel.money import split_evenly
from femida.parties.requisites.demo import fill_in
from femida.platform.access.policy import one_policy_per_actor
from femida.platform.core import clock
from femida.platform.core.actor import Actor
from femida.platform.pipelines.moving import stage_named
from femida.practice.contracts.models import Contract
from femida.practice.execution import commands
from femida.practice.execution import demo_words as words
from femida.practice.execution.commands import Answers
from femida.practice.execution.models import ActionType, Execution, ReturnReason, WorkStage
from femida.practice.execution.pipeline import DONE, KEY, WAITING_CLIENT, WAITING_COURT
from femida.practice.execution.preset import load_execution_preset
from femida.practice.execution.queries import lacking_for_work

SEED = 2011
"""A chance of its own, so that the rooms above get the same firm with and without this one."""
MOST = 20
RETURNED = 2
WAITING = 3
HOUSE = Actor.system("demo")


class Context(Protocol):
    """What the set-up of the demonstration firm gives to each room."""

    now: datetime
    made: dict[str, Any]


def build(context: Context) -> None:
    """Hand over the registered contracts: most are in work, the newest wait for an answer, two came back."""
    with translation.override("ru"), one_policy_per_actor():
        load_execution_preset(HOUSE)
        contracts = Contract.objects.filter(
            state=Contract.State.REGISTERED, responsible__isnull=False, office__isnull=False
        )
        newest = list(contracts.order_by("-created_at", "-pk")[:MOST])
        work = Work(context.now)
        for place, contract in reversed(list(enumerate(newest))):
            work.play(contract, place)


class Work:
    """Plays the work on one contract after another."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.chance = random.Random(SEED)  # noqa: S311 - chance of a demonstration
        self.types = {kind.name: kind for kind in ActionType.objects.all()}
        self.reasons = list(ReturnReason.objects.order_by("order").values_list("pk", flat=True))
        self.schedules: dict[int, Schedule] = {}
        self.accounts: dict[int, Actor] = {}

    def play(self, contract: Contract, place: int) -> None:
        """One contract; `place` counts from the newest."""
        assert contract.office_id is not None
        schedule = self.schedules.setdefault(contract.office_id, schedule_of(contract.office_id))
        signed = contract.created_at + timedelta(hours=3)
        with clock.at(min(signed, self.now - timedelta(hours=2))):
            if lacking_for_work(contract):
                fill_in(HOUSE, self.chance, contract.party_id)
        if place < WAITING:
            with clock.at(self.now - timedelta(minutes=50 * (place + 1))):
                self._hand_over(contract)
            return
        handed = add_business_hours(signed, self.chance.choice((1, 3, 6)), schedule)
        answered = add_business_hours(handed, self.chance.choice((1, 2, 5, 7, 12)), schedule)
        if answered > self.now:
            return
        with clock.at(handed):
            execution_id = self._hand_over(contract)
        execution = Execution.objects.get(pk=execution_id)
        lawyer = self._person(execution.responsible_id)
        with clock.at(answered):
            if place < WAITING + RETURNED:
                text = words.WHAT_TO_PUT_RIGHT[place % len(words.WHAT_TO_PUT_RIGHT)]
                reason = self.reasons[1 + place % 2]
                commands.return_execution(lawyer, execution_id=execution_id, reason_id=reason, text=text)
                return
            commands.accept_execution(lawyer, execution_id=execution_id)
        self._lead(lawyer, execution, contract, answered, schedule)

    def _hand_over(self, contract: Contract) -> int:
        manager = self._person(contract.responsible_id)
        note = self.chance.choice(words.NOTES)
        return commands.hand_over_contract(manager, contract_id=contract.pk, note=note)

    def _lead(
        self, lawyer: Actor, execution: Execution, contract: Contract, start: datetime, schedule: Schedule
    ) -> None:
        """Stage after stage, until the present."""
        stages = list(WorkStage.objects.filter(execution=execution).order_by("order"))
        parts = split_evenly(contract.amount, max(len(stages), 1))
        at = add_business_hours(start, 1, schedule)
        for stage, part in zip(stages, parts, strict=False):
            with self._when(at) as has_come:
                if not has_come:
                    return
                commands.start_stage(lawyer, execution_id=execution.pk, stage_id=stage.pk)
                self._spend(lawyer, execution, stage)
            self._act(lawyer, execution, stage, at, schedule)
            began = at
            hours = (stage.norm_business_hours or 8) * self.chance.choice((0.8, 1.0, 1.4, 2.0))
            at = add_business_hours(at, hours, schedule)
            with self._when(at) as has_come:
                if not has_come:
                    self._wait(lawyer, execution, began)
                    return
                self._finish(lawyer, execution, stage, part)
        with self._when(at) as has_come:
            if has_come:
                done = stage_named(KEY, DONE)
                commands.move_execution(lawyer, execution_id=execution.pk, stage_id=done.pk)

    def _spend(self, lawyer: Actor, execution: Execution, stage: WorkStage) -> None:
        if stage.planned_expense:
            share = self.chance.choice((Decimal("0.5"), Decimal(1), Decimal("1.1")))
            commands.note_expense(
                lawyer,
                execution_id=execution.pk,
                stage_id=stage.pk,
                amount=(stage.planned_expense * share).quantize(Decimal("0.01")),
                what_for=self.chance.choice(words.EXPENSES),
            )

    def _act(
        self, lawyer: Actor, execution: Execution, stage: WorkStage, start: datetime, schedule: Schedule
    ) -> None:
        if self.chance.random() < 0.4:  # noqa: PLR2004 - a share
            return
        name, text, result, minutes = self.chance.choice(words.ACTIONS)
        with self._when(add_business_hours(start, self.chance.choice((1, 2, 4)), schedule)) as has_come:
            if has_come:
                commands.record_action(
                    lawyer,
                    execution_id=execution.pk,
                    type_id=self.types[name].pk,
                    text=text,
                    result=result,
                    minutes=minutes,
                    stage_id=stage.pk,
                )

    def _finish(self, lawyer: Actor, execution: Execution, stage: WorkStage, part: Decimal) -> None:
        answers = Answers(
            happened=self.chance.choice(words.HAPPENED),
            needed=self.chance.choice(words.NEEDED),
            next_step=self.chance.choice(words.NEXT),
            next_news_on=(clock.now() + timedelta(days=7)).date(),
        )
        commands.finish_stage(lawyer, execution_id=execution.pk, stage_id=stage.pk, answers=answers)
        if self.chance.random() < 0.35:  # noqa: PLR2004 - a share
            made = commands.draw_up_certificate(
                lawyer, execution_id=execution.pk, amount=part, stage_id=stage.pk
            )
            if self.chance.random() < 0.8:  # noqa: PLR2004 - a share
                commands.sign_certificate(lawyer, certificate_id=made)

    def _wait(self, lawyer: Actor, execution: Execution, since: datetime) -> None:
        """Some of what has been under way since a moment waits for somebody else."""
        to = self.chance.choice((WAITING_CLIENT, WAITING_COURT, "", "", ""))
        if to:
            with clock.at(since + (self.now - since) / 2):
                stage = stage_named(KEY, to)
                commands.move_execution(lawyer, execution_id=execution.pk, stage_id=stage.pk)

    @contextmanager
    def _when(self, moment: datetime) -> Iterator[bool]:
        """Inside, it is that moment; says whether it has come at all."""
        has_come = moment <= self.now
        with clock.at(moment if has_come else self.now):
            yield has_come

    def _person(self, employee_id: int | None) -> Actor:
        assert employee_id is not None
        if employee_id not in self.accounts:
            self.accounts[employee_id] = Actor.person(accounts_of([employee_id])[employee_id])
        return self.accounts[employee_id]
