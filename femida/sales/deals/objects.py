"""The description of deals."""

from django.utils.translation import gettext_lazy as _

from femida.firm.offices.described import OFFICE_FIELD
from femida.firm.staff.described import RESPONSIBLE_FIELD
from femida.parties.registry.described import CLIENT_FIELD, CONTACT_FIELD
from femida.platform.objects.types import Field, FieldType, ObjectType, QuickFilter, describe
from femida.sales.deals.models import Deal

DEAL = describe(
    ObjectType(
        key="sales.deal",
        model=Deal,
        label=_("Deal"),
        plural=_("Deals"),
        icon="briefcase",
        slug="deals",
        view_right="deals.view",
        title="title",
        department=_("Sales"),
        nav_order=11,
        keys="g d",
        on_phone=True,
        fields=(
            Field("title", _("What about"), FieldType.TEXT),
            CLIENT_FIELD,
            CONTACT_FIELD,
            Field(
                "stage", _("Stage"), FieldType.STAGE, column="stage_id", text="stage__name", groupable=True
            ),
            Field(
                "source",
                _("Source"),
                FieldType.REFERENCE,
                column="source_id",
                text="source__name",
                to="sales.source",
                groupable=True,
            ),
            Field("amount", _("Amount"), FieldType.MONEY, sensitivity="deals.see_amount"),
            RESPONSIBLE_FIELD,
            OFFICE_FIELD,
            Field("created_at", _("Opened"), FieldType.MOMENT, sortable=True),
            Field("closed_at", _("Closed"), FieldType.MOMENT),
            Field(
                "refusal_reason",
                _("Reason of refusal"),
                FieldType.REFERENCE,
                column="refusal_reason_id",
                text="refusal_reason__name",
                groupable=True,
            ),
            Field("return_on", _("Come back on"), FieldType.DATE),
            Field("business_date", _("Business day"), FieldType.DATE),
        ),
        columns=(
            "title",
            "party",
            "stage",
            "amount",
            "created_at",
            "contact",
            "responsible",
            "source",
            "office",
        ),
        board="stage",
        board_lines=("title", "party", "amount", "responsible"),
        search=("title", "party__name"),
        hint="party",
        landing="open",
        quick_filters=(
            QuickFilter("open", _("In work"), {"field": "closed_at", "op": "is_empty"}),
            QuickFilter("mine", _("Mine"), {"field": "responsible", "op": "me"}),
        ),
    )
)
