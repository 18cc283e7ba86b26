"""A deal ready for a contract, for tests of contracts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from femida.firm.offices.models import Office
from femida.firm.staff.models import Employee
from femida.platform.access.rights import Scope
from femida.platform.core.actor import Actor
from femida.practice.contracts.commands import LineWish, draft_contract, set_plan
from femida.practice.contracts.models import Contract
from femida.practice.contracts.plans import evenly
from femida.practice.services.commands import add_group, add_service
from femida.sales.deals.models import Deal
from femida.sales.leads.commands import qualify_lead
from tests.firm.people import an_employee, give
from tests.sales.firm import Firm, a_firm

HOUSE = Actor.system("test")
SELLING = (
    "deals__view",
    "contracts__view",
    "contracts__see_amount",
    "contracts__draft",
    "contracts__edit",
    "contracts__register",
    "contracts__discount",
    "parties__view",
)
HEADING = (*SELLING, "contracts__approve_discount", "contracts__void", "parties__close")


@dataclass
class Desk:
    """A seller with a deal, her head, and two services for sale."""

    firm: Firm
    office: Office
    seller: Employee
    head: Employee
    deal: Deal
    divorce: int
    advice: int

    def draft(self, actor: Actor = HOUSE, **values: object) -> Contract:
        """A draft of one service at 1 000 roubles."""
        lines = values.pop("lines", [LineWish(self.divorce)])
        pk = draft_contract(actor, deal_id=self.deal.pk, lines=lines, **values)
        return Contract.objects.get(pk=pk)

    def ready(self, actor: Actor = HOUSE) -> Contract:
        """A draft with a plan, which only waits for its number."""
        contract = self.draft(actor)
        payments = evenly(contract.amount, 3, date(2026, 1, 31))
        set_plan(actor, contract_id=contract.pk, way="equal", payments=payments)
        contract.refresh_from_db()
        return contract


def a_deal(firm: Firm, phone: str, seller: Employee) -> Deal:
    """An open deal of a client with this phone, led by the seller."""
    done = firm.enquiry(phone)
    qualify_lead(HOUSE, lead_id=done.lead_id, title="Развод", responsible_id=seller.pk)
    return Deal.objects.order_by("-pk")[0]


def a_desk(office: str = "Москва") -> Desk:
    """Set up everything up to the open deal."""
    firm = a_firm(office)
    seller, head = an_employee(firm.office, firm.sales), an_employee(firm.office, firm.sales)
    give(seller, **dict.fromkeys(SELLING, Scope.OWN), services__view=Scope.FIRM)
    give(head, **dict.fromkeys(HEADING, Scope.OFFICE), services__view=Scope.FIRM)
    group = add_group(HOUSE, name="Семья")
    since = date(2020, 1, 1)
    divorce = add_service(
        HOUSE, group_id=group, name="Развод", vat="standard", price=Decimal(1000), valid_from=since
    )
    advice = add_service(
        HOUSE,
        group_id=group,
        name="Совет",
        vat="none",
        price=Decimal("333.33"),
        valid_from=since,
        unit="hour",
    )
    deal = a_deal(firm, "+79990000001", seller)
    return Desk(firm, firm.office, seller, head, deal, divorce, advice)
