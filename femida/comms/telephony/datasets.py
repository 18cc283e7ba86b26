"""What calls offer to reports."""

from django.utils.translation import gettext_lazy as _

from femida.firm.offices.days import office_day
from femida.platform.objects.computed import ComputedField, compute
from femida.platform.objects.types import FieldType
from femida.platform.reports.datasets import Dataset, Measure, offer

CALL = "comms.call"

compute(
    ComputedField(
        CALL, "call_day", _("Day of the call"), FieldType.DATE, lambda _policy: office_day("started_at")
    )
)


def _is(field: str, value: str) -> dict[str, object]:
    return {"field": field, "op": "is", "value": value}


offer(
    Dataset(
        key="comms.calls",
        object_type=CALL,
        date="call_day",
        dimensions={"office": "office", "employee": "employee"},
        measures=(
            Measure(
                "incoming",
                _("Incoming calls"),
                _("All incoming calls, missed ones too, on the day of their office."),
                condition=_is("direction", "in"),
            ),
            Measure(
                "outgoing",
                _("Outgoing calls"),
                _("All outgoing calls, also without an answer, on the day of their office."),
                condition=_is("direction", "out"),
            ),
            Measure(
                "talks",
                _("Talks"),
                _("Calls in which people talked, in both directions."),
                condition=_is("result", "answered"),
            ),
            Measure(
                "missed",
                _("Missed calls"),
                _("Incoming calls that nobody took."),
                condition=_is("result", "missed"),
            ),
            Measure(
                "talked",
                _("Time of talks"),
                _("Seconds of talk of all calls added up."),
                of="talk_seconds",
                unit="seconds",
            ),
        ),
    )
)
