"""What the ledger offers to reports: money received, revenue, debts, advances, the day of first payment."""

from __future__ import annotations

from typing import Any

from django.db.models import DecimalField, Exists, F, Func, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from femida.finance.ledger.chart import Code
from femida.finance.ledger.models import Entry, Posting
from femida.platform.access.policy import Policy
from femida.platform.objects.computed import ComputedField, compute
from femida.platform.objects.types import FieldType
from femida.platform.reports.datasets import Dataset, Measure, offer
from femida.platform.reports.periods import Span
from femida.practice.contracts.datasets import DIMENSIONS as OF_CONTRACTS
from femida.practice.contracts.datasets import REGISTERED
from femida.practice.contracts.models import Contract, ContractLine

POSTING, CONTRACT = "finance.posting", "practice.contract"
VIEW = "ledger.view"
MONEY = (Code.CASH.value, Code.CARD_IN_TRANSIT.value, Code.BANK.value)
ROUBLES = DecimalField(max_digits=16, decimal_places=2)


def money_rows(policy: Policy | None) -> QuerySet[Posting]:
    """The movements of clients' money that the reader may see: cash, card, bank, about some contract."""
    reached = Q() if policy is None else policy.rows(Posting)
    return Posting.objects.filter(reached, account__code__in=MONEY, contract_id__isnull=False)


def receipts(policy: Policy | None) -> QuerySet[Posting]:
    """Of them those that brought money and were never taken back as mistaken."""
    taken_back = Entry.objects.filter(reverses_id=OuterRef("entry_id"))
    return money_rows(policy).filter(~Exists(taken_back), amount__gt=0, entry__reverses__isnull=True)


def sum_of(rows: QuerySet[Any], path: str) -> Subquery:
    """The sum over rows as one value of a row outside; empty without rows."""
    total = Func(F(path), function="SUM", output_field=ROUBLES)
    return Subquery(rows.order_by().annotate(total=total).values("total"), output_field=ROUBLES)


def _first_paid_on(policy: Policy | None) -> Subquery:
    own = receipts(policy).filter(contract_id=OuterRef("pk")).order_by("entry__business_date")
    return Subquery(own.values("entry__business_date")[:1])


def _of_contract(path: str) -> Any:
    def expression(policy: Policy | None) -> Subquery:
        return Subquery(_contract(policy).values(path)[:1])

    return expression


def _contract(policy: Policy | None) -> QuerySet[Contract]:
    reached = Q() if policy is None else policy.rows(Contract)
    return Contract.objects.filter(reached, pk=OuterRef("contract_id"))


def _service(policy: Policy | None) -> Subquery:
    lines = ContractLine.objects.filter(contract_id=OuterRef("pk")).order_by("-amount", "pk")
    return Subquery(
        _contract(policy).annotate(main=Subquery(lines.values("service_id")[:1])).values("main")[:1]
    )


def _paid_within(policy: Policy, span: Span) -> Q:
    """Contracts with some receipt in these days: the first one is among them, if it lies there."""
    days = {"entry__business_date__gte": span.first, "entry__business_date__lte": span.last}
    return Q(pk__in=receipts(policy).filter(**days).values("contract_id"))


for _name, _label, _type, _to, _expression in (
    ("source", _("Source"), FieldType.REFERENCE, "sales.source", _of_contract("deal__source_id")),
    (
        "employee",
        _("Responsible for the contract"),
        FieldType.PERSON,
        "firm.employee",
        _of_contract("responsible_id"),
    ),
    ("service", _("Main service"), FieldType.REFERENCE, "practice.service", _service),
):
    compute(ComputedField(POSTING, _name, _label, _type, _expression, to=_to))
compute(ComputedField(CONTRACT, "first_paid_on", _("First paid on"), FieldType.DATE, _first_paid_on))

DIMENSIONS = {"office": "office", "source": "source", "employee": "employee", "service": "service"}
_ABOUT_CONTRACT: dict[str, object] = {"field": "contract", "op": "is_set"}


def _on(*accounts: str) -> dict[str, object]:
    if len(accounts) == 1:
        return {"field": "account", "op": "is", "value": accounts[0]}
    return {"field": "account", "op": "in", "value": list(accounts)}


offer(
    Dataset(
        key="finance.money",
        object_type=POSTING,
        date="business_date",
        dimensions=DIMENSIONS,
        condition={"all": [_on(*MONEY), _ABOUT_CONTRACT]},
        measures=(
            Measure(
                "received",
                _("Money received"),
                _(
                    "Money of clients that came to the cash desks, by card and to the "
                    "bank, less refunds and reversals."
                ),
                of="amount",
                unit="money",
            ),
        ),
    )
)
offer(
    Dataset(
        key="finance.revenue",
        object_type=POSTING,
        date="business_date",
        dimensions=DIMENSIONS,
        condition=_on(Code.REVENUE.value),
        measures=(
            Measure(
                "earned",
                _("Revenue"),
                _(
                    "What was earned by signed certificates of work, without VAT, on the "
                    "day of the certificate."
                ),
                of="amount",
                unit="money",
                is_negated=True,
            ),
        ),
    )
)
offer(
    Dataset(
        key="finance.debts",
        object_type=POSTING,
        date="business_date",
        dimensions=DIMENSIONS,
        condition=_on(Code.CLIENT_DEBTS.value),
        measures=(
            Measure(
                "owed",
                _("Debts of clients"),
                _("What clients owe for work done by the end of the period, all the past counted."),
                of="amount",
                unit="money",
                standing=True,
            ),
        ),
    )
)
offer(
    Dataset(
        key="finance.advances",
        object_type=POSTING,
        date="business_date",
        dimensions=DIMENSIONS,
        condition=_on(Code.ADVANCES.value),
        measures=(
            Measure(
                "unearned",
                _("Advances not earned"),
                _(
                    "What clients have paid for work that is not done by the end of the "
                    "period, all the past counted."
                ),
                of="amount",
                unit="money",
                is_negated=True,
                standing=True,
            ),
        ),
    )
)
offer(
    Dataset(
        key="practice.contracts.paid",
        object_type=CONTRACT,
        date="first_paid_on",
        dimensions=OF_CONTRACTS,
        condition=REGISTERED,
        within=_paid_within,
        measures=(
            Measure(
                "paid",
                _("Paid contracts"),
                _(
                    "Contracts that the first money came for, on the day of it; receipts "
                    "reversed as mistaken do not count."
                ),
                right=VIEW,
            ),
        ),
    )
)
