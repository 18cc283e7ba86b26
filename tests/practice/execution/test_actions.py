"""Case actions: by type, with a text for the client that is kept apart; types set up."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from femida.platform.core import clock
from femida.platform.core.errors import Denied, Invalid, Stale
from femida.platform.files.commands import attach_file
from femida.platform.journal.models import Fact
from femida.platform.journal.timeline import timeline
from femida.practice.execution import commands
from femida.practice.execution.commands import UnableToWork
from femida.practice.execution.models import ActionType, CaseAction
from tests.firm.people import actor_of
from tests.practice.contracting import HOUSE
from tests.practice.execution.working import NOON

pytestmark = pytest.mark.django_db


def test_the_type_decides_what_the_client_reads_and_the_inner_text_stays_inside(bench):
    execution, lawyer = bench.accepted(), actor_of(bench.lawyer)
    filed = bench.type_of("Подано в суд")
    pk = commands.record_action(
        lawyer,
        execution_id=execution.pk,
        type_id=filed,
        text="Подал через канцелярию, судья Иванова строгая",
        result="Приняли",
        minutes=45,
        stage_id=bench.stages()[0].pk,
    )
    action = CaseAction.objects.get(pk=pk)
    assert (action.ready_for_portal, action.portal_text) == (True, "Мы подали документы в суд.")
    assert (action.author_id, action.minutes, action.contract_id) == (
        bench.lawyer.pk, 45, bench.contract.pk,
    )  # fmt: skip
    # words stay in their table: the journal has ids only
    payload = str(Fact.objects.get(kind="case_action.recorded").payload)
    assert "судья" not in payload
    for kind, object_id in (("practice.contract", bench.contract.pk), ("practice.execution", execution.pk)):
        said = [one.body for one in timeline(lawyer, kind, object_id)]
        assert any("строгая" in body for body in said)


def test_the_lawyer_decides_otherwise(bench):
    execution, lawyer = bench.accepted(), actor_of(bench.lawyer)
    hidden = commands.record_action(
        lawyer,
        execution_id=execution.pk,
        type_id=bench.type_of("Подано в суд"),
        text="Подано",
        is_ready=False,
    )
    assert not CaseAction.objects.get(pk=hidden).ready_for_portal
    told = {"execution_id": execution.pk, "type_id": bench.type_of("Изучение дела"), "text": "Читал"}
    with pytest.raises(Invalid) as refusal:
        commands.record_action(lawyer, **told, is_ready=True)
    assert list(refusal.value.fields) == ["portal_text"]
    shown = commands.record_action(lawyer, **told, is_ready=True, portal_text="Изучили дело")
    commands.withdraw_action(lawyer, action_id=shown)
    action = CaseAction.objects.get(pk=shown)
    assert (action.ready_for_portal, action.ready_at, action.portal_text) == (False, None, "Изучили дело")
    commands.ready_action(lawyer, action_id=shown, portal_text="Изучили ваше дело")
    assert CaseAction.objects.get(pk=shown).portal_text == "Изучили ваше дело"
    with pytest.raises(Stale):
        commands.ready_action(lawyer, action_id=shown, portal_text="Ещё", version=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseAction.objects.filter(pk=shown).update(portal_text="")


def test_a_type_fits_its_services(bench):
    execution = bench.accepted()
    for name, service, fits in (
        ("Только совет", bench.desk.advice, False),
        ("Развод", bench.desk.divorce, True),
    ):
        kind = commands.add_action_type(HOUSE, name=name, service_ids=[service])
        given = {"execution_id": execution.pk, "type_id": kind, "text": "Сделано"}
        if fits:
            commands.record_action(HOUSE, **given)
            continue
        with pytest.raises(Invalid) as refusal:
            commands.record_action(HOUSE, **given)
        assert list(refusal.value.fields) == ["type"]


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("text", {"text": " "}),
        ("minutes", {"minutes": 0}),
        ("minutes", {"minutes": 2000}),
        ("happened_at", {"happened_at": NOON + timedelta(days=3)}),
        ("happened_at", {"happened_at": NOON - timedelta(days=400)}),
        ("type", {"type_id": 0}),
    ],
)
def test_a_wrong_action_is_told_at_its_field(bench, field, values):
    with clock.at(NOON):
        execution = bench.accepted()
        given = {"type_id": bench.type_of("Консультация"), "text": "Сделано", **values}
        with pytest.raises(Invalid) as refusal:
            commands.record_action(HOUSE, execution_id=execution.pk, **given)
    assert list(refusal.value.fields) == [field]


def test_numbers_of_people_do_not_stand_in_words(bench):
    execution = bench.accepted()
    pk = commands.record_action(
        HOUSE,
        execution_id=execution.pk,
        type_id=bench.type_of("Консультация"),
        text="Звонил на +7 912 345-67-89",
        is_ready=True,
        portal_text="Позвоните +7 912 345-67-89",
    )
    action = CaseAction.objects.get(pk=pk)
    assert "345" not in action.text + action.portal_text


def test_who_may_not(bench):
    execution = bench.accepted()
    given = {"type_id": bench.type_of("Консультация"), "text": "Сделано"}
    with pytest.raises(Denied):
        commands.record_action(actor_of(bench.manager), execution_id=execution.pk, **given)
    with pytest.raises(Denied):
        commands.add_action_type(actor_of(bench.lawyer), name="Новый")
    pk = commands.record_action(HOUSE, execution_id=execution.pk, **given)
    with pytest.raises(Denied):
        commands.ready_action(actor_of(bench.manager), action_id=pk, portal_text="Сделано")
    with pytest.raises(Denied):
        attach_file(
            actor_of(bench.manager),
            object_type="practice.case_action",
            object_id=pk,
            name="a",
            content=[b"x"],
        )
    file_id = attach_file(
        actor_of(bench.lawyer), object_type="practice.case_action", object_id=pk, name="a", content=[b"x"]
    )
    assert file_id


def test_nothing_is_done_on_a_contract_that_is_not_in_work(bench):
    execution = bench.handed()
    with pytest.raises(UnableToWork):
        commands.record_action(
            HOUSE, execution_id=execution.pk, type_id=bench.type_of("Консультация"), text="Сделано"
        )


def test_types_are_set_up_once_and_changed(bench):
    with pytest.raises(Invalid) as refusal:
        commands.add_action_type(HOUSE, name="консультация")
    assert list(refusal.value.fields) == ["name"]
    with pytest.raises(Invalid) as refusal:
        commands.add_action_type(HOUSE, name="Новый", is_public=True)
    assert list(refusal.value.fields) == ["notice_text"]
    with pytest.raises(Invalid) as refusal:
        commands.add_action_type(HOUSE, name="Новый", service_ids=[0])
    assert list(refusal.value.fields) == ["services"]
    pk = commands.add_action_type(HOUSE, name="Новый", service_ids=[bench.desk.advice])
    commands.change_action_type(HOUSE, type_id=pk, name="Старый", service_ids=[], is_active=False)
    kind = ActionType.objects.get(pk=pk)
    assert (kind.name, kind.is_active) == ("Старый", False)
    execution = bench.accepted()
    with pytest.raises(Invalid):
        commands.record_action(HOUSE, execution_id=execution.pk, type_id=pk, text="Сделано")
