"""The description of leads."""

from django.utils.translation import gettext_lazy as _

from femida.firm.offices.described import OFFICE_FIELD
from femida.firm.staff.described import RESPONSIBLE_FIELD
from femida.parties.registry.described import CLIENT_FIELD, CONTACT_FIELD
from femida.platform.objects.types import Field, FieldType, ObjectType, QuickFilter, describe
from femida.sales.leads.models import Lead
from femida.sales.sources.models import Channel

LEAD = describe(
    ObjectType(
        key="sales.lead",
        model=Lead,
        label=_("Lead"),
        plural=_("Leads"),
        icon="inbox",
        slug="leads",
        view_right="leads.view",
        create_right="leads.open",
        create_url="/leads/new/",
        title="party__name",
        department=_("Sales"),
        nav_order=10,
        keys="g l",
        on_phone=True,
        fields=(
            CLIENT_FIELD,
            CONTACT_FIELD,
            Field("subject", _("What about"), FieldType.TEXT, editable=True),
            Field("text", _("Enquiry"), FieldType.LONG_TEXT),
            Field(
                "stage", _("Stage"), FieldType.STAGE, column="stage_id", text="stage__name", groupable=True
            ),
            Field("channel", _("Type"), FieldType.CHOICE, groupable=True, choices=lambda: Channel.choices),
            Field(
                "source",
                _("Source"),
                FieldType.REFERENCE,
                column="source_id",
                text="source__name",
                to="sales.source",
                groupable=True,
            ),
            RESPONSIBLE_FIELD,
            OFFICE_FIELD,
            Field("enquiries", _("Enquiries"), FieldType.NUMBER),
            Field("last_enquiry_at", _("Last enquiry"), FieldType.MOMENT),
            Field(
                "refusal_reason",
                _("Reason of refusal"),
                FieldType.REFERENCE,
                column="refusal_reason_id",
                text="refusal_reason__name",
                groupable=True,
            ),
            Field("return_on", _("Come back on"), FieldType.DATE),
            Field("created_at", _("Created"), FieldType.MOMENT, sortable=True),
            Field("stage_since", _("In the stage since"), FieldType.MOMENT),
            Field("closed_at", _("Closed"), FieldType.MOMENT),
            Field("business_date", _("Business day"), FieldType.DATE),
        ),
        columns=(
            "party",
            "stage",
            "subject",
            "created_at",
            "contact",
            "responsible",
            "source",
            "office",
        ),
        board="stage",
        board_lines=("party", "subject", "responsible"),
        search=("party__name", "subject"),
        hint="subject",
        landing="open",
        quick_filters=(
            QuickFilter("open", _("In work"), {"field": "closed_at", "op": "is_empty"}),
            QuickFilter("mine", _("Mine"), {"field": "responsible", "op": "me"}),
            QuickFilter(
                "waiting",
                _("Without responsible"),
                {
                    "all": [
                        {"field": "responsible", "op": "is_empty"},
                        {"field": "closed_at", "op": "is_empty"},
                    ]
                },
            ),
            QuickFilter("today", _("Today"), {"field": "created_at", "op": "is", "value": "today"}),
        ),
    )
)
