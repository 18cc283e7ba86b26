"""The descriptions of services and their groups."""

from django.utils.translation import gettext_lazy as _

from femida.platform.objects.types import Field, FieldType, ObjectType, QuickFilter, describe
from femida.practice.services.models import Service, ServiceGroup

IN_USE = QuickFilter("used", _("In use"), {"field": "is_active", "op": "is", "value": True})

SERVICE_GROUP = describe(
    ObjectType(
        key="practice.service_group",
        model=ServiceGroup,
        label=_("Group of services"),
        plural=_("Groups of services"),
        icon="folder",
        slug="service-groups",
        view_right="services.view",
        create_right="services.change",
        create_url="/service-groups/new/",
        title="name",
        department=_("Practice"),
        nav_order=81,
        fields=(
            Field("name", _("Name"), FieldType.TEXT, sortable=True),
            Field("order", _("Place in the order"), FieldType.NUMBER, sortable=True),
            Field("is_active", _("In use"), FieldType.YES_NO),
        ),
        columns=("name", "order", "is_active"),
        order=("order", "id"),
        quick_filters=(IN_USE,),
    )
)

SERVICE = describe(
    ObjectType(
        key="practice.service",
        model=Service,
        label=_("Service"),
        plural=_("Services"),
        icon="scale",
        slug="services",
        view_right="services.view",
        create_right="services.change",
        create_url="/services/new/",
        title="name",
        department=_("Practice"),
        nav_order=80,
        fields=(
            Field("name", _("Name"), FieldType.TEXT),
            Field(
                "group",
                _("Group"),
                FieldType.REFERENCE,
                column="group_id",
                text="group__name",
                to="practice.service_group",
                groupable=True,
            ),
            Field("unit", _("Unit"), FieldType.CHOICE, choices=lambda: Service.Unit.choices),
            Field("norm_days", _("Norm time, working days"), FieldType.NUMBER),
            Field("is_active", _("In use"), FieldType.YES_NO),
            Field("description", _("Description"), FieldType.LONG_TEXT),
            Field("created_at", _("Set up"), FieldType.MOMENT),
        ),
        columns=("name", "group", "unit", "norm_days", "is_active"),
        order=("name_key", "id"),
        search=("name",),
        hint="group",
        quick_filters=(IN_USE,),
    )
)
