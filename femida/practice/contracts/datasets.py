"""What contracts offer to reports."""

from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from femida.platform.objects.computed import ComputedField, compute
from femida.platform.objects.types import FieldType
from femida.platform.reports.datasets import Dataset, Measure, offer
from femida.practice.contracts.models import ContractLine

CONTRACT = "practice.contract"
# A contract that stands has a number and is not void, whatever becomes of it later.
REGISTERED: dict[str, object] = {
    "all": [
        {"field": "number", "op": "is_set"},
        {"field": "state", "op": "is_not", "value": "void"},
    ]
}
DIMENSIONS = {"office": "office", "source": "source", "employee": "responsible", "service": "main_service"}


def _main_service() -> Subquery:
    """The service of the dearest line, so that a contract of several services counts once."""
    lines = ContractLine.objects.filter(contract=OuterRef("pk")).order_by("-amount", "pk")
    return Subquery(lines.values("service_id")[:1])


compute(
    ComputedField(
        CONTRACT,
        "source",
        _("Source"),
        FieldType.REFERENCE,
        lambda _policy: F("deal__source_id"),
        to="sales.source",
    )
)
compute(
    ComputedField(
        CONTRACT,
        "main_service",
        _("Main service"),
        FieldType.REFERENCE,
        lambda _policy: _main_service(),
        to="practice.service",
    )
)

offer(
    Dataset(
        key="practice.contracts",
        object_type=CONTRACT,
        date="business_date",
        dimensions=DIMENSIONS,
        condition=REGISTERED,
        measures=(
            Measure(
                "signed",
                _("Contracts"),
                _(
                    "Contracts registered, on the day of registration in their office; "
                    "void ones do not count."
                ),
            ),
            Measure(
                "amount",
                _("Signed for"),
                _("Amounts of the contracts registered, with discounts taken off; void ones do not count."),
                of="amount",
                unit="money",
            ),
        ),
    )
)
