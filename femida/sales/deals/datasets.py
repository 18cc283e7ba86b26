"""What deals offer to reports."""

from django.utils.translation import gettext_lazy as _

from femida.platform.reports.datasets import Dataset, Measure, offer

offer(
    Dataset(
        key="sales.deals",
        object_type="sales.deal",
        date="business_date",
        dimensions={"office": "office", "source": "source", "employee": "responsible"},
        measures=(
            Measure(
                "opened",
                _("Deals"),
                _("Deals opened, on the day of their office, also those without a lead."),
            ),
        ),
    )
)
