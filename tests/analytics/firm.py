"""A firm of two offices in two zones with a year of enquiries, contracts and money, for tests of figures."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from django.http import QueryDict

from femida.finance.ledger.chart import Code
from femida.finance.ledger.models import Posting
from femida.finance.ledger.posting import Line, post, reverse
from femida.firm.staff.models import Employee
from femida.platform.access.policy import load_policy
from femida.platform.access.rights import Scope
from femida.platform.core import clock
from femida.platform.core.actor import Actor
from femida.platform.reports.asking import Question, read_question
from femida.platform.reports.described import reports
from femida.platform.reports.sheets import Sheet, build_sheet
from femida.practice.contracts.commands import LineWish, draft_contract, register_contract, set_plan
from femida.practice.contracts.models import Contract
from femida.practice.contracts.plans import evenly
from femida.practice.services.commands import add_group, add_service
from femida.sales.deals.models import Deal
from femida.sales.leads.commands import qualify_lead
from tests.finance.ledger.book import acting
from tests.firm.people import actor_of, an_employee, give
from tests.sales.firm import Firm, a_firm

HOUSE = Actor.system("test")
TODAY = date(2026, 11, 20)
SEES = (
    "leads__view",
    "deals__view",
    "contracts__view",
    "contracts__see_amount",
    "ledger__view",
    "tasks__view",
    "calls__view",
    "parties__view",
    "reports__view",
    "reports__export",
)


def at(day: date, hour: int = 12) -> datetime:
    """A moment of a day, in UTC."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


@dataclass
class House:
    """Two offices, their heads, a director, two services and what has been made of them."""

    west: Firm
    east: Firm
    director: Employee
    heads: dict[str, Employee]
    divorce: int
    advice: int
    phones: int = 0
    entries: list[int] = field(default_factory=list)

    def lead(self, firm: Firm, moment: datetime, **values: object) -> int:
        """An enquiry at a moment."""
        self.phones += 1
        with clock.at(moment):
            return firm.enquiry(f"+7999{self.phones:07}", **values).lead_id

    def deal(self, firm: Firm, lead_id: int, moment: datetime) -> Deal:
        """The lead qualified at a moment."""
        with clock.at(moment):
            pk = qualify_lead(HOUSE, lead_id=lead_id, title="Спор", responsible_id=firm.seller.pk)
        return Deal.objects.get(pk=pk)

    def contract(self, deal: Deal, moment: datetime, *, services: tuple[int, ...] = ()) -> Contract:
        """A contract of the deal, registered at a moment."""
        contract = self.draft(deal, moment, services=services)
        with clock.at(moment):
            register_contract(HOUSE, contract_id=contract.pk)
        return Contract.objects.get(pk=contract.pk)

    def draft(self, deal: Deal, moment: datetime, *, services: tuple[int, ...] = ()) -> Contract:
        """A contract that only waits for its number."""
        with clock.at(moment):
            lines = [LineWish(one) for one in services or (self.divorce,)]
            pk = draft_contract(HOUSE, deal_id=deal.pk, lines=lines)
            contract = Contract.objects.get(pk=pk)
            set_plan(
                HOUSE, contract_id=pk, way="equal", payments=evenly(contract.amount, 1, date(2027, 1, 1))
            )
        return contract

    def money(self, contract: Contract, day: date, amount: str, account: str = Code.CASH) -> int:
        """Money of a client taken (or given back, below zero), as the money model says."""
        return self.post(
            contract, day, "payment", (account, Decimal(amount)), (Code.ADVANCES, -Decimal(amount))
        )

    def work(self, contract: Contract, day: date, amount: str, advance: str = "0") -> int:
        """A certificate signed, and the advance set off against it."""
        made = self.post(
            contract,
            day,
            "certificate",
            (Code.CLIENT_DEBTS, Decimal(amount)),
            (Code.REVENUE, -Decimal(amount)),
        )
        if Decimal(advance):
            self.post(
                contract,
                day,
                "offset",
                (Code.ADVANCES, Decimal(advance)),
                (Code.CLIENT_DEBTS, -Decimal(advance)),
            )
        return made

    def post(self, contract: Contract, day: date, kind: str, *lines: tuple[str, Decimal]) -> int:
        """An entry about a contract in its office."""
        with acting():
            pk = post(
                HOUSE,
                kind=kind,
                legal_entity_id=contract.legal_entity_id,
                office_id=contract.office_id,
                business_date=day,
                lines=[
                    Line(account, amount, party_id=contract.party_id, contract_id=contract.pk)
                    for account, amount in lines
                ],
            )
        self.entries.append(pk)
        return pk

    def take_back(self, entry_id: int, day: date) -> int:
        """The mirror of a mistaken entry."""
        with acting():
            return reverse(HOUSE, entry_id, day)


