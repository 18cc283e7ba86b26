"""A cash desk for tests: an office with a registered contract, a cashier, her desk and what she may do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection

from femida.finance.payments.commands import add_desk, open_shift, take_payment
from femida.finance.payments.models import CashDesk, Payment, Shift
from femida.finance.receivables.models import Receivable
from femida.firm.offices.models import LegalEntity
from femida.firm.staff.models import Employee
from femida.platform.access.rights import Scope
from femida.platform.core.actor import Actor
from femida.platform.core.verify import checks
from femida.practice.contracts.commands import register_contract, set_plan
from femida.practice.contracts.models import Contract
from femida.practice.contracts.plans import Due, evenly
from tests.firm.people import actor_of, an_employee, give
from tests.practice.contracting import HOUSE, Desk, a_deal, a_desk

CASHIER = (
    "contracts__view",
    "contracts__see_amount",
    "parties__view",
    "receivables__view",
    "invoices__view",
    "payments__view",
    "payments__take",
    "payments__refund",
    "payments__reverse",
    "cash__view",
    "cash__shift",
    "cash__start",
    "advances__view",
    "receivables__plan",
)
ROOMS = ("receivables: ", "payments: ", "invoices: ", "cash: ", "ledger: ", "contracts: ")


@dataclass
class Till:
    """A cashier at her desk, and a registered contract of 1 000 roubles in three payments."""

    desk: Desk
    cashier: Employee
    cash_desk: CashDesk
    contract: Contract

    @property
    def actor(self) -> Actor:
        """The cashier as an actor."""
        return actor_of(self.cashier)

    def rows(self) -> list[Receivable]:
        """The payments of the contract's plan."""
        return list(Receivable.objects.filter(contract=self.contract).order_by("number"))

    def paid(self) -> list[Decimal]:
        """What is paid of each of them."""
        return [row.paid for row in self.rows()]

    def open(self, counted: str = "0", reason: str = "") -> Shift:
        """Open a shift."""
        pk = open_shift(self.actor, desk_id=self.cash_desk.pk, counted=Decimal(counted), reason=reason)
        return Shift.objects.get(pk=pk)

    def take(self, amount: str | Decimal = "100", method: str = "card", **values: object) -> Payment:
        """Take a payment by the contract."""
        actor = values.pop("actor", self.actor)
        given = {"contract_id": self.contract.pk, **values}
        pk = take_payment(actor, amount=Decimal(amount), method=method, **given)
        return Payment.objects.get(pk=pk)

    def another_contract(self, phone: str, plan: list[Due] | None = None) -> Contract:
        """A registered contract of another client."""
        self.desk.deal = a_deal(self.desk.firm, phone, self.desk.seller)
        return registered(self.desk, plan)


def registered(desk: Desk, plan: list[Due] | None = None, first: date = date(2026, 1, 31)) -> Contract:
    """A registered contract of 1 000 roubles: three payments from a day on, or the given plan."""
    contract = desk.draft()
    payments = plan or evenly(contract.amount, 3, first)
    way = "stages" if plan and plan[0].stage_name else "dates"
    set_plan(HOUSE, contract_id=contract.pk, way=way, payments=payments)
    register_contract(HOUSE, contract_id=contract.pk)
    contract.refresh_from_db()
    return contract


def a_till(office: str = "Москва", entity: LegalEntity | None = None) -> Till:
    """Set up everything up to the registered contract, of another legal entity when one is given."""
    desk = a_desk(office)
    if entity is not None:
        type(desk.office).objects.filter(pk=desk.office.pk).update(legal_entity=entity)
        desk.office.refresh_from_db()
    cashier = an_employee(desk.office, desk.firm.sales)
    give(cashier, **dict.fromkeys(CASHIER, Scope.OFFICE))
    pk = add_desk(HOUSE, office_id=desk.office.pk, name="Касса 1")
    return Till(desk, cashier, CashDesk.objects.get(pk=pk), registered(desk))


def broken() -> dict[str, tuple[str, ...]]:
    """What `femida verify` finds wrong with contracts, money and the ledger, by check."""
    found = {name: check() for name, check in checks.items() if name.startswith(ROOMS)}
    assert len(found) >= 20
    return {name: verdict.wrong for name, verdict in found.items() if verdict.wrong}


def add_up() -> None:
    """Let the deferred triggers look now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
