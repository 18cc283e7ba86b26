"""The income funnel: what happened in a period, and what became of the enquiries of a period."""

from django.utils.translation import gettext_lazy as _

from femida.platform.reports.described import FunnelStep, Report, report
from femida.platform.reports.periods import Step

SECTION = _("Income")
DIMENSIONS = (
    ("office", _("Office")),
    ("source", _("Source")),
    ("employee", _("Employee")),
)

PERIOD_FUNNEL = report(
    Report(
        key="income-funnel",
        title=_("Income funnel"),
        tab=_("For the period"),
        family="income-funnel",
        section=SECTION,
        order=10,
        explains=_(
            "What happened in each step within the period. The deals, contracts and "
            "payments of a period often "
            "come of enquiries before it, so a conversion here compares the amounts of "
            "work, not the same people."
        ),
        dimensions=(*DIMENSIONS, ("service", _("Service"))),
        steps=(
            FunnelStep(_("Enquiries"), "sales.leads:opened"),
            FunnelStep(_("Qualified leads"), "sales.leads.qualified:qualified"),
            FunnelStep(_("Deals"), "sales.deals:opened"),
            FunnelStep(_("Contracts"), "practice.contracts:signed", "practice.contracts:amount"),
            FunnelStep(_("Paid contracts"), "practice.contracts.paid:paid", "finance.money:received"),
        ),
        step=Step.MONTH,
        icon="filter",
    )
)

COHORT_FUNNEL = report(
    Report(
        key="income-funnel-end-to-end",
        title=_("Income funnel, end to end"),
        tab=_("End to end"),
        family="income-funnel",
        section=SECTION,
        order=11,
        explains=_(
            "The enquiries of the period followed to this day: how many of the same people "
            "came to each step, "
            "whenever that was. The younger the period, the less of them have had time to come far."
        ),
        dimensions=(*DIMENSIONS, ("channel", _("Type of enquiry"))),
        steps=(
            FunnelStep(_("Enquiries"), "analytics.journeys:opened"),
            FunnelStep(_("Qualified leads"), "analytics.journeys:qualified"),
            FunnelStep(_("Deals"), "analytics.journeys:deals"),
            FunnelStep(_("Contracts"), "analytics.journeys:contracts", "analytics.journeys:signed_for"),
            FunnelStep(_("Paid contracts"), "analytics.journeys:paid", "analytics.journeys:received"),
        ),
        period="last_month",
        icon="route",
    )
)
