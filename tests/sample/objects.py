"""The sample object as lists, cards and conditions see it."""

from femida.platform.objects.types import Field, FieldType, ObjectType, QuickFilter, describe
from tests.sample.models import Thing

THING = describe(
    ObjectType(
        key="sample.thing",
        model=Thing,
        label="Thing",
        plural="Things",
        icon="folder",
        slug="things",
        view_right="things.view",
        title="name",
        department="Sample",
        fields=(
            Field("name", "Name", FieldType.TEXT, column="name_key", text="name", sortable=True),
            Field("kind", "Kind", FieldType.CHOICE, choices=lambda: Thing.Kind.choices),
            Field("amount", "Amount", FieldType.MONEY),
            Field("due_on", "Due", FieldType.DATE, sortable=True),
            Field("created_at", "Created", FieldType.MOMENT, sortable=True),
            Field("note", "Note", FieldType.LONG_TEXT),
            Field("is_urgent", "Urgent", FieldType.YES_NO),
            Field(
                "parent",
                "Parent",
                FieldType.REFERENCE,
                column="parent_id",
                text="parent__name",
                to="sample.thing",
            ),
            Field(
                "responsible",
                "Responsible",
                FieldType.PERSON,
                column="responsible_id",
                text="responsible__name",
            ),
            Field(
                "office",
                "Office",
                FieldType.REFERENCE,
                column="office_id",
                text="office__name",
                to="firm.office",
            ),
            Field("number", "Number", FieldType.CONTACT, column="id", sensitivity="contact"),
            Field("children", "Children", FieldType.TEXT, column="children__name", filterable=True),
        ),
        columns=(
            "name",
            "kind",
            "amount",
            "due_on",
            "responsible",
            "note",
            "parent",
            "is_urgent",
            "created_at",
        ),
        board="kind",
        board_lines=("note", "amount", "due_on", "responsible"),
        search=("name",),
        quick_filters=(QuickFilter("urgent", "Urgent", {"field": "is_urgent", "op": "is", "value": True}),),
    )
)
