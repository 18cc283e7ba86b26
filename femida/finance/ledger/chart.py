"""The standard chart of accounts, the same for every legal entity.

An account added here comes into the books that are there with the first entry that needs it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from femida.finance.ledger.models import Account
from femida.platform.core.errors import Text

Kind = Account.Kind


class Code(StrEnum):
    """Codes of the standard accounts, for rooms that post."""

    CASH = "cash"
    CARD_IN_TRANSIT = "card_in_transit"
    BANK = "bank"
    CLIENT_DEBTS = "client_debts"
    ADVANCES = "advances"
    REVENUE = "revenue"
    REFUNDS = "refunds"
    DISCOUNTS = "discounts"
    VAT = "vat"
    EXPENSES = "expenses"
    CASH_SHORTAGE = "cash_shortage"
    CASH_SURPLUS = "cash_surplus"


@dataclass(frozen=True, slots=True)
class Standard:
    """One standard account."""

    code: Code
    name: Text
    kind: Kind


CHART = (
    Standard(Code.CASH, _("Cash desk"), Kind.ASSET),
    Standard(Code.CARD_IN_TRANSIT, _("Card payments on their way to the bank"), Kind.ASSET),
    Standard(Code.BANK, _("Bank account"), Kind.ASSET),
    Standard(Code.CLIENT_DEBTS, _("Debts of clients"), Kind.ASSET),
    Standard(Code.ADVANCES, _("Advances received"), Kind.LIABILITY),
    Standard(Code.REVENUE, _("Revenue"), Kind.INCOME),
    Standard(Code.REFUNDS, _("Refunds to clients"), Kind.EXPENSE),
    Standard(Code.DISCOUNTS, _("Discounts given"), Kind.EXPENSE),
    Standard(Code.VAT, _("VAT to be paid"), Kind.LIABILITY),
    Standard(Code.EXPENSES, _("Expenses"), Kind.EXPENSE),
    Standard(Code.CASH_SHORTAGE, _("Cash found missing"), Kind.EXPENSE),
    Standard(Code.CASH_SURPLUS, _("Cash found over"), Kind.INCOME),
)
