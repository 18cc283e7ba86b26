"""Work stages and their expenses: norm times, the four answers, extra work, what is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from femida.platform.access.queries import visible
from femida.platform.access.rights import Scope
from femida.platform.core import clock
from femida.platform.core.errors import Denied, Invalid, NotFound, Stale
from femida.platform.files.queries import files_of, open_file
from femida.platform.journal.models import FieldChange
from femida.platform.journal.timeline import timeline
from femida.practice.execution import commands
from femida.practice.execution.commands import Answers, UnableToWork
from femida.practice.execution.models import Execution, StageExpense, WorkStage
from tests.firm.people import actor_of
from tests.practice.contracting import HOUSE
from tests.practice.execution.working import ANSWERS, NOON

pytestmark = pytest.mark.django_db


def due(execution: Execution) -> datetime | None:
    return Execution.objects.values_list("due_at", flat=True).get(pk=execution.pk)


def test_a_stage_runs_by_the_working_week_of_the_office_and_the_next_one_follows(bench):
    execution, lawyer = bench.accepted(), actor_of(bench.lawyer)
    claim, court = bench.stages()
    with clock.at(NOON):
        commands.start_stage(lawyer, execution_id=execution.pk, stage_id=claim.pk)
    claim.refresh_from_db()
    # sixteen hours: Tuesday from noon 6, Wednesday 9, Thursday 1
    assert (claim.started_at, claim.due_at) == (NOON, datetime(2026, 11, 19, 7, tzinfo=UTC))
    assert due(execution) == claim.due_at
    later = NOON + timedelta(days=1)
    with clock.at(later):
        commands.finish_stage(
            lawyer, execution_id=execution.pk, stage_id=claim.pk, answers=ANSWERS, starts_next=True
        )
    claim.refresh_from_db()
    court.refresh_from_db()
    assert (claim.state, claim.finished_at, court.state, court.started_at) == (
        "done",
        later,
        "in_work",
        later,
    )
    assert due(execution) == court.due_at
    said = [one.body for one in timeline(lawyer, "practice.execution", execution.pk)]
    assert any("Подали иск" in body and "01.12.2026" in body for body in said)


@pytest.mark.parametrize("missing", ["happened", "needed", "next_step", "next_news_on"])
def test_a_stage_for_the_client_is_not_finished_without_its_four_answers(bench, missing):
    execution = bench.accepted()
    stage = bench.stages()[0]
    commands.start_stage(HOUSE, execution_id=execution.pk, stage_id=stage.pk)
    answers = Answers("Подали иск", "Ничего", "Ждём", date(2090, 1, 1))
    short = Answers(
        **{name: getattr(answers, name) for name in Answers.__slots__ if name != missing}  # type: ignore[attr-defined]
    )
    with pytest.raises(Invalid) as refusal:
        commands.finish_stage(HOUSE, execution_id=execution.pk, stage_id=stage.pk, answers=short)
    assert list(refusal.value.fields) == [missing]
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkStage.objects.filter(pk=stage.pk).update(state="done", finished_at=NOON)


def test_a_stage_kept_inside_needs_no_answers(bench):
    execution, lawyer = bench.accepted(), actor_of(bench.lawyer)
    stage = bench.stages()[0]
    commands.show_stage(lawyer, execution_id=execution.pk, stage_id=stage.pk, is_for_client=False)
    commands.start_stage(lawyer, execution_id=execution.pk, stage_id=stage.pk)
    commands.finish_stage(lawyer, execution_id=execution.pk, stage_id=stage.pk)
    assert WorkStage.objects.get(pk=stage.pk).state == "done"
    with pytest.raises(UnableToWork):
        commands.show_stage(lawyer, execution_id=execution.pk, stage_id=stage.pk, is_for_client=True)


def test_the_next_news_is_not_in_the_past(bench):
    execution = bench.accepted()
    stage = bench.stages()[0]
    commands.start_stage(HOUSE, execution_id=execution.pk, stage_id=stage.pk)
    old = Answers("Подали иск", "Ничего", "Ждём", date(2020, 1, 1))
    with pytest.raises(Invalid) as refusal:
        commands.finish_stage(HOUSE, execution_id=execution.pk, stage_id=stage.pk, answers=old)
    assert list(refusal.value.fields) == ["next_news_on"]


def test_extra_work_stands_behind_with_its_reason(bench):
    execution, lawyer = bench.accepted(), actor_of(bench.lawyer)
    pk = commands.add_stage(
        lawyer,
        execution_id=execution.pk,
        name="Экспертиза",
        reason="Суд назначил",
        norm_business_hours=40,
        planned_expense=Decimal("15000.50"),
    )
    last = bench.stages()[-1]
    assert (last.pk, last.is_extra, last.reason, last.planned_expense) == (
        pk, True, "Суд назначил", Decimal("15000.50"),
    )  # fmt: skip
    for name, values in (
        ("name", {"name": " "}),
        ("reason", {"reason": ""}),
        ("norm_business_hours", {"norm_business_hours": 0}),
        ("planned_expense", {"planned_expense": Decimal(-1)}),
    ):
        with pytest.raises(Invalid) as refusal:
            commands.add_stage(
                lawyer, execution_id=execution.pk, **{"name": "Экспертиза", "reason": "Суд", **values}
            )
        assert list(refusal.value.fields) == [name]


def test_left_out_with_a_reason(bench):
    execution, lawyer = bench.accepted(), actor_of(bench.lawyer)
    claim, court = bench.stages()
    with pytest.raises(Invalid):
        commands.skip_stage(lawyer, execution_id=execution.pk, stage_id=claim.pk, reason=" ")
    commands.start_stage(lawyer, execution_id=execution.pk, stage_id=claim.pk)
    commands.skip_stage(lawyer, execution_id=execution.pk, stage_id=claim.pk, reason="Подал сам клиент")
    assert due(execution) is None
    with pytest.raises(UnableToWork):
        commands.start_stage(lawyer, execution_id=execution.pk, stage_id=claim.pk)
    with pytest.raises(UnableToWork):
        commands.finish_stage(lawyer, execution_id=execution.pk, stage_id=court.pk, answers=ANSWERS)
    assert FieldChange.objects.filter(table="execution_workstage", field="reason").exists()


def test_whoever_does_a_stage_sees_the_work(bench):
    execution = bench.accepted()
    helper = bench.person("execution__view", "contracts__view", "parties__view", scope=Scope.OWN)
    assert not visible(actor_of(helper), Execution).exists()
    stage = bench.stages()[1]
    with pytest.raises(Denied):
        commands.give_stage(
            actor_of(bench.lawyer), execution_id=execution.pk, stage_id=stage.pk, employee_id=helper.pk
        )
    commands.give_stage(
        actor_of(bench.head), execution_id=execution.pk, stage_id=stage.pk, employee_id=helper.pk
    )
    assert visible(actor_of(helper), WorkStage).filter(responsible=helper).exists()


def test_what_is_refused(bench):
    execution, lawyer = bench.accepted(), actor_of(bench.lawyer)
    stage = bench.stages()[0]
    with pytest.raises(NotFound):
        commands.start_stage(lawyer, execution_id=execution.pk, stage_id=0)
    with pytest.raises(Stale):
        commands.start_stage(lawyer, execution_id=execution.pk, stage_id=stage.pk, version=99)
    with pytest.raises(Denied):
        commands.start_stage(actor_of(bench.manager), execution_id=execution.pk, stage_id=stage.pk)


def test_no_work_before_acceptance(bench):
    execution = bench.handed()
    with pytest.raises(UnableToWork):
        commands.add_stage(HOUSE, execution_id=execution.pk, name="Экспертиза", reason="Суд")


# --- expenses ---


def test_an_expense_with_its_paper_and_one_noted_by_mistake(bench):
    execution, lawyer = bench.accepted(), actor_of(bench.lawyer)
    stage = bench.stages()[0]
    with clock.at(NOON):
        pk = commands.note_expense(
            lawyer,
            execution_id=execution.pk,
            stage_id=stage.pk,
            amount=Decimal("300.50"),
            what_for="Госпошлина",
            file=("Чек.pdf", [b"%PDF-1.4 paid"]),
        )
    expense = StageExpense.objects.get()
    assert (expense.pk, expense.amount, expense.spent_on) == (pk, Decimal("300.50"), date(2026, 11, 17))
    assert expense.noted_by_id == bench.lawyer.pk
    assert [one.id for one in files_of(lawyer, "practice.execution", execution.pk)] == [expense.file_id]
    assert b"".join(open_file(lawyer, expense.file_id).read()) == b"%PDF-1.4 paid"
    with pytest.raises(Invalid):
        commands.cancel_expense(lawyer, execution_id=execution.pk, expense_id=pk, reason="")
    commands.cancel_expense(lawyer, execution_id=execution.pk, expense_id=pk, reason="Вдвое")
    with pytest.raises(UnableToWork):
        commands.cancel_expense(lawyer, execution_id=execution.pk, expense_id=pk, reason="Вдвое")
    with pytest.raises(NotFound):
        commands.cancel_expense(lawyer, execution_id=execution.pk, expense_id=0, reason="Вдвое")


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("amount", {"amount": Decimal(0)}),
        ("amount", {"amount": Decimal("0.001")}),
        ("what_for", {"what_for": ""}),
        ("spent_on", {"spent_on": date(2000, 1, 1)}),
        ("spent_on", {"spent_on": date(2090, 1, 1)}),
    ],
)
def test_a_wrong_expense_is_told_at_its_field(bench, field, values):
    execution = bench.accepted()
    given = {"amount": Decimal(1), "what_for": "Почта", **values}
    with pytest.raises(Invalid) as refusal:
        commands.note_expense(HOUSE, execution_id=execution.pk, stage_id=bench.stages()[0].pk, **given)
    assert list(refusal.value.fields) == [field]
    assert not StageExpense.objects.exists()
