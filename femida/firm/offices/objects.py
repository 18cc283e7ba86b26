"""The descriptions of legal entities, offices and departments."""

from django.utils.translation import gettext_lazy as _

from femida.firm.offices.described import OFFICE_FIELD
from femida.firm.offices.models import Department, LegalEntity, Office
from femida.platform.objects.types import Field, FieldType, ObjectType, QuickFilter, describe

IN_USE = QuickFilter("used", _("In use"), {"field": "is_active", "op": "is", "value": True})

LEGAL_ENTITY = describe(
    ObjectType(
        key="firm.legal_entity",
        model=LegalEntity,
        label=_("Legal entity"),
        plural=_("Legal entities"),
        icon="building-bank",
        slug="legal-entities",
        view_right="offices.view",
        create_right="offices.change",
        create_url="/legal-entities/new/",
        title="short_name",
        department=_("Firm"),
        nav_order=91,
        fields=(
            Field("short_name", _("Short name"), FieldType.TEXT, sortable=True),
            Field("name", _("Full name"), FieldType.TEXT),
            Field("inn", _("INN"), FieldType.TEXT, numeric=True),
            Field("kpp", _("KPP"), FieldType.TEXT, numeric=True),
            Field("ogrn", _("OGRN"), FieldType.TEXT, numeric=True),
            Field("address", _("Registered address"), FieldType.TEXT),
            Field("head_name", _("Who signs"), FieldType.TEXT),
            Field("head_position", _("Post"), FieldType.TEXT),
            Field("head_basis", _("Acts on the basis of"), FieldType.TEXT),
            Field("is_active", _("In use"), FieldType.YES_NO),
        ),
        columns=("short_name", "inn", "kpp", "ogrn", "is_active"),
        order=("short_name", "id"),
        quick_filters=(IN_USE,),
    )
)

OFFICE = describe(
    ObjectType(
        key="firm.office",
        model=Office,
        label=_("Office"),
        plural=_("Offices"),
        icon="building",
        slug="offices",
        view_right="offices.view",
        create_right="offices.change",
        create_url="/offices/new/",
        title="name",
        department=_("Firm"),
        nav_order=92,
        fields=(
            Field("name", _("Name"), FieldType.TEXT, sortable=True),
            Field("city", _("City"), FieldType.TEXT, groupable=True),
            Field("address", _("Address"), FieldType.TEXT),
            Field("phone", _("Phone shown to clients"), FieldType.TEXT, numeric=True),
            Field("time_zone", _("Time zone"), FieldType.TEXT),
            Field(
                "legal_entity",
                _("Legal entity"),
                FieldType.REFERENCE,
                column="legal_entity_id",
                text="legal_entity__short_name",
                to="firm.legal_entity",
                groupable=True,
            ),
            Field("is_active", _("In use"), FieldType.YES_NO),
        ),
        columns=("name", "city", "address", "phone", "legal_entity", "is_active"),
        order=("name", "id"),
        quick_filters=(IN_USE,),
    )
)

DEPARTMENT = describe(
    ObjectType(
        key="firm.department",
        model=Department,
        label=_("Department"),
        plural=_("Departments"),
        icon="hierarchy-2",
        slug="departments",
        view_right="offices.view",
        create_right="offices.change",
        create_url="/departments/new/",
        title="name",
        department=_("Firm"),
        nav_order=93,
        fields=(
            Field("name", _("Name"), FieldType.TEXT),
            Field(
                "kind", _("Kind"), FieldType.CHOICE, groupable=True, choices=lambda: Department.Kind.choices
            ),
            OFFICE_FIELD,
            Field("is_active", _("In use"), FieldType.YES_NO),
        ),
        columns=("name", "kind", "office", "is_active"),
        order=("order", "id"),
        quick_filters=(IN_USE,),
    )
)
