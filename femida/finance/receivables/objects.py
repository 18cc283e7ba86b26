"""The description of receivables."""

from django.utils.translation import gettext_lazy as _

from femida.finance.receivables.models import Receivable
from femida.platform.objects.types import Field, FieldType, ObjectType, QuickFilter, describe

SUM = "contracts.see_amount"
OPEN = {"field": "is_open", "op": "is", "value": True}


def _still(op: str, value: object) -> dict[str, object]:
    return {"all": [OPEN, {"field": "due_on", "op": op, "value": value}]}


RECEIVABLE = describe(
    ObjectType(
        key="finance.receivable",
        model=Receivable,
        label=_("Payment of a client"),
        plural=_("Payments of clients by plan"),
        icon="calendar-due",
        slug="receivables",
        view_right="receivables.view",
        title="contract__party__name",
        department=_("Finance"),
        nav_order=60,
        fields=(
            Field(
                "contract",
                _("Contract"),
                FieldType.REFERENCE,
                column="contract_id",
                text="contract__number",
                to="practice.contract",
            ),
            Field(
                "party",
                _("Client"),
                FieldType.REFERENCE,
                column="contract__party_id",
                text="contract__party__name",
                to="parties.party",
                filterable=False,
            ),
            Field("due_on", _("Due on"), FieldType.DATE, sortable=True),
            # drawn from the day and from whether it is open: a state is never stored
            Field("state", _("State"), FieldType.TEXT, column="due_on", text="is_open", filterable=False),
            Field("stage_name", _("Stage of the work"), FieldType.TEXT),
            Field("amount", _("Amount"), FieldType.MONEY, sensitivity=SUM),
            Field("paid", _("Paid"), FieldType.MONEY, sensitivity=SUM),
            Field("remains", _("Remains"), FieldType.MONEY, sensitivity=SUM),
            Field("is_open", _("Not paid yet"), FieldType.YES_NO),
            Field("expected_on", _("Expected on"), FieldType.DATE, sortable=True),
            Field("comment", _("Comment of the lawyer"), FieldType.TEXT),
            Field("times_overdue", _("Times overdue"), FieldType.NUMBER),
            Field("first_overdue_on", _("First overdue on"), FieldType.DATE),
            Field(
                "responsible",
                _("Responsible"),
                FieldType.PERSON,
                column="contract__responsible_id",
                text="contract__responsible__name",
                to="firm.employee",
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
            "party", "remains", "due_on", "state", "contract", "amount", "paid", "stage_name", "expected_on",
            "comment", "times_overdue", "responsible", "office",
        ),
        order=("due_on", "id"),
        search=("contract__number", "contract__party__name"),
        everywhere=False,
        totals=("amount", "paid", "remains"),
        landing="overdue",
        quick_filters=(
            QuickFilter("overdue", _("Overdue"), _still("before", "today")),
            QuickFilter("today", _("Today"), _still("is", "today")),
            QuickFilter("future", _("Future payments"), _still("after", "today")),
            QuickFilter(
                "waiting", _("Wait for the work"), {"all": [OPEN, {"field": "due_on", "op": "is_empty"}]}
            ),
            QuickFilter("mine", _("Mine"), {"all": [OPEN, {"field": "responsible", "op": "me"}]}),
        ),
    )
)  # fmt: skip
