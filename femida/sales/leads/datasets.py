"""What leads offer to reports."""

from django.db.models import Case, DateField, When
from django.utils.translation import gettext_lazy as _

from femida.firm.offices.days import office_day
from femida.platform.objects.computed import ComputedField, compute
from femida.platform.objects.types import FieldType
from femida.platform.reports.datasets import Dataset, Measure, offer

LEAD = "sales.lead"
DIMENSIONS = {
    "office": "office",
    "source": "source",
    "employee": "responsible",
    "channel": "channel",
}

compute(
    ComputedField(
        LEAD,
        "qualified_on",
        _("Qualified on"),
        FieldType.DATE,
        lambda _policy: Case(
            When(deal__isnull=False, then=office_day("closed_at")), output_field=DateField()
        ),
    )
)

offer(
    Dataset(
        key="sales.leads",
        object_type=LEAD,
        date="business_date",
        dimensions=DIMENSIONS,
        measures=(
            Measure(
                "opened",
                _("Enquiries"),
                _(
                    "Leads opened, on the day of their office. An enquiry that joined an "
                    "open lead is no second one."
                ),
            ),
        ),
    )
)
offer(
    Dataset(
        key="sales.leads.qualified",
        object_type=LEAD,
        date="qualified_on",
        dimensions=DIMENSIONS,
        measures=(
            Measure(
                "qualified",
                _("Qualified leads"),
                _("Leads qualified, on the day of it in their office, whenever they were opened."),
            ),
        ),
    )
)
