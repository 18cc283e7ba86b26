"""The description of parties."""

from django.utils.translation import gettext_lazy as _

from femida.firm.offices.described import OFFICE_FIELD
from femida.firm.staff.described import RESPONSIBLE_FIELD
from femida.parties.registry.events import PARTY
from femida.parties.registry.models import Party
from femida.platform.objects.types import Field, FieldType, ObjectType, QuickFilter, describe

PARTY_TYPE = describe(
    ObjectType(
        key=PARTY,
        model=Party,
        label=_("Party"),
        plural=_("Parties"),
        icon="users",
        slug="parties",
        view_right="parties.view",
        create_right="parties.register",
        create_url="/parties/new/",
        title="name",
        department=_("Clients"),
        nav_order=30,
        search=("name",),
        fields=(
            Field("name", _("Name or title"), FieldType.TEXT, column="name_key", text="name", sortable=True),
            Field("kind", _("Kind"), FieldType.CHOICE, groupable=True, choices=lambda: Party.Kind.choices),
            Field("contact", _("Contact"), FieldType.CONTACT, column="id", sensitivity="contact"),
            RESPONSIBLE_FIELD,
            OFFICE_FIELD,
            Field("created", _("Registered on"), FieldType.MOMENT, column="created_at", sortable=True),
        ),
        columns=("name", "kind", "contact", "responsible", "office", "created"),
        quick_filters=(
            QuickFilter("people", _("People"), {"field": "kind", "op": "is", "value": "person"}),
            QuickFilter(
                "organisations", _("Organisations"), {"field": "kind", "op": "is", "value": "organisation"}
            ),
        ),
    )
)
