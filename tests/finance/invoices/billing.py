"""A registered contract with a plan, ready to be billed, for tests of invoices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from femida.finance.invoices import commands
from femida.finance.invoices.models import Invoice
from femida.finance.invoices.positions import Wish
from femida.firm.offices.commands import set_bank_details
from femida.firm.staff.models import Employee
from femida.platform.access.rights import Scope
from femida.platform.core.actor import Actor
from femida.platform.core.verify import checks
from femida.practice.contracts.commands import LineWish, register_contract, set_plan
from femida.practice.contracts.models import Contract, Instalment
from femida.practice.contracts.plans import Due, evenly
from femida.practice.contracts.queries import plan_of
from femida.practice.services.queries import today
from tests.firm.people import actor_of, an_employee, give
from tests.practice.contracting import HOUSE, Desk, a_desk

BANK = {
    "bank_name": "АО «Примербанк»",
    "bic": "044525999",
    "account": "40702810300000000042",
    "corr_account": "30101810600000000999",
    "accountant_name": "Образцова Вера Павловна",
}
BILLING = ("invoices__view", "invoices__draft", "invoices__issue")
POSITION = Wish("Выезд юриста", Decimal(5000))


@dataclass
class Till:
    """A desk whose contract is registered: 1 000 roubles in three payments, VAT of the standard rate."""

    desk: Desk
    contract: Contract
    plan: list[Instalment]
    seller: Actor
    head: Actor
    lawyer: Employee

    def draft(self, actor: Actor = HOUSE, **values: object) -> Invoice:
        """A draft for one position of 5 000 roubles without VAT."""
        values.setdefault("positions", () if values.get("instalments") else [POSITION])
        pk = commands.draft_invoice(actor, contract_id=self.contract.pk, **values)  # type: ignore[arg-type]
        return Invoice.objects.get(pk=pk)

    def issued(self, actor: Actor = HOUSE, **values: object) -> Invoice:
        """The same, with its number."""
        return self.draft(actor, issue=True, **values)

    def billed(self, *numbers: int) -> list[int]:
        """The ids of payments of the plan by their numbers."""
        return [one.pk for one in self.plan if one.number in numbers]


def registered(desk: Desk, **values: object) -> Contract:
    """A registered contract with three monthly payments from today on."""
    contract = desk.draft(**values)
    payments = evenly(contract.amount, 3, today())
    set_plan(HOUSE, contract_id=contract.pk, way="equal", payments=payments)
    register_contract(HOUSE, contract_id=contract.pk)
    contract.refresh_from_db()
    return contract


def a_till(**values: object) -> Till:
    """Set up everything up to the registered contract; the seller bills, the head voids too."""
    desk = a_desk()
    set_bank_details(HOUSE, legal_entity_id=desk.office.legal_entity_id, **BANK)
    give(desk.seller, **dict.fromkeys(BILLING, Scope.OWN))
    give(desk.head, **dict.fromkeys((*BILLING, "invoices__void"), Scope.OFFICE))
    lawyer = an_employee(desk.office, desk.firm.sales)
    contract = registered(desk, **values)
    plan = plan_of(HOUSE, contract.pk)
    return Till(desk, contract, plan, actor_of(desk.seller), actor_of(desk.head), lawyer)


def a_regular_contract(desk: Desk, first_on: date, months: int = 3) -> Contract:
    """A regular contract of 1 000 roubles, paid monthly from a day on."""
    contract = desk.draft(kind="regular", lines=[LineWish(desk.divorce)])
    days = [first_on + timedelta(days=31 * number) for number in range(months)]
    shares = [Decimal("333.34"), Decimal("333.33"), Decimal("333.33")]
    payments = [Due(share, due_on=day) for share, day in zip(shares, days, strict=True)]
    set_plan(HOUSE, contract_id=contract.pk, way="dates", payments=payments)
    register_contract(HOUSE, contract_id=contract.pk)
    contract.refresh_from_db()
    return contract


def broken() -> list[str]:
    """Which invariants of invoices `femida verify` finds broken."""
    ours = {name: check for name, check in checks.items() if name.startswith("invoices:")}
    assert len(ours) == 5
    return [name for name, check in ours.items() if not check().holds]
