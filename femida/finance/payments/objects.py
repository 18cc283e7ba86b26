"""The descriptions of payments, shifts, cash desks, fiscal receipts and unearned advances."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from femida.finance.payments.models import CashDesk, FiscalReceipt, Payment, Shift, Unearned
from femida.platform.objects.types import Field, FieldType, ObjectType, QuickFilter, describe

SUM = "contracts.see_amount"
FINANCE = _("Finance")

_CONTRACT = Field(
    "contract",
    _("Contract"),
    FieldType.REFERENCE,
    column="contract_id",
    text="contract__number",
    to="practice.contract",
)
_CLIENT = Field(
    "client",
    _("Client"),
    FieldType.REFERENCE,
    column="contract__party_id",
    text="contract__party__name",
    to="parties.party",
    filterable=False,
)
_RESPONSIBLE = Field(
    "responsible",
    _("Responsible"),
    FieldType.PERSON,
    column="contract__responsible_id",
    text="contract__responsible__name",
    to="firm.employee",
    groupable=True,
)


def _office(column: str = "office") -> Field:
    return Field(
        "office",
        _("Office"),
        FieldType.REFERENCE,
        column=f"{column}_id",
        text=f"{column}__name",
        to="firm.office",
        groupable=True,
    )


PAYMENT = describe(
    ObjectType(
        key="finance.payment",
        model=Payment,
        label=_("Payment"),
        plural=_("Payments"),
        icon="cash",
        slug="payments",
        view_right="payments.view",
        title="number",
        department=FINANCE,
        nav_order=62,
        fields=(
            Field("number", _("Number"), FieldType.TEXT),
            Field("business_date", _("Date"), FieldType.DATE, sortable=False),
            Field(
                "kind", _("Kind"), FieldType.CHOICE, groupable=True, choices=lambda: Payment.Kind.choices
            ),
            _CLIENT,
            _CONTRACT,
            Field("amount", _("Sum"), FieldType.MONEY, sensitivity=SUM),
            Field("signed", _("Altogether"), FieldType.MONEY, sensitivity=SUM),
            Field(
                "method",
                _("Way of payment"),
                FieldType.CHOICE,
                groupable=True,
                choices=lambda: Payment.Method.choices,
            ),
            Field("purpose", _("Purpose"), FieldType.TEXT, filterable=False),
            Field("reason", _("Reason of the refund"), FieldType.TEXT, filterable=False),
            Field("is_advance", _("Advance"), FieldType.YES_NO),
            Field("counts", _("In force"), FieldType.YES_NO),
            Field("reversed_on", _("Reversed on"), FieldType.DATE),
            Field("reversal_reason", _("Why reversed"), FieldType.TEXT, filterable=False),
            Field(
                "taken_by",
                _("Taken by"),
                FieldType.PERSON,
                column="taken_by_id",
                text="taken_by__name",
                to="firm.employee",
                groupable=True,
            ),
            Field(
                "shift",
                _("Shift"),
                FieldType.REFERENCE,
                column="shift_id",
                text="shift__number",
                to="finance.shift",
                filterable=False,
            ),
            _office(),
            Field("created_at", _("Entered"), FieldType.MOMENT, sortable=True),
        ),
        columns=(
            "number", "amount", "client", "business_date", "kind", "method", "contract", "counts", "taken_by",
            "office",
        ),
        search=("number", "contract__party__name", "contract__number"),
        everywhere=False,
        totals=("signed",),
        quick_filters=(
            QuickFilter("today", _("Today"), {"field": "business_date", "op": "is", "value": "today"}),
            QuickFilter("cash", _("Cash"), {"field": "method", "op": "is", "value": "cash"}),
            QuickFilter("refunds", _("Refunds"), {"field": "kind", "op": "is", "value": "refund"}),
            QuickFilter("reversed", _("Reversed"), {"field": "counts", "op": "is", "value": False}),
            QuickFilter("mine", _("Taken by me"), {"field": "taken_by", "op": "me"}),
        ),
    )
)  # fmt: skip

SHIFT = describe(
    ObjectType(
        key="finance.shift",
        model=Shift,
        label=_("Shift"),
        plural=_("Shifts"),
        icon="clock-play",
        slug="shifts",
        view_right="cash.view",
        title="number",
        department=FINANCE,
        nav_order=64,
        fields=(
            Field("number", _("Number"), FieldType.NUMBER, filterable=False),
            Field(
                "desk",
                _("Cash desk"),
                FieldType.REFERENCE,
                column="desk_id",
                text="desk__name",
                to="finance.cash_desk",
                groupable=True,
            ),
            _office("desk__office"),
            Field("business_date", _("Date"), FieldType.DATE),
            Field("opened_at", _("Opened at"), FieldType.MOMENT, sortable=True),
            Field(
                "opened_by",
                _("Cashier"),
                FieldType.PERSON,
                column="opened_by_id",
                text="opened_by__name",
                to="firm.employee",
                groupable=True,
            ),
            Field("opening_expected", _("Cash expected at the beginning"), FieldType.MONEY),
            Field("opening_counted", _("Cash at the beginning"), FieldType.MONEY),
            Field("opening_reason", _("Why different at the beginning"), FieldType.TEXT),
            Field("closed_at", _("Closed at"), FieldType.MOMENT),
            Field("closing_expected", _("Cash expected at the end"), FieldType.MONEY),
            Field("closing_counted", _("Cash at the end"), FieldType.MONEY),
            Field("closing_reason", _("Why different at the end"), FieldType.TEXT),
        ),
        columns=(
            "number", "desk", "opened_at", "closed_at", "opened_by", "opening_counted", "closing_expected",
            "closing_counted", "closing_reason", "office",
        ),
        order=("-opened_at", "-id"),
        quick_filters=(
            QuickFilter("open", _("Open"), {"field": "closed_at", "op": "is_empty"}),
            QuickFilter("mine", _("Mine"), {"field": "opened_by", "op": "me"}),
        ),
    )
)  # fmt: skip

CASH_DESK = describe(
    ObjectType(
        key="finance.cash_desk",
        model=CashDesk,
        label=_("Cash desk"),
        plural=_("Cash desks"),
        icon="wallet",
        slug="cash-desks",
        view_right="cash.view",
        title="name",
        fields=(
            Field("name", _("Name"), FieldType.TEXT),
            _office(),
            Field(
                "legal_entity",
                _("Our side"),
                FieldType.REFERENCE,
                column="legal_entity_id",
                text="legal_entity__short_name",
                to="firm.legal_entity",
            ),
            Field("cash", _("Cash now"), FieldType.MONEY),
            Field("is_active", _("In use"), FieldType.YES_NO),
        ),
        columns=("name", "cash", "office", "legal_entity", "is_active"),
        order=("name", "id"),
        create_right="cash.set_up",
        create_url="/cash-desks/new/",
    )
)

FISCAL = describe(
    ObjectType(
        key="finance.fiscal_receipt",
        model=FiscalReceipt,
        label=_("Fiscal receipt"),
        plural=_("Fiscal receipts"),
        icon="receipt",
        slug="fiscal-receipts",
        view_right="payments.view",
        title="contract__party__name",
        department=FINANCE,
        nav_order=65,
        fields=(
            _CLIENT,
            _CONTRACT,
            Field(
                "kind",
                _("Kind"),
                FieldType.CHOICE,
                groupable=True,
                choices=lambda: FiscalReceipt.Kind.choices,
            ),
            Field("amount", _("Sum"), FieldType.MONEY, sensitivity=SUM),
            Field(
                "state",
                _("State"),
                FieldType.CHOICE,
                groupable=True,
                choices=lambda: FiscalReceipt.State.choices,
            ),
            Field(
                "payment",
                _("Payment"),
                FieldType.REFERENCE,
                column="payment_id",
                text="payment__number",
                to="finance.payment",
                filterable=False,
            ),
            Field("created_at", _("Made"), FieldType.MOMENT, sortable=True),
            Field("issued_at", _("Issued"), FieldType.MOMENT),
            Field("register", _("Fiscal register"), FieldType.TEXT),
            Field("sign", _("Fiscal sign"), FieldType.TEXT),
            Field("error", _("Answer of the register"), FieldType.TEXT),
        ),
        columns=(
            "client", "amount", "kind", "state", "payment", "contract", "created_at", "issued_at", "sign",
        ),
        search=("contract__number", "contract__party__name"),
        everywhere=False,
        totals=("amount",),
        landing="waiting",
        quick_filters=(
            QuickFilter(
                "waiting",
                _("Not issued"),
                {"field": "state", "op": "in", "value": ["not_issued", "failed", "unknown"]},
            ),
            QuickFilter("issued", _("Issued"), {"field": "state", "op": "is", "value": "issued"}),
        ),
    )
)  # fmt: skip

UNEARNED = describe(
    ObjectType(
        key="finance.unearned",
        model=Unearned,
        label=_("Unearned advance"),
        plural=_("Unearned advances"),
        icon="scale",
        slug="unearned",
        view_right="advances.view",
        title="contract__party__name",
        department=FINANCE,
        nav_order=66,
        fields=(
            _CLIENT,
            Field("amount", _("Paid, work not accepted"), FieldType.MONEY, sensitivity=SUM),
            Field("since", _("Since"), FieldType.DATE, sortable=True),
            Field("last_paid_on", _("Last payment"), FieldType.DATE),
            _CONTRACT,
            _RESPONSIBLE,
            _office("contract__office"),
        ),
        columns=("client", "amount", "since", "last_paid_on", "contract", "responsible", "office"),
        order=("since", "id"),
        search=("contract__number", "contract__party__name"),
        everywhere=False,
        totals=("amount",),
        quick_filters=(
            QuickFilter("mine", _("Mine"), {"field": "responsible", "op": "me"}),
            QuickFilter(
                "old",
                _("Older than 30 days"),
                {"not": {"field": "since", "op": "is", "value": "last_days:30"}},
            ),
        ),
    )
)
