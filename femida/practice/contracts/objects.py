"""The description of contracts."""

from django.utils.translation import gettext_lazy as _

from femida.firm.offices.described import OFFICE_FIELD, OUR_SIDE_FIELD
from femida.firm.staff.described import RESPONSIBLE_FIELD
from femida.parties.registry.described import CLIENT_FIELD, CONTACT_FIELD
from femida.platform.objects.types import Field, FieldType, ObjectType, QuickFilter, describe
from femida.practice.contracts.models import Contract

CONTRACT = describe(
    ObjectType(
        key="practice.contract",
        model=Contract,
        label=_("Contract"),
        plural=_("Contracts"),
        icon="file-text",
        slug="contracts",
        view_right="contracts.view",
        title="number",
        untitled=_("Draft contract"),
        department=_("Practice"),
        nav_order=50,
        fields=(
            Field("number", _("Contract number"), FieldType.TEXT),
            CLIENT_FIELD,
            CONTACT_FIELD,
            Field(
                "state", _("State"), FieldType.CHOICE, groupable=True, choices=lambda: Contract.State.choices
            ),
            Field("kind", _("Kind"), FieldType.CHOICE, groupable=True, choices=lambda: Contract.Kind.choices),
            Field("amount", _("Amount"), FieldType.MONEY, sensitivity="contracts.see_amount"),
            Field(
                "deal",
                _("Deal"),
                FieldType.REFERENCE,
                column="deal_id",
                text="deal__title",
                to="sales.deal",
            ),
            OUR_SIDE_FIELD,
            RESPONSIBLE_FIELD,
            OFFICE_FIELD,
            Field("signed_on", _("Signed on"), FieldType.DATE),
            Field("business_date", _("Business day"), FieldType.DATE),
            Field("created_at", _("Drawn up"), FieldType.MOMENT, sortable=True),
            Field("void_reason", _("Why void"), FieldType.TEXT),
        ),
        columns=("number", "party", "contact", "state", "amount", "responsible", "office", "signed_on"),
        search=("number", "party__name"),
        hint="party",
        quick_filters=(
            QuickFilter("drafts", _("Drafts"), {"field": "state", "op": "is", "value": "draft"}),
            QuickFilter("mine", _("Mine"), {"field": "responsible", "op": "me"}),
        ),
    )
)
