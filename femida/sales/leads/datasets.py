"""What leads offer to reports."""

from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Case, DateField, Q, When
from django.utils.translation import gettext_lazy as _

from femida.firm.offices.days import office_day
from femida.platform.access.policy import Policy
from femida.platform.objects.computed import ComputedField, compute
from femida.platform.objects.types import FieldType
from femida.platform.reports.datasets import Dataset, Measure, offer
from femida.platform.reports.periods import Span

LEAD = "sales.lead"
DIMENSIONS = {
    "office": "office",
    "source": "source",
    "employee": "responsible",
    "channel": "channel",
}


def _closed_within(_policy: Policy, span: Span) -> Q:
    """Leads closed in these days, and a day more on both sides for the zones of offices."""
    if span.first == date.min:
        return Q(closed_at__isnull=False)
    first, last = (datetime.combine(day, time.min, tzinfo=UTC) for day in (span.first, span.last))
    return Q(closed_at__gte=first - timedelta(days=1), closed_at__lt=last + timedelta(days=2))


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
        within=_closed_within,
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
