"""Revenue by office and month with records; debts and advances at the end of a period."""

from django.utils.translation import gettext_lazy as _

from femida.platform.reports.described import TIME, Report, report

SECTION = _("Money")
DIMENSIONS = (
    ("office", _("Office")),
    ("employee", _("Employee")),
    ("source", _("Source")),
    ("service", _("Service")),
)

REVENUE = report(
    Report(
        key="revenue",
        title=_("Revenue"),
        section=SECTION,
        order=20,
        explains=_(
            "Revenue, money received and contracts signed by office and month; a star marks the best ever."
        ),
        dimensions=DIMENSIONS,
        figures=(
            "finance.revenue:earned",
            "finance.money:received",
            "practice.contracts:amount",
            "practice.contracts:signed",
        ),
        by="office",
        across=TIME,
        period="last_12_months",
        has_records=True,
        icon="currency-ruble",
    )
)

DEBTS = report(
    Report(
        key="debts",
        title=_("Debts and advances"),
        section=SECTION,
        order=21,
        explains=_(
            "What clients owe for work done, and what they have paid ahead, at the end of the period."
        ),
        dimensions=DIMENSIONS,
        figures=("finance.debts:owed", "finance.advances:unearned"),
        by="office",
        icon="scale",
    )
)
