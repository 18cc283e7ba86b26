"""A registered contract ready for execution, with a lawyer, her head and the manager."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from django.utils import translation

from femida.firm.staff.models import Employee
from femida.parties.requisites.commands import add_identity_document, set_requisites
from femida.platform.access.rights import Scope
from femida.practice.contracts.commands import describe_contract, register_contract
from femida.practice.contracts.models import Contract
from femida.practice.execution.commands import Answers, accept_execution, hand_over_contract
from femida.practice.execution.models import ActionType, Execution, ReturnReason, WorkStage
from femida.practice.execution.preset import load_execution_preset
from femida.practice.services.commands import add_stage
from tests.firm.people import a_department, an_employee, give
from tests.practice.contracting import HOUSE, SELLING, Desk, a_desk

MANAGING = (*SELLING, "contracts__void", "execution__view", "execution__hand_over")
LAWYER = (
    "execution__view",
    "execution__accept",
    "execution__work",
    "execution__see_expenses",
    "certificates__draw_up",
    "certificates__sign",
    "contracts__view",
    "contracts__see_amount",
    "parties__view",
    "files__attach",
)
HEAD = (*LAWYER, "execution__assign", "execution__terminate", "certificates__void", "parties__close")
# a Tuesday at noon in Moscow, between two whole working days
NOON = datetime(2026, 11, 17, 9, tzinfo=UTC)
ANSWERS = Answers("Подали иск", "Ничего", "Ждём заседания", date(2026, 12, 1))


@dataclass
class Bench:
    """The execution department of one office, and a registered contract of two stages."""

    desk: Desk
    manager: Employee
    lawyer: Employee
    head: Employee
    contract: Contract

    def handed(self, **values: object) -> Execution:
        """The contract, handed over by its manager."""
        pk = hand_over_contract(HOUSE, contract_id=self.contract.pk, **values)
        return Execution.objects.get(pk=pk)

    def accepted(self) -> Execution:
        """The contract in work, led by the lawyer."""
        execution = self.handed()
        accept_execution(HOUSE, execution_id=execution.pk)
        return Execution.objects.select_related("stage").get(pk=execution.pk)

    def stages(self) -> list[WorkStage]:
        """The work stages in order."""
        return list(WorkStage.objects.filter(execution__contract=self.contract).order_by("order"))

    def type_of(self, name: str) -> int:
        """The id of a type of actions."""
        return ActionType.objects.get(name=name).pk

    def reason(self) -> int:
        """A reason of return."""
        return ReturnReason.objects.order_by("order")[0].pk

    def person(self, *rights: str, scope: Scope = Scope.OFFICE) -> Employee:
        """Somebody of the office with these rights."""
        person = an_employee(self.desk.office)
        give(person, **dict.fromkeys(rights, scope))
        return person


def fill_requisites(party_id: int) -> None:
    """What a contract needs of a person."""
    values = {"birth_date": date(1980, 5, 17), "registered_address": "г. Тула, ул. Новая, д. 1"}
    set_requisites(HOUSE, party_id=party_id, values=values)
    add_identity_document(
        HOUSE,
        party_id=party_id,
        kind="passport",
        number="9615123456",
        issuer="ОВД",
        issued_on=date(2003, 3, 1),
        unit_code="960-001",
    )


def a_registered_contract(desk: Desk) -> Contract:
    """A contract of the desk's deal with a number, whole enough to be handed over."""
    contract = desk.ready()
    describe_contract(
        HOUSE,
        contract_id=contract.pk,
        essence="Развод",
        legal_actions="Иск",
        expectations="Скоро",
        terms="Год",
    )
    register_contract(HOUSE, contract_id=contract.pk)
    contract.refresh_from_db()
    return contract


def a_bench() -> Bench:
    """Set everything up to the registered contract."""
    desk = a_desk()
    with translation.override("ru"):
        load_execution_preset(HOUSE)
    department = a_department(desk.office, "execution")
    give(desk.seller, **dict.fromkeys(MANAGING, Scope.OWN))
    lawyer = an_employee(desk.office, department, capabilities=["contracts"])
    give(lawyer, **dict.fromkeys(LAWYER, Scope.OWN))
    head = an_employee(desk.office, department)
    give(head, **dict.fromkeys(HEAD, Scope.OFFICE))
    add_stage(
        HOUSE,
        service_id=desk.divorce,
        name="Иск",
        norm_business_hours=16,
        planned_expense=Decimal(300),
        order=1,
    )
    add_stage(HOUSE, service_id=desk.divorce, name="Суд", norm_business_hours=80, order=2)
    fill_requisites(desk.deal.party_id)
    return Bench(desk, desk.seller, lawyer, head, a_registered_contract(desk))


__all__ = ["ANSWERS", "NOON", "Bench", "a_bench", "a_registered_contract", "fill_requisites"]
