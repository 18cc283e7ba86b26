"""Two at once: one contract accepted twice, two certificates over what is left. Each guard with its twin."""

from __future__ import annotations

import uuid
from decimal import Decimal

import psycopg
import pytest

from femida.platform.core.context import current_act
from femida.platform.core.errors import Invalid
from femida.platform.core.verify import checks
from femida.platform.pipelines.models import StageChange
from femida.practice.contracts.commands import void_contract
from femida.practice.contracts.models import Contract
from femida.practice.execution.commands import (
    UnableToAccept,
    UnableToVoidWithWork,
    accept_execution,
    certifying,
    draw_up_certificate,
    handing,
    terminate_execution,
)
from femida.practice.execution.models import Certificate, Execution, HandOver
from tests.practice.contracting import HOUSE
from tests.practice.execution.working import Bench, a_bench
from tests.sales.test_races import at_once, slow

PEOPLE = 6
WITHIN = "certificates: together never over the contract"


@pytest.fixture
def bench(cloned_database: str) -> Bench:
    """A bench in a database of the test's own."""
    return a_bench()


def unlocked(actor, model, pk, **_more):
    """What `take` would be without its lock."""
    row = model.objects.get(pk=pk)
    act = current_act()
    act.taken.add((act.rights[-1], model._meta.label_lower))
    return row


def moves_into_work() -> int:
    return StageChange.objects.filter(object_type="practice.execution", to_stage__key="in_work").count()


def test_a_contract_is_accepted_once(bench: Bench) -> None:
    execution = bench.handed()
    results = at_once([lambda: accept_execution(HOUSE, execution_id=execution.pk)] * PEOPLE)
    assert results.count(None) == 1
    assert sum(isinstance(one, UnableToAccept) for one in results) == PEOPLE - 1
    assert (len(bench.stages()), moves_into_work()) == (2, 1)


def test_twin_without_the_lock_it_is_accepted_several_times(
    bench: Bench, cloned_database: str, database_server, monkeypatch: pytest.MonkeyPatch
) -> None:
    with psycopg.connect(database_server.owner_conninfo(cloned_database), autocommit=True) as owner:
        for name in ("execution_stage_order_once", "execution_stage_template_once"):
            owner.execute(f"ALTER TABLE execution_workstage DROP CONSTRAINT {name}")
    execution = bench.handed()
    monkeypatch.setattr(handing, "take", unlocked)
    with slow(monkeypatch, handing, "_waiting"):
        results = at_once([lambda: accept_execution(HOUSE, execution_id=execution.pk)] * PEOPLE)
    assert results.count(None) > 1
    assert len(bench.stages()) > 2
    assert moves_into_work() > 1


def certify(execution: Execution, amount: int) -> object:
    return draw_up_certificate(HOUSE, execution_id=execution.pk, amount=Decimal(amount), key=uuid.uuid4())


def test_certificates_at_once_never_make_more_than_the_contract(bench: Bench) -> None:
    execution = bench.accepted()
    results = at_once([lambda: certify(execution, 400)] * PEOPLE)
    made = [one for one in results if isinstance(one, int)]
    assert len(made) == 2
    assert sum(isinstance(one, Invalid) for one in results) == PEOPLE - 2
    assert sorted(Certificate.objects.values_list("number_order", flat=True)) == [1, 2]
    assert checks[WITHIN]().holds
    assert checks["certificates: numbers have no gaps"]().holds


def test_without_the_locks_of_the_command_the_database_still_holds(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    execution = bench.accepted()
    monkeypatch.setattr(certifying, "take", unlocked)
    monkeypatch.setattr(certifying, "hold", lambda model, pk: None)
    with slow(monkeypatch, certifying, "_part_of"):
        results = at_once([lambda: certify(execution, 400)] * PEOPLE)
    assert len([one for one in results if isinstance(one, int)]) == 2
    assert checks[WITHIN]().holds


def test_twin_without_locks_and_trigger_more_is_certified_than_was_sold(
    bench: Bench, cloned_database: str, database_server, monkeypatch: pytest.MonkeyPatch
) -> None:
    with psycopg.connect(database_server.owner_conninfo(cloned_database), autocommit=True) as owner:
        owner.execute("DROP TRIGGER execution_certificate_fits ON execution_certificate")
    execution = bench.accepted()
    monkeypatch.setattr(certifying, "take", unlocked)
    monkeypatch.setattr(certifying, "hold", lambda model, pk: None)
    with slow(monkeypatch, certifying, "_part_of"):
        results = at_once([lambda: certify(execution, 400)] * PEOPLE)
    assert len([one for one in results if isinstance(one, int)]) > 2
    assert not checks[WITHIN]().holds


def test_a_contract_is_not_void_while_it_is_just_being_accepted_or_certified(bench: Bench) -> None:
    """Whoever comes first decides; nothing waits for the other in a ring."""
    execution = bench.accepted()
    results = at_once(
        [
            lambda: void_contract(HOUSE, contract_id=bench.contract.pk, reason="Ошибка"),
            lambda: certify(execution, 400),
            lambda: terminate_execution(HOUSE, execution_id=execution.pk, reason="Отказ"),
        ]
    )
    assert not [one for one in results if isinstance(one, Exception) and not _is_expected(one)]
    assert checks["certificates: a void contract has none that holds"]().holds
    is_void = Contract.objects.get(pk=bench.contract.pk).state == "void"
    assert not (is_void and Certificate.objects.exclude(state="void").exists())
    assert HandOver.objects.get().outcome == "accepted"


def test_twin_without_the_checks_a_void_contract_gets_a_certificate(
    bench: Bench, cloned_database: str, database_server
) -> None:
    execution = bench.accepted()
    terminate_execution(HOUSE, execution_id=execution.pk, reason="Отказ")
    void_contract(HOUSE, contract_id=bench.contract.pk, reason="Ошибка")
    with pytest.raises(certifying.UnableToCertify):
        certify(execution, 400)
    with psycopg.connect(database_server.owner_conninfo(cloned_database), autocommit=True) as owner:
        owner.execute("DROP TRIGGER execution_certificate_fits ON execution_certificate")
    Certificate.objects.create(
        execution=execution,
        contract=bench.contract,
        party_id=execution.party_id,
        legal_entity_id=bench.contract.legal_entity_id,
        office_id=bench.contract.office_id,
        number="x",
        number_year=2026,
        number_order=1,
        dated_on=bench.contract.business_date,
        amount=1,
        what_for="x",
    )
    assert not checks["certificates: a void contract has none that holds"]().holds


def _is_expected(error: object) -> bool:
    return isinstance(error, UnableToVoidWithWork | certifying.UnableToCertify)
