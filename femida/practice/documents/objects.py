"""The descriptions of documents, templates and types of papers."""

from django.utils.translation import gettext_lazy as _

from femida.platform.objects.types import Field, FieldType, ObjectType, QuickFilter, describe
from femida.practice.documents.models import Document, DocumentType, Group, Template

DOCUMENT = describe(
    ObjectType(
        key="practice.document",
        model=Document,
        label=_("Document"),
        plural=_("Documents"),
        icon="files",
        slug="documents",
        view_right="documents.view",
        title="title",
        department=_("Practice"),
        nav_order=53,
        fields=(
            Field("title", _("Name"), FieldType.TEXT),
            Field(
                "contract",
                _("Contract"),
                FieldType.REFERENCE,
                column="contract_id",
                text="contract__number",
                to="practice.contract",
            ),
            Field(
                "client",
                _("Client"),
                FieldType.REFERENCE,
                column="contract__party_id",
                text="contract__party__name",
                to="parties.party",
            ),
            Field("group", _("Group"), FieldType.CHOICE, groupable=True, choices=lambda: Group.choices),
            Field(
                "type",
                _("Type of paper"),
                FieldType.REFERENCE,
                column="type_id",
                text="type__name",
                to="documents.type",
                groupable=True,
            ),
            Field("last_number", _("Version"), FieldType.NUMBER),
            Field("changed_at", _("Made"), FieldType.MOMENT, sortable=True),
            Field(
                "changed_by",
                _("Made by"),
                FieldType.PERSON,
                column="changed_by_id",
                text="changed_by__name",
                to="firm.employee",
                groupable=True,
            ),
            Field("is_published", _("Shown in the portal"), FieldType.YES_NO, groupable=True),
            Field(
                "template",
                _("Template"),
                FieldType.REFERENCE,
                column="template_id",
                text="template__name",
                to="documents.template",
                groupable=True,
            ),
            Field(
                "office",
                _("Office"),
                FieldType.REFERENCE,
                column="contract__office_id",
                text="contract__office__name",
                to="firm.office",
                groupable=True,
            ),
        ),
        columns=(
            *("title", "contract", "client", "group", "type"),
            *("last_number", "changed_at", "changed_by"),
        ),
        order=("-changed_at", "-id"),
        search=("title", "contract__party__name", "contract__number"),
        quick_filters=(
            QuickFilter("mine", _("Made by me"), {"field": "changed_by", "op": "me"}),
            QuickFilter("shown", _("In the portal"), {"field": "is_published", "op": "is", "value": True}),
        ),
    )
)

TEMPLATE = describe(
    ObjectType(
        key="documents.template",
        model=Template,
        label=_("Document template"),
        plural=_("Document templates"),
        icon="file-text",
        slug="document-templates",
        view_right="documents.templates",
        create_right="documents.templates",
        create_url="/document-templates/new/",
        title="name",
        department=_("Practice"),
        nav_order=85,
        fields=(
            Field("name", _("Name"), FieldType.TEXT),
            Field("group", _("Group"), FieldType.CHOICE, groupable=True, choices=lambda: Group.choices),
            Field(
                "type",
                _("Type of paper"),
                FieldType.REFERENCE,
                column="type_id",
                text="type__name",
                to="documents.type",
                groupable=True,
            ),
            Field("created_at", _("Set up"), FieldType.MOMENT, sortable=True),
        ),
        columns=("name", "group", "type", "created_at"),
    )
)

TYPE = describe(
    ObjectType(
        key="documents.type",
        model=DocumentType,
        label=_("Type of papers"),
        plural=_("Types of papers"),
        icon="tags",
        slug="document-types",
        view_right="documents.templates",
        create_right="documents.templates",
        create_url="/document-types/new/",
        title="name",
        fields=(
            Field("name", _("Name"), FieldType.TEXT),
            Field("order", _("Place in the order"), FieldType.NUMBER, sortable=True),
            Field("is_active", _("In use"), FieldType.YES_NO),
        ),
        columns=("name", "order", "is_active"),
        order=("order", "id"),
        quick_filters=(QuickFilter("used", _("In use"), {"field": "is_active", "op": "is", "value": True}),),
    )
)
