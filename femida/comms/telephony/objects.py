"""The description of calls."""

from django.utils.translation import gettext_lazy as _

from femida.comms.telephony.models import Call
from femida.firm.offices.described import OFFICE_FIELD
from femida.parties.registry.described import CLIENT_FIELD
from femida.platform.objects.types import Field, FieldType, ObjectType, QuickFilter, describe

CALL = describe(
    ObjectType(
        key="comms.call",
        model=Call,
        label=_("Call"),
        plural=_("Calls"),
        icon="phone",
        slug="calls",
        view_right="calls.view",
        title="party__name",
        department=_("Communication"),
        nav_order=40,
        order=("-started_at", "-id"),
        search=("party__name",),
        everywhere=False,
        fields=(
            CLIENT_FIELD,
            Field(
                "direction",
                _("Direction"),
                FieldType.CHOICE,
                groupable=True,
                choices=lambda: Call.Direction.choices,
            ),
            Field(
                "result", _("Result"), FieldType.CHOICE, groupable=True, choices=lambda: Call.Result.choices
            ),
            Field("started_at", _("Started"), FieldType.MOMENT, sortable=True),
            Field("talk_seconds", _("Talked"), FieldType.NUMBER),
            Field("waiting_seconds", _("Waited"), FieldType.NUMBER),
            Field(
                "employee",
                _("Employee"),
                FieldType.PERSON,
                column="employee_id",
                text="employee__name",
                to="firm.employee",
                groupable=True,
            ),
            Field("comment", _("Comment"), FieldType.LONG_TEXT),
            OFFICE_FIELD,
        ),
        columns=("party", "result", "started_at", "direction", "talk_seconds", "employee", "comment"),
        quick_filters=(
            QuickFilter("mine", _("Mine"), {"field": "employee", "op": "me"}),
            QuickFilter("today", _("Today"), {"field": "started_at", "op": "is", "value": "today"}),
            QuickFilter("missed", _("Missed calls"), {"field": "result", "op": "is", "value": "missed"}),
        ),
    )
)
