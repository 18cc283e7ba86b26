"""The descriptions of executions, actions, their types, and certificates of work."""

from django.utils.translation import gettext_lazy as _

from femida.firm.offices.described import DEPARTMENT_FIELD, OFFICE_FIELD, OUR_SIDE_FIELD
from femida.parties.registry.described import CONTACT_FIELD
from femida.platform.objects.types import Field, FieldType, ObjectType, QuickFilter, describe
from femida.practice.execution.models import ActionType, CaseAction, Certificate, Execution

SEE_SUMS = "contracts.see_amount"


def _party() -> Field:
    return Field(
        "party", _("Client"), FieldType.REFERENCE, column="party_id", text="party__name", to="parties.party"
    )


def _contract() -> Field:
    return Field(
        "contract",
        _("Contract"),
        FieldType.REFERENCE,
        column="contract_id",
        text="contract__number",
        to="practice.contract",
        numeric=True,
    )


def _execution() -> Field:
    return Field(
        "execution",
        _("Execution"),
        FieldType.REFERENCE,
        column="execution_id",
        text="execution__title",
        to="practice.execution",
    )


def _work_stage() -> Field:
    return Field("work_stage", _("Work stage"), FieldType.REFERENCE, column="stage_id", text="stage__name")


# The navigation shows them from the last one up.
ACTION_TYPE = describe(
    ObjectType(
        key="practice.action_type",
        model=ActionType,
        label=_("Type of actions"),
        plural=_("Types of actions"),
        icon="tags",
        slug="action-types",
        view_right="services.view",
        create_right="execution.change_types",
        create_url="/action-types/new/",
        title="name",
        department=_("Practice"),
        nav_order=86,
        order=("order", "id"),
        fields=(
            Field("name", _("Name"), FieldType.TEXT),
            Field("is_public", _("Shown in the client portal"), FieldType.YES_NO),
            Field("notice_text", _("Text for the client"), FieldType.LONG_TEXT),
            Field("order", _("Order"), FieldType.NUMBER, sortable=True),
            Field("is_active", _("In use"), FieldType.YES_NO),
        ),
        columns=("name", "is_public", "notice_text", "order", "is_active"),
        search=("name",),
        quick_filters=(QuickFilter("used", _("In use"), {"field": "is_active", "op": "is", "value": True}),),
    )
)

CERTIFICATE = describe(
    ObjectType(
        key="practice.certificate",
        model=Certificate,
        label=_("Certificate of work"),
        plural=_("Certificates of work"),
        icon="certificate",
        slug="certificates",
        view_right="execution.view",
        title="number",
        department=_("Practice"),
        nav_order=54,
        fields=(
            Field("number", _("Number"), FieldType.TEXT, numeric=True),
            _party(),
            _contract(),
            _execution(),
            _work_stage(),
            Field("what_for", _("What for"), FieldType.TEXT),
            Field("amount", _("Amount"), FieldType.MONEY, sensitivity=SEE_SUMS),
            Field(
                "state",
                _("State"),
                FieldType.CHOICE,
                groupable=True,
                choices=lambda: Certificate.State.choices,
            ),
            Field("dated_on", _("Date"), FieldType.DATE),
            Field("signed_on", _("Signed on"), FieldType.DATE),
            OUR_SIDE_FIELD,
            OFFICE_FIELD,
            Field("created_at", _("Drawn up"), FieldType.MOMENT, sortable=True),
            Field("void_reason", _("Why void"), FieldType.TEXT),
        ),
        columns=("number", "party", "contract", "what_for", "amount", "state", "dated_on", "signed_on"),
        search=("number", "party__name"),
        quick_filters=(
            QuickFilter("unsigned", _("Not signed yet"), {"field": "state", "op": "is", "value": "draft"}),
        ),
    )
)

CASE_ACTION = describe(
    ObjectType(
        key="practice.case_action",
        model=CaseAction,
        label=_("Action"),
        plural=_("Actions"),
        icon="list-check",
        slug="case-actions",
        view_right="execution.view",
        title="type__name",
        department=_("Practice"),
        nav_order=52,
        order=("-happened_at", "-id"),
        fields=(
            Field(
                "type",
                _("Type"),
                FieldType.REFERENCE,
                column="type_id",
                text="type__name",
                to="practice.action_type",
                groupable=True,
            ),
            _party(),
            CONTACT_FIELD,
            _contract(),
            _execution(),
            _work_stage(),
            Field("happened_at", _("When"), FieldType.MOMENT, sortable=True),
            Field("text", _("What was done"), FieldType.LONG_TEXT),
            Field("result", _("Result"), FieldType.LONG_TEXT),
            Field("minutes", _("Minutes spent"), FieldType.NUMBER),
            Field(
                "author",
                _("Lawyer"),
                FieldType.PERSON,
                column="author_id",
                text="author__name",
                to="firm.employee",
                groupable=True,
            ),
            Field("ready_for_portal", _("Ready for the portal"), FieldType.YES_NO),
            Field("portal_text", _("What the client reads"), FieldType.LONG_TEXT),
        ),
        columns=("type", "happened_at", "party", "contract", "text", "author", "minutes", "ready_for_portal"),
        search=("contract__number", "party__name"),
        quick_filters=(
            QuickFilter("mine", _("Mine"), {"field": "author", "op": "me"}),
            QuickFilter("week", _("This week"), {"field": "happened_at", "op": "is", "value": "this_week"}),
            QuickFilter(
                "inside", _("Not for the client"), {"field": "ready_for_portal", "op": "is", "value": False}
            ),
        ),
    )
)

EXECUTION = describe(
    ObjectType(
        key="practice.execution",
        model=Execution,
        label=_("Execution"),
        plural=_("Execution"),
        icon="gavel",
        slug="executions",
        view_right="execution.view",
        title="title",
        department=_("Practice"),
        nav_order=49,
        keys="g e",
        on_phone=True,
        fields=(
            Field("title", _("Services"), FieldType.TEXT),
            _party(),
            CONTACT_FIELD,
            _contract(),
            Field(
                "stage", _("Stage"), FieldType.STAGE, column="stage_id", text="stage__name", groupable=True
            ),
            Field("due_at", _("Due"), FieldType.MOMENT),
            Field(
                "responsible",
                _("Lawyer"),
                FieldType.PERSON,
                column="responsible_id",
                text="responsible__name",
                to="firm.employee",
                groupable=True,
            ),
            OFFICE_FIELD,
            DEPARTMENT_FIELD,
            Field("attempt", _("Times handed over"), FieldType.NUMBER),
            Field("created_at", _("Handed over"), FieldType.MOMENT, sortable=True),
            Field("accepted_at", _("Accepted"), FieldType.MOMENT),
            Field("closed_at", _("Finished"), FieldType.MOMENT),
            Field("end_reason", _("Why terminated"), FieldType.TEXT),
        ),
        columns=("title", "party", "contact", "contract", "stage", "due_at", "responsible", "office"),
        board="stage",
        board_lines=("title", "party", "due_at", "responsible"),
        search=("contract__number", "party__name"),
        landing="open",
        quick_filters=(
            QuickFilter("open", _("Not finished"), {"field": "closed_at", "op": "is_empty"}),
            QuickFilter("mine", _("Mine"), {"field": "responsible", "op": "me"}),
            QuickFilter("overdue", _("Overdue"), {"field": "due_at", "op": "before", "value": "today"}),
        ),
    )
)
