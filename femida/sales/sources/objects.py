"""The description of sources."""

from django.utils.translation import gettext_lazy as _

from femida.firm.offices.described import OFFICE_FIELD
from femida.platform.objects.types import Field, FieldType, ObjectType, QuickFilter, describe
from femida.sales.sources.models import Channel, Source

SOURCE = describe(
    ObjectType(
        key="sales.source",
        model=Source,
        label=_("Source"),
        plural=_("Sources"),
        icon="affiliate",
        slug="sources",
        view_right="sources.view",
        create_right="sources.change",
        create_url="/sources/new/",
        title="name",
        department=_("Sales"),
        nav_order=19,
        fields=(
            Field("name", _("Name"), FieldType.TEXT),
            Field("channel", _("Type"), FieldType.CHOICE, groupable=True, choices=lambda: Channel.choices),
            OFFICE_FIELD,
            Field("accepts_web", _("Accepts enquiries from sites"), FieldType.YES_NO),
            Field("is_active", _("In use"), FieldType.YES_NO),
            Field("information", _("Information for work with the client"), FieldType.LONG_TEXT),
            Field("created_at", _("Created"), FieldType.MOMENT),
        ),
        columns=("name", "channel", "office", "accepts_web", "is_active"),
        order=("name", "id"),
        quick_filters=(QuickFilter("used", _("In use"), {"field": "is_active", "op": "is", "value": True}),),
    )
)