def a_house() -> House:
    """Set up the two offices and their people."""
    west, east = a_firm("Москва"), a_firm("Владивосток")
    east.office.time_zone = "Asia/Vladivostok"
    east.office.save()
    director = an_employee(west.office)
    give(director, **dict.fromkeys(SEES, Scope.FIRM), staff__view=Scope.FIRM, offices__view=Scope.FIRM)
    heads = {}
    for name, firm in (("west", west), ("east", east)):
        heads[name] = an_employee(firm.office, firm.sales)
        give(heads[name], **dict.fromkeys(SEES, Scope.OFFICE))
    group = add_group(HOUSE, name="Семья")
    since = date(2020, 1, 1)
    divorce = add_service(
        HOUSE, group_id=group, name="Развод", vat="none", price=Decimal(1000), valid_from=since
    )
    advice = add_service(
        HOUSE, group_id=group, name="Совет", vat="none", price=Decimal("333.33"), valid_from=since
    )
    return House(west, east, director, heads, divorce, advice)


def a_busy_house() -> House:
    """The same with enquiries on their way: some far, some not, some at midnight, some taken back."""
    house = a_house()
    first = date(2026, 9, 28)
    for number in range(14):
        firm = house.east if number % 3 == 0 else house.west
        opened = at(first + timedelta(days=3 * number), 20 if number % 4 == 0 else 9)
        lead = house.lead(firm, opened)
        if number % 2 and number != 5:
            continue
        deal = house.deal(firm, lead, opened + timedelta(hours=30))
        if number in (4, 10):
            continue
        services = (house.divorce, house.advice) if number % 4 == 0 else (house.advice,)
        contract = house.contract(deal, opened + timedelta(days=4), services=services)
        if number == 8:
            continue
        day = contract.business_date
        house.money(contract, day, "300.00")
        house.money(contract, day + timedelta(days=9), "20.50", Code.BANK)
        house.work(contract, day + timedelta(days=2), "333.33", "300.00")
    _oddities(house)
    return house


def _oddities(house: House) -> None:
    """What figures must not fall for: drafts, void contracts, mistakes, refunds, a joined enquiry."""
    october = at(date(2026, 10, 12))
    lead = house.lead(house.west, october)
    deal = house.deal(house.west, lead, october)
    house.draft(deal, october)
    void = house.contract(deal, october + timedelta(days=1))
    Contract.objects.filter(pk=void.pk).update(state="void", void_reason="ошибка")
    lead = house.lead(house.east, october)
    contract = house.contract(house.deal(house.east, lead, october), october + timedelta(days=2))
    mistaken = house.money(contract, date(2026, 10, 15), "100.00")
    house.take_back(mistaken, date(2026, 10, 16))
    house.money(contract, date(2026, 11, 3), "500.00", Code.CARD_IN_TRANSIT)
    house.money(contract, date(2026, 11, 5), "-120.00", Code.CARD_IN_TRANSIT)
    # a second enquiry of an open lead is no second lead
    with clock.at(october):
        house.west.enquiry("+79998887766")
        house.west.enquiry("+79998887766")
    # cash carried to the bank is nobody's payment
    with acting():
        post(
            HOUSE,
            kind="cash.to_bank",
            legal_entity_id=contract.legal_entity_id,
            office_id=contract.office_id,
            business_date=date(2026, 10, 20),
            lines=[Line(Code.BANK, Decimal(700)), Line(Code.CASH, Decimal(-700))],
        )
    assert Posting.objects.exists()


def ask(employee: Employee, key: str, /, **params: object) -> tuple[Question, Sheet]:
    """A report as an employee asks for it."""
    policy = load_policy(actor_of(employee))
    query = QueryDict(mutable=True)
    for name, value in params.items():
        query[name] = str(value)
    report = reports[key]
    question = read_question(report, query, open_figures=report.open_measures(policy), today=TODAY)
    with clock.at(at(TODAY)):
        return question, build_sheet(policy, question)
