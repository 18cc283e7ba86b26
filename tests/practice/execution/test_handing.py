"""From sales to execution: what is missing, acceptance, return, the norm time, the end, void contracts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from femida.parties.requisites.models import IdentityDocument
from femida.platform.access.queries import visible
from femida.platform.access.rights import Scope
from femida.platform.conditions.gates import GateField, gate_fields
from femida.platform.core import clock
from femida.platform.core.errors import Denied, Invalid, NotFound, Stale
from femida.platform.core.verify import checks
from femida.platform.journal.timeline import timeline
from femida.platform.notices.models import Notice
from femida.platform.pipelines.models import StageChange
from femida.platform.pipelines.moving import UnableToMove, stage_named
from femida.platform.reactions.core import reacting_at_once
from femida.practice.contracts.commands import describe_contract, void_contract
from femida.practice.contracts.models import Contract
from femida.practice.execution import commands
from femida.practice.execution.commands import (
    UnableToAccept,
    UnableToHandOver,
    UnableToVoidWithWork,
    UnableToWork,
)
from femida.practice.execution.models import Execution, HandOver, WorkStage
from tests.firm.people import a_department, actor_of, an_employee, give
from tests.practice.contracting import HOUSE
from tests.practice.execution.working import LAWYER, NOON

pytestmark = pytest.mark.django_db


def state(execution: Execution) -> str:
    return Execution.objects.values_list("stage__key", flat=True).get(pk=execution.pk)


def holds() -> list[str]:
    ours = ("execution:", "certificates:", "pipelines:", "contracts:")
    return [name for name, check in checks.items() if name.startswith(ours) and not check().holds]


# --- handing over ---


def test_all_that_is_missing_is_told_at_once(bench, monkeypatch):
    contract = bench.contract
    describe_contract(HOUSE, contract_id=contract.pk, essence="Развод")
    IdentityDocument.objects.update(outdated_at=NOON)
    scan = GateField("handover.scan", "скан договора", "practice.contract", lambda row: False)
    monkeypatch.setitem(gate_fields._things, "practice.contract:handover.scan", scan)
    with pytest.raises(UnableToHandOver) as refusal:
        commands.hand_over_contract(actor_of(bench.manager), contract_id=contract.pk)
    said = str(refusal.value)
    for word in ("паспорт", "юридические действия", "что ожидает клиент", "скан договора"):
        assert word in said.lower(), said
    assert "суть" not in said.lower()
    assert Execution.objects.count() == 0


def test_a_draft_is_not_handed_over(bench):
    with pytest.raises(UnableToHandOver):
        commands.hand_over_contract(HOUSE, contract_id=bench.desk.ready().pk)


def test_the_manager_hands_over_and_the_least_loaded_lawyer_gets_it(
    bench, django_capture_on_commit_callbacks
):
    with reacting_at_once(), django_capture_on_commit_callbacks(execute=True), clock.at(NOON):
        pk = commands.hand_over_contract(
            actor_of(bench.manager), contract_id=bench.contract.pk, note="Звонить вечером"
        )
    execution = Execution.objects.get(pk=pk)
    assert (execution.responsible_id, execution.attempt) == (bench.lawyer.pk, 1)
    assert execution.office_id == bench.contract.office_id
    assert execution.department_id == bench.lawyer.department_id
    # eight business hours from noon: six today until 18:00, two tomorrow from 9:00
    assert execution.due_at == datetime(2026, 11, 18, 8, tzinfo=UTC)
    assert HandOver.objects.get().note == "Звонить вечером"
    lawyer = actor_of(bench.lawyer)
    assert visible(lawyer, Execution).get() == execution
    assert visible(lawyer, Contract).get() == bench.contract
    assert visible(actor_of(bench.manager), Execution).get() == execution
    told = list(Notice.objects.values_list("person", "kind"))
    assert (bench.lawyer.account_id, "execution.handed_over") in told
    assert StageChange.objects.filter(object_type="practice.execution").count() == 1
    assert holds() == []
    with pytest.raises(UnableToHandOver):
        commands.hand_over_contract(HOUSE, contract_id=bench.contract.pk)


def test_a_chosen_lawyer_works_here(bench):
    away = an_employee(bench.desk.office, status="blocked")
    with pytest.raises(Invalid) as refusal:
        bench.handed(lawyer_id=away.pk)
    assert list(refusal.value.fields) == ["lawyer"]
    assert bench.handed(lawyer_id=bench.head.pk).responsible_id == bench.head.pk


def test_returned_with_a_reason_and_handed_over_again_each_time_is_kept(
    bench, django_capture_on_commit_callbacks
):
    lawyer, manager = actor_of(bench.lawyer), actor_of(bench.manager)
    with clock.at(NOON):
        execution = bench.handed()
    with pytest.raises(Invalid) as refusal:
        commands.return_execution(lawyer, execution_id=execution.pk, reason_id=bench.reason(), text=" ")
    assert list(refusal.value.fields) == ["text"]
    with (
        reacting_at_once(),
        django_capture_on_commit_callbacks(execute=True),
        clock.at(NOON + timedelta(hours=24)),
    ):
        commands.return_execution(
            lawyer, execution_id=execution.pk, reason_id=bench.reason(), text="Нет доверенности"
        )
    assert state(execution) == "returned"
    assert Notice.objects.filter(person=bench.manager.account_id, kind="execution.returned").count() == 1
    first = HandOver.objects.get()
    # from noon to noon: six hours of the first day and three of the second
    assert (first.outcome, first.business_seconds) == ("returned", 9 * 3600)
    assert first.answered_by_id == bench.lawyer.pk
    said = [entry.body for entry in timeline(manager, "practice.contract", bench.contract.pk)]
    assert "Нет доверенности" in said
    with pytest.raises(UnableToAccept):
        commands.accept_execution(lawyer, execution_id=execution.pk)
    with clock.at(NOON + timedelta(hours=26)):
        commands.hand_over_contract(manager, contract_id=bench.contract.pk, note="Приложили")
    with clock.at(NOON + timedelta(hours=27)):
        commands.accept_execution(lawyer, execution_id=execution.pk)
    rows = HandOver.objects.order_by("number").values_list("number", "outcome", "business_seconds")
    assert list(rows) == [(1, "returned", 9 * 3600), (2, "accepted", 3600)]
    assert Execution.objects.get().attempt == 2
    assert holds() == []


def test_accepted_the_stages_of_the_services_appear_with_their_plan(bench):
    with clock.at(NOON):
        execution = bench.handed()
        commands.accept_execution(actor_of(bench.lawyer), execution_id=execution.pk)
    claim, court = bench.stages()
    assert [(one.name, one.state, one.responsible_id) for one in (claim, court)] == [
        ("Иск", "waiting", bench.lawyer.pk),
        ("Суд", "waiting", bench.lawyer.pk),
    ]
    # sixteen hours from Tuesday noon: Tuesday 6, Wednesday 9, Thursday 1; then eighty hours more
    assert (claim.planned_from.day, claim.planned_until.day) == (17, 19)
    assert (court.planned_from.day, court.planned_until.isoformat()) == (19, "2026-12-01")
    assert (claim.norm_business_hours, claim.planned_expense) == (16, 300)
    execution.refresh_from_db()
    assert (execution.accepted_at, execution.due_at) == (NOON, None)
    with pytest.raises(UnableToAccept):
        commands.accept_execution(actor_of(bench.lawyer), execution_id=execution.pk)


def test_a_drop_into_work_accepts(bench):
    execution = bench.handed()
    commands.move_execution(
        actor_of(bench.lawyer), execution_id=execution.pk, stage_id=stage_named("execution", "in_work").pk
    )
    assert HandOver.objects.get().outcome == "accepted"
    assert len(bench.stages()) == 2


def test_another_lawyer_is_chosen_by_the_head_only(bench):
    other = an_employee(bench.desk.office, bench.lawyer.department)
    give(other, **dict.fromkeys(LAWYER, Scope.OWN))
    execution = bench.handed()
    with pytest.raises(Denied):
        commands.accept_execution(actor_of(bench.lawyer), execution_id=execution.pk, lawyer_id=other.pk)
    commands.accept_execution(actor_of(bench.head), execution_id=execution.pk, lawyer_id=other.pk)
    execution.refresh_from_db()
    assert execution.responsible_id == other.pk
    assert {one.responsible_id for one in bench.stages()} == {other.pk}
    assert not visible(actor_of(bench.lawyer), Execution).exists()
    assert not visible(actor_of(bench.lawyer), Contract).exists()
    commands.reassign_execution(actor_of(bench.head), execution_id=execution.pk, lawyer_id=bench.lawyer.pk)
    assert visible(actor_of(bench.lawyer), Execution).exists()
    assert not visible(actor_of(other), Contract).exists()
    assert {one.responsible_id for one in bench.stages()} == {bench.lawyer.pk}


# --- the way to the end ---


def test_waiting_and_back_and_the_end_only_without_open_stages(bench):
    execution, lawyer = bench.accepted(), actor_of(bench.lawyer)

    def move(key: str) -> None:
        commands.move_execution(lawyer, execution_id=execution.pk, stage_id=stage_named("execution", key).pk)

    move("waiting_court")
    move("in_work")
    with pytest.raises(UnableToMove):
        move("done")
    with pytest.raises(UnableToMove):
        move("returned")
    for stage in bench.stages():
        commands.skip_stage(lawyer, execution_id=execution.pk, stage_id=stage.pk, reason="Не нужно")
    move("done")
    assert Execution.objects.get().closed_at is not None
    with pytest.raises(UnableToWork):
        commands.start_stage(lawyer, execution_id=execution.pk, stage_id=bench.stages()[0].pk)
    assert holds() == []


def test_twin_without_the_gate_the_work_ends_with_open_stages(bench, monkeypatch):
    execution = bench.accepted()
    monkeypatch.setattr("femida.platform.pipelines.moving._Gates.shut_towards", lambda gates, to: None)
    commands.move_execution(HOUSE, execution_id=execution.pk, stage_id=stage_named("execution", "done").pk)
    assert "execution: finished work has no open stages" in holds()


def test_the_head_terminates_with_a_reason_and_open_stages_are_left_out(bench):
    execution = bench.accepted()
    with pytest.raises(Denied):
        commands.terminate_execution(actor_of(bench.lawyer), execution_id=execution.pk, reason="Отказ")
    commands.terminate_execution(actor_of(bench.head), execution_id=execution.pk, reason="Клиент отказался")
    execution.refresh_from_db()
    assert (state(execution), execution.end_reason) == ("terminated", "Клиент отказался")
    assert {one.state for one in bench.stages()} == {"skipped"}
    assert holds() == []


def test_a_contract_in_work_is_not_void_before_its_work_is_terminated(bench):
    execution = bench.accepted()
    with pytest.raises(UnableToVoidWithWork):
        void_contract(HOUSE, contract_id=bench.contract.pk, reason="Ошибка")
    assert Contract.objects.get(pk=bench.contract.pk).state == "registered"
    commands.terminate_execution(HOUSE, execution_id=execution.pk, reason="Ошибка")
    void_contract(HOUSE, contract_id=bench.contract.pk, reason="Ошибка")
    assert Contract.objects.get(pk=bench.contract.pk).state == "void"
    assert holds() == []


def test_twin_without_the_reaction_it_is_void_with_work_on_it(bench, monkeypatch):
    execution = bench.accepted()
    monkeypatch.setattr(
        "femida.practice.execution.reactions.let_execution_go", lambda actor, contract_id, reason: None
    )
    void_contract(HOUSE, contract_id=bench.contract.pk, reason="Ошибка")
    assert state(execution) == "in_work"


@pytest.mark.parametrize("is_returned", [False, True])
def test_a_contract_that_was_not_accepted_takes_its_execution_along(bench, is_returned):
    execution = bench.handed()
    if is_returned:
        commands.return_execution(HOUSE, execution_id=execution.pk, reason_id=bench.reason(), text="Нет")
    void_contract(HOUSE, contract_id=bench.contract.pk, reason="Ошибка")
    assert state(execution) == "terminated"
    assert HandOver.objects.get().outcome == ("returned" if is_returned else "withdrawn")
    assert holds() == []


# --- who sees and may what ---


def test_the_wall_of_the_client_stands_before_the_work(bench):
    from femida.parties.registry.commands import close_party, open_party

    execution, lawyer = bench.accepted(), actor_of(bench.lawyer)
    action = commands.record_action(
        lawyer, execution_id=execution.pk, type_id=bench.type_of("Консультация"), text="Рассказали"
    )
    people = [bench.head.account_id]
    close_party(HOUSE, party_id=bench.contract.party_id, people=people, reason="Конфликт интересов")
    from femida.practice.execution.models import CaseAction

    for model in (Execution, WorkStage, HandOver, CaseAction):
        assert not visible(lawyer, model).exists(), model
        assert visible(actor_of(bench.head), model).exists(), model
    with pytest.raises(NotFound):
        commands.ready_action(lawyer, action_id=action, portal_text="Рассказали")
    assert holds() == []
    open_party(HOUSE, party_id=bench.contract.party_id)
    assert visible(lawyer, CaseAction).exists()


def test_what_each_may_not(bench):
    execution = bench.handed()
    stranger = an_employee(bench.desk.office, a_department(bench.desk.office, "execution"))
    give(stranger, **dict.fromkeys(LAWYER, Scope.OWN))
    with pytest.raises(NotFound):
        commands.accept_execution(actor_of(stranger), execution_id=execution.pk)
    with pytest.raises(Denied):
        commands.accept_execution(actor_of(bench.manager), execution_id=execution.pk)
    with pytest.raises(Denied):
        commands.hand_over_contract(actor_of(bench.lawyer), contract_id=bench.contract.pk)
    with pytest.raises(Stale):
        commands.accept_execution(actor_of(bench.lawyer), execution_id=execution.pk, version=99)
    with pytest.raises(Denied):
        commands.reassign_execution(
            actor_of(bench.lawyer), execution_id=execution.pk, lawyer_id=bench.head.pk
        )


@pytest.mark.parametrize(
    "values",
    [
        {"outcome": "returned", "answered_at": NOON + timedelta(days=900), "business_seconds": 1},
        {"outcome": "accepted"},
        {"outcome": "lost", "answered_at": NOON + timedelta(days=900), "business_seconds": 1},
    ],
)
def test_the_database_keeps_answers_whole(bench, values):
    bench.handed()
    with pytest.raises(IntegrityError), transaction.atomic():
        HandOver.objects.update(**values)
