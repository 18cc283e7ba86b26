"""The description of invoices."""

from django.utils.translation import gettext_lazy as _

from femida.finance.invoices.models import Invoice
from femida.firm.offices.described import OFFICE_FIELD, OUR_SIDE_FIELD
from femida.firm.staff.described import RESPONSIBLE_FIELD
from femida.platform.objects.types import Field, FieldType, ObjectType, QuickFilter, describe

SEE = "contracts.see_amount"
_WAITS: dict[str, object] = {"field": "state", "op": "in", "value": ["issued", "part_paid"]}

INVOICE = describe(
    ObjectType(
        key="finance.invoice",
        model=Invoice,
        label=_("Invoice"),
        plural=_("Invoices"),
        icon="receipt",
        slug="invoices",
        view_right="invoices.view",
        title="number",
        untitled=_("Draft invoice"),
        nav_order=61,
        department=_("Finance"),
        fields=(
            Field("number", _("Invoice number"), FieldType.TEXT),
            Field(
                "party",
                _("Payer"),
                FieldType.REFERENCE,
                column="party_id",
                text="party__name",
                to="parties.party",
            ),
            Field(
                "contract",
                _("Contract"),
                FieldType.REFERENCE,
                column="contract_id",
                text="contract__number",
                to="practice.contract",
            ),
            Field(
                "state", _("State"), FieldType.CHOICE, groupable=True, choices=lambda: Invoice.State.choices
            ),
            Field("kind", _("Kind"), FieldType.CHOICE, groupable=True, choices=lambda: Invoice.Kind.choices),
            Field("amount", _("Amount"), FieldType.MONEY, sensitivity=SEE),
            Field("paid", _("Paid"), FieldType.MONEY, sensitivity=SEE),
            Field("vat", _("VAT in the amount"), FieldType.MONEY, sensitivity=SEE),
            Field("issued_on", _("Issued on"), FieldType.DATE),
            # the text is the state: only an invoice that waits can be overdue (see `cards`)
            Field("due_on", _("Pay until"), FieldType.DATE, text="state", sortable=True),
            Field("period", _("For the month"), FieldType.DATE),
            Field("purpose", _("Purpose of the payment"), FieldType.TEXT, sensitivity=SEE),
            Field("sent_at", _("Sent"), FieldType.MOMENT),
            Field(
                "sent_how",
                _("How sent"),
                FieldType.CHOICE,
                groupable=True,
                choices=lambda: Invoice.Sent.choices,
            ),
            OUR_SIDE_FIELD,
            RESPONSIBLE_FIELD,
            OFFICE_FIELD,
            Field("created_at", _("Drawn up"), FieldType.MOMENT, sortable=True),
            Field("void_reason", _("Why void"), FieldType.TEXT),
        ),
        columns=("number", "party", "contract", "state", "amount", "paid", "due_on", "responsible"),
        search=("number", "party__name"),
        hint="party",
        quick_filters=(
            QuickFilter("unpaid", _("Unpaid"), _WAITS),
            QuickFilter(
                "overdue",
                _("Overdue"),
                {"all": [_WAITS, {"field": "due_on", "op": "before", "value": "today"}]},
            ),
            QuickFilter("drafts", _("Draft invoices"), {"field": "state", "op": "is", "value": "draft"}),
            QuickFilter("mine", _("Mine"), {"field": "responsible", "op": "me"}),
        ),
    )
)
