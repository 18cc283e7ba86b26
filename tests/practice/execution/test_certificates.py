"""Certificates of work: a number without gaps, never over the contract, signed for good, void by reversal."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from femida.firm.offices.models import NumberCounter
from femida.platform.access.queries import visible
from femida.platform.access.rights import Scope
from femida.platform.core import clock
from femida.platform.core.errors import Denied, Invalid, NotFound, Stale
from femida.platform.core.verify import checks
from femida.platform.journal.models import Fact
from femida.platform.journal.timeline import timeline
from femida.practice.contracts.commands import void_contract
from femida.practice.execution import commands
from femida.practice.execution.commands import UnableToCertify, UnableToVoidWithWork
from femida.practice.execution.models import Certificate
from femida.practice.execution.queries import left_to_certify
from tests.firm.people import actor_of
from tests.practice.contracting import HOUSE
from tests.practice.execution.working import NOON, Bench

pytestmark = pytest.mark.django_db


def broken() -> list[str]:
    return [name for name, check in checks.items() if name.startswith("certificates:") and not check().holds]


def draw_up(bench: Bench, amount: object, **values: object) -> Certificate:
    execution = values.pop("execution", None) or bench.accepted()
    pk = commands.draw_up_certificate(HOUSE, execution_id=execution.pk, amount=Decimal(str(amount)), **values)
    return Certificate.objects.get(pk=pk)


def test_drawn_up_signed_and_told_by_ids_only(bench):
    execution, lawyer = bench.accepted(), actor_of(bench.lawyer)
    with clock.at(NOON):
        pk = commands.draw_up_certificate(
            lawyer, execution_id=execution.pk, amount=Decimal("400.25"), stage_id=bench.stages()[0].pk
        )
    certificate = Certificate.objects.get(pk=pk)
    assert certificate.number == f"{bench.desk.office.pk}-2026/0001"
    assert (certificate.what_for, certificate.dated_on, certificate.state) == (
        "Иск", date(2026, 11, 17), "draft",
    )  # fmt: skip
    assert left_to_certify(bench.contract.pk, bench.contract.amount) == Decimal("599.75")
    with clock.at(NOON + timedelta(days=1)):
        commands.sign_certificate(lawyer, certificate_id=pk)
    certificate.refresh_from_db()
    assert (certificate.state, certificate.signed_on) == ("signed", date(2026, 11, 18))
    fact = Fact.objects.get(kind="certificate.signed")
    assert fact.payload == {
        "certificate_id": pk,
        "contract_id": bench.contract.pk,
        "execution_id": execution.pk,
        "party_id": bench.contract.party_id,
    }
    said = [one.title for one in timeline(lawyer, "practice.contract", bench.contract.pk)]
    assert any(certificate.number in title for title in said)
    assert broken() == []


def test_never_over_the_contract_and_a_void_one_gives_its_part_back(bench):
    execution = bench.accepted()
    first = draw_up(bench, 700, execution=execution)
    with pytest.raises(Invalid) as refusal:
        draw_up(bench, "300.01", execution=execution)
    assert "300,00" in str(refusal.value.fields["amount"])
    draw_up(bench, 300, execution=execution)
    commands.void_certificate(HOUSE, certificate_id=first.pk, reason="Ошибка в сумме")
    assert not Fact.objects.get(kind="certificate.voided").payload["was_signed"]
    draw_up(bench, 700, execution=execution)
    orders = list(Certificate.objects.order_by("pk").values_list("number_order", "state"))
    assert orders == [(1, "void"), (2, "draft"), (3, "draft")]
    assert NumberCounter.objects.get(series="practice.certificate").last == 3
    assert broken() == []


def test_the_database_refuses_more_than_the_contract(bench):
    certificate = draw_up(bench, 700)
    with pytest.raises(IntegrityError, match="certified"), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).update(amount=1001)
    Certificate.objects.filter(pk=certificate.pk).update(amount=1000)


@pytest.mark.parametrize(
    "change",
    [
        {"amount": 1},
        {"dated_on": date(2026, 1, 1)},
        {"state": "draft", "was_signed": False, "signed_on": None},
        {"number": "1"},
        {"number_order": 7},
    ],
)
def test_what_is_signed_stays(bench, change):
    certificate = draw_up(bench, 700)
    commands.sign_certificate(HOUSE, certificate_id=certificate.pk)
    with pytest.raises(IntegrityError, match="stays"), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).update(**change)
    with pytest.raises(IntegrityError, match="gaps"), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).delete()


def test_a_signed_one_is_void_by_a_reversal_once(bench):
    certificate = draw_up(bench, 700)
    commands.sign_certificate(HOUSE, certificate_id=certificate.pk)
    with pytest.raises(UnableToCertify):
        commands.sign_certificate(HOUSE, certificate_id=certificate.pk)
    with pytest.raises(Denied):
        commands.void_certificate(actor_of(bench.lawyer), certificate_id=certificate.pk, reason="Нет")
    with pytest.raises(Invalid):
        commands.void_certificate(actor_of(bench.head), certificate_id=certificate.pk, reason=" ")
    commands.void_certificate(actor_of(bench.head), certificate_id=certificate.pk, reason="Ошибка")
    assert Fact.objects.get(kind="certificate.voided").payload["was_signed"] is True
    with pytest.raises(UnableToCertify):
        commands.void_certificate(HOUSE, certificate_id=certificate.pk, reason="Ошибка")
    with pytest.raises(IntegrityError, match="stays"), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).update(state="signed")
    assert broken() == []


def test_a_form_sent_twice_draws_up_one(bench):
    execution, key = bench.accepted(), uuid.uuid4()
    first = draw_up(bench, 100, execution=execution, key=key)
    assert draw_up(bench, 100, execution=execution, key=key) == first
    assert Certificate.objects.count() == 1


def test_a_contract_with_a_certificate_is_not_void(bench):
    execution = bench.accepted()
    certificate = draw_up(bench, 100, execution=execution)
    commands.terminate_execution(HOUSE, execution_id=execution.pk, reason="Отказ")
    with pytest.raises(UnableToVoidWithWork, match="акты"):
        void_contract(HOUSE, contract_id=bench.contract.pk, reason="Ошибка")
    commands.void_certificate(HOUSE, certificate_id=certificate.pk, reason="Ошибка")
    void_contract(HOUSE, contract_id=bench.contract.pk, reason="Ошибка")
    assert broken() == []


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("amount", {"amount": Decimal(0)}),
        ("amount", {"amount": Decimal("0.001")}),
        ("amount", {"amount": Decimal("1000.01")}),
        ("dated_on", {"dated_on": date(2000, 1, 1)}),
        ("dated_on", {"dated_on": date(2090, 1, 1)}),
    ],
)
def test_bad_input_is_told_at_its_field_and_takes_no_number(bench, field, values):
    execution = bench.accepted()
    with pytest.raises(Invalid) as refusal:
        commands.draw_up_certificate(HOUSE, execution_id=execution.pk, **{"amount": Decimal(1), **values})
    assert list(refusal.value.fields) == [field]
    assert not NumberCounter.objects.filter(series="practice.certificate").exists()


def test_what_is_refused(bench):
    execution = bench.handed()
    with pytest.raises(UnableToCertify):
        draw_up(bench, 100, execution=execution)
    commands.accept_execution(HOUSE, execution_id=execution.pk)
    certificate = draw_up(bench, 100, execution=execution)
    with pytest.raises(Invalid):
        commands.sign_certificate(
            HOUSE, certificate_id=certificate.pk, signed_on=certificate.dated_on - timedelta(days=1)
        )
    with pytest.raises(Stale):
        commands.sign_certificate(HOUSE, certificate_id=certificate.pk, version=99)
    stranger = bench.person("certificates__sign", "execution__view", scope=Scope.OWN)
    with pytest.raises(NotFound):
        commands.sign_certificate(actor_of(stranger), certificate_id=certificate.pk)
    with pytest.raises(Denied):
        commands.draw_up_certificate(actor_of(bench.manager), execution_id=execution.pk, amount=Decimal(1))
    assert visible(actor_of(bench.manager), Certificate).exists()
