"""The description of parties."""

from django.utils.translation import gettext_lazy as _

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
            Field(
                "responsible",
                _("Responsible"),
                FieldType.PERSON,
                column="responsible_id",
                text="responsible__name",
                to="firm.employee",
                groupable=True,
            ),
            Field(
                "office",
                _("Office"),
                FieldType.REFERENCE,
                column="office_id",
                text="office__name",
                to="firm.office",
                groupable=True,
            ),
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
