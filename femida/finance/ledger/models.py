"""The book of each legal entity: accounts, entries with their postings, closed months, balances.

What must hold is held by triggers of the database (`triggers.py`), whoever writes: an entry adds up to
nothing, what is posted stays as it is, a closed month takes no entry, balances are what was posted.
Sums are in roubles with their sign: debit above zero, credit below.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from femida.platform.core import clock


class Book(models.Model):
    """The book of one legal entity; `last_number` counts its entries without a gap.

    Whoever posts holds this row to the end of the act, so entries of an entity come one after another.
    """

    legal_entity = models.OneToOneField(
        "offices.LegalEntity", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    last_number = models.PositiveBigIntegerField(default=0)


class Account(models.Model):
    """A line of the chart of accounts of one legal entity. Only the name may change."""

    class Kind(models.TextChoices):
        ASSET = "asset", _("Asset")
        LIABILITY = "liability", _("Liability")
        INCOME = "income", _("Income")
        EXPENSE = "expense", _("Expense")

    legal_entity = models.ForeignKey("offices.LegalEntity", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["legal_entity", "code"], name="ledger_account_once"),
            models.CheckConstraint(
                condition=Q(kind__in=["asset", "liability", "income", "expense"]),
                name="ledger_account_kind_known",
            ),
            models.CheckConstraint(condition=Q(code__regex=r"^[a-z][a-z_]*$"), name="ledger_account_code"),
        ]

    def __str__(self) -> str:
        return self.name


class Entry(models.Model):
    """One movement of money, written once and never changed.

    `number` is given by the database; `kind` is the word of the room that posted it (`payment`);
    `business_date` is the calendar day in the office; `lines` says how many postings belong to it, so
    that none can be added later; `reverses` names the entry that this one takes back.
    """

    number = models.PositiveBigIntegerField(_("number"), default=0, editable=False)
    kind = models.CharField(_("kind"), max_length=40)
    business_date = models.DateField(_("date"))
    at = models.DateTimeField(default=clock.now, editable=False)
    act_id = models.UUIDField(editable=False)
    legal_entity = models.ForeignKey("offices.LegalEntity", on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey("offices.Office", on_delete=models.PROTECT, related_name="+")
    lines = models.PositiveSmallIntegerField(editable=False)
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["legal_entity", "business_date", "id"], name="ledger_entry_by_date"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["legal_entity", "number"], name="ledger_entry_number_once"),
            models.CheckConstraint(condition=Q(lines__gte=2), name="ledger_entry_has_two_lines"),
            models.CheckConstraint(condition=Q(kind__regex=r"^[a-z][a-z_.]*$"), name="ledger_entry_kind"),
        ]


class Posting(models.Model):
    """One side of an entry: a signed sum on an account, with what it is about.

    The dimensions are plain numbers, because contracts and instalments live in rooms of their own; the
    party is known to Django only so that a closed matter closes its postings too.
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    amount = models.DecimalField(_("sum"), max_digits=14, decimal_places=2)
    party = models.ForeignKey(
        "registry.Party", on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, null=True,
        related_name="+",
    )  # fmt: skip
    contract_id = models.BigIntegerField(null=True)
    instalment_id = models.BigIntegerField(null=True)
    employee_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["account", "contract_id"], name="ledger_posting_by_account"),
            models.Index(
                fields=["contract_id"],
                name="ledger_posting_by_contract",
                condition=Q(contract_id__isnull=False),
            ),
            models.Index(fields=["party"], name="ledger_posting_by_party", condition=Q(party__isnull=False)),
            models.Index(
                fields=["instalment_id"],
                name="ledger_posting_by_instalment",
                condition=Q(instalment_id__isnull=False),
            ),
        ]
        constraints = [models.CheckConstraint(condition=~Q(amount=0), name="ledger_posting_not_zero")]


class Period(models.Model):
    """A closed month of a legal entity (`month` is its first day): nothing is posted into it or before it.

    `last_number` is the number of the last entry at the moment of closing, given by the database.
    """

    legal_entity = models.ForeignKey("offices.LegalEntity", on_delete=models.PROTECT, related_name="+")
    month = models.DateField(_("month"))
    closed_at = models.DateTimeField(default=clock.now, editable=False)
    last_number = models.PositiveBigIntegerField(default=0, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["legal_entity", "month"], name="ledger_period_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="ledger_period_is_a_month"),
        ]


class Balance(models.Model):
    """The sum of all postings of an account about one contract and party; only the trigger writes it."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", db_index=False)
    contract_id = models.BigIntegerField(null=True)
    party = models.ForeignKey(
        "registry.Party", on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, null=True,
        related_name="+",
    )  # fmt: skip
    amount = models.DecimalField(_("sum"), max_digits=14, decimal_places=2)

    class Meta:
        indexes = [
            models.Index(fields=["contract_id"], name="ledger_balance_by_contract"),
            models.Index(fields=["party"], name="ledger_balance_by_party"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "contract_id", "party"], name="ledger_balance_once", nulls_distinct=False
            )
        ]
