"""Calls: planned ones that are late, and those that were made."""

from django.utils.translation import gettext_lazy as _

from femida.platform.reports.described import Report, report
from femida.platform.reports.periods import Step

SECTION = _("Calls")
DIMENSIONS = (("office", _("Office")), ("employee", _("Employee")))

OVERDUE = report(
    Report(
        key="overdue-calls",
        title=_("Overdue calls"),
        section=SECTION,
        order=30,
        explains=_(
            "Planned calls that were not made in time: by the day they were due on, and by "
            "the end of the period."
        ),
        dimensions=(*DIMENSIONS, ("client", _("Client"))),
        figures=("planning.calls:late", "planning.calls:open", "planning.calls:planned"),
        by="office",
        step=Step.DAY,
        icon="phone-off",
    )
)

CALLS = report(
    Report(
        key="calls",
        title=_("Calls"),
        section=SECTION,
        order=31,
        explains=_("Calls in and out, talked and missed."),
        dimensions=DIMENSIONS,
        figures=(
            "comms.calls:incoming",
            "comms.calls:outgoing",
            "comms.calls:talks",
            "comms.calls:missed",
            "comms.calls:talked",
        ),
        by="office",
        step=Step.DAY,
        icon="phone-call",
    )
)
