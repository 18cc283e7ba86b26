"""The way of each enquiry to the money, followed to this day: fields of leads that the floors above know."""

from __future__ import annotations

from typing import Any

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from femida.finance.ledger.datasets import ROUBLES, money_rows, receipts, sum_of
from femida.platform.access.policy import Policy
from femida.platform.objects.computed import ComputedField, compute
from femida.platform.objects.types import FieldType
from femida.platform.reports.datasets import Dataset, Measure, offer
from femida.practice.contracts.models import Contract
from femida.sales.deals.models import Deal

LEAD = "sales.lead"
SUM = "contracts.see_amount"
VIEW = "ledger.view"


def _deals(policy: Policy | None) -> Exists:
    reached = Q() if policy is None else policy.rows(Deal)
    return Exists(Deal.objects.filter(reached, pk=OuterRef("deal_id")))


def _contracts(policy: Policy | None, deal: Any, *, right: str | None = None) -> QuerySet[Contract]:
    """The contracts of a deal that stand: with a number, not void, and seen by the reader."""
    rows = Contract.objects.filter(deal_id=deal).exclude(number="").exclude(state=Contract.State.VOID)
    if policy is None:
        return rows
    return rows.filter(policy.rows(Contract)).filter(policy.rows(Contract, right))


def _with_deal(value: Any, otherwise: Any, kind: Any) -> Case:
    """Most leads come to no deal: nothing is looked up for them."""
    return Case(When(deal__isnull=False, then=value), default=Value(otherwise), output_field=kind)


def _has_contract(policy: Policy | None) -> Exists:
    return Exists(_contracts(policy, OuterRef("deal_id")))


def _signed_for(policy: Policy | None) -> Any:
    return _with_deal(sum_of(_contracts(policy, OuterRef("deal_id"), right=SUM), "amount"), None, ROUBLES)


def _has_payment(policy: Policy | None) -> Case:
    own = _contracts(policy, OuterRef(OuterRef("deal_id")))
    paid = Exists(receipts(policy).filter(contract_id__in=own.values("pk")))
    return _with_deal(paid, False, BooleanField())


def _received(policy: Policy | None) -> Any:
    own = _contracts(policy, OuterRef(OuterRef("deal_id")))
    received = sum_of(money_rows(policy).filter(contract_id__in=own.values("pk")), "amount")
    return _with_deal(received, None, ROUBLES)


for _name, _label, _type, _expression, _right in (
    ("has_deal", _("Came to a deal"), FieldType.YES_NO, _deals, ""),
    ("has_contract", _("Came to a contract"), FieldType.YES_NO, _has_contract, ""),
    ("has_payment", _("Came to a payment"), FieldType.YES_NO, _has_payment, ""),
    ("signed_for", _("Signed for"), FieldType.MONEY, _signed_for, SUM),
    ("received", _("Money received"), FieldType.MONEY, _received, VIEW),
):
    compute(ComputedField(LEAD, _name, _label, _type, _expression, sensitivity=_right))


def _yes(field: str) -> dict[str, object]:
    return {"field": field, "op": "is", "value": True}


offer(
    Dataset(
        key="analytics.journeys",
        object_type=LEAD,
        date="business_date",
        dimensions={"office": "office", "source": "source", "employee": "responsible", "channel": "channel"},
        measures=(
            Measure(
                "opened",
                _("Enquiries"),
                _("Leads opened in the period, on the day of their office: all others are of them."),
            ),
            Measure(
                "qualified",
                _("Qualified leads"),
                _("Of these leads, those that have been qualified to this day."),
                condition={"field": "qualified_on", "op": "is_set"},
            ),
            Measure(
                "deals",
                _("Deals"),
                _("Of these leads, those whose deal you may see."),
                condition=_yes("has_deal"),
                right="deals.view",
            ),
            Measure(
                "contracts",
                _("Contracts"),
                _(
                    "Of these leads, those whose deal has a registered contract to this "
                    "day; void ones do not count."
                ),
                condition=_yes("has_contract"),
                right="contracts.view",
            ),
            Measure(
                "signed_for",
                _("Signed for"),
                _("Amounts of the registered contracts of these leads, whenever they were signed."),
                of="signed_for",
                unit="money",
            ),
            Measure(
                "paid",
                _("Paid contracts"),
                _("Of these leads, those whose contracts money came for to this day."),
                condition=_yes("has_payment"),
                right=VIEW,
            ),
            Measure(
                "received",
                _("Money received"),
                _(
                    "Money that came for the contracts of these leads to this day, less "
                    "refunds and reversals."
                ),
                of="received",
                unit="money",
            ),
        ),
    )
)
