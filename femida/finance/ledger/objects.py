"""The description of postings: the rows behind every figure of money."""

from django.utils.translation import gettext_lazy as _

from femida.finance.ledger.chart import CHART
from femida.finance.ledger.models import Posting
from femida.platform.objects.types import Field, FieldType, ObjectType, QuickFilter, describe

POSTING = describe(
    ObjectType(
        key="finance.posting",
        model=Posting,
        label=_("Posting"),
        plural=_("Postings"),
        icon="scale",
        slug="postings",
        view_right="ledger.view",
        title="account__name",
        department=_("Finance"),
        nav_order=95,
        order=("-id",),
        fields=(
            Field(
                "account",
                _("Account of the book"),
                FieldType.CHOICE,
                column="account__code",
                text="account__name",
                groupable=True,
                choices=lambda: [(one.code.value, one.name) for one in CHART],
            ),
            Field("amount", _("Sum"), FieldType.MONEY),
            Field("business_date", _("Business day"), FieldType.DATE, column="entry__business_date"),
            Field("number", _("Entry"), FieldType.NUMBER, column="entry__number"),
            Field("kind", _("Kind of entry"), FieldType.TEXT, column="entry__kind"),
            Field(
                "party",
                _("Client"),
                FieldType.REFERENCE,
                column="party_id",
                text="party__name",
                to="parties.party",
                filterable=False,
            ),
            Field("contract", _("Key of the contract"), FieldType.NUMBER, column="contract_id"),
            Field(
                "office",
                _("Office"),
                FieldType.REFERENCE,
                column="entry__office_id",
                text="entry__office__name",
                to="firm.office",
                groupable=True,
            ),
            Field(
                "legal_entity",
                _("Our side"),
                FieldType.REFERENCE,
                column="entry__legal_entity_id",
                text="entry__legal_entity__short_name",
                to="firm.legal_entity",
                groupable=True,
            ),
        ),
        columns=("account", "amount", "business_date", "party", "number", "office"),
        quick_filters=(
            QuickFilter(
                "money",
                _("Money"),
                {"field": "account", "op": "in", "value": ["cash", "card_in_transit", "bank"]},
            ),
            QuickFilter("debts", _("Debts"), {"field": "account", "op": "is", "value": "client_debts"}),
            QuickFilter("today", _("Today"), {"field": "business_date", "op": "is", "value": "today"}),
        ),
    )
)
