"""Payments of clients and refunds to them."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Case, ExpressionWrapper, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from femida.platform.core import clock


class Payment(models.Model):
    """Money taken from a client by a contract, or given back; roubles, always above zero.

    Written once; a wrong one is reversed (`reversal` is the mirrored entry) and taken anew. `entry` is its
    entry in the ledger, whose postings say which instalments it was for. Cash lies in the desk of its
    `shift`; the reversal of cash belongs to the shift in which it was made. `is_advance` says that the
    cashier took more than the debt knowingly. `key` is the word under which a repeated press is known.
    `invoice` is the one that the payer named. `signed` is what the row adds to what came in: nothing when it
    is reversed.
    """

    class Kind(models.TextChoices):
        PAYMENT = "payment", _("payment")
        REFUND = "refund", _("refund")

    class Method(models.TextChoices):
        CASH = "cash", _("cash")
        CARD = "card", _("card")
        TRANSFER = "transfer", _("bank transfer")

    contract = models.ForeignKey(
        "contracts.Contract", on_delete=models.PROTECT, related_name="+", verbose_name=_("contract")
    )
    party = models.ForeignKey(
        "registry.Party", on_delete=models.PROTECT, related_name="+", verbose_name=_("payer")
    )
    legal_entity = models.ForeignKey(
        "offices.LegalEntity", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    office = models.ForeignKey(
        "offices.Office", on_delete=models.PROTECT, related_name="+", verbose_name=_("office")
    )
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    method = models.CharField(_("way of payment"), max_length=16, choices=Method.choices)
    amount = models.DecimalField(_("sum"), max_digits=14, decimal_places=2)
    business_date = models.DateField(_("date"))
    purpose = models.CharField(_("purpose"), max_length=500, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    is_advance = models.BooleanField(_("advance"), default=False)
    number = models.CharField(_("number"), max_length=32)
    number_year = models.PositiveSmallIntegerField(editable=False)
    number_order = models.PositiveIntegerField(editable=False)
    shift = models.ForeignKey(
        "payments.Shift", on_delete=models.PROTECT, related_name="+", null=True, verbose_name=_("shift")
    )
    invoice = models.ForeignKey(
        "invoices.Invoice", on_delete=models.PROTECT, related_name="+", null=True, verbose_name=_("invoice")
    )
    entry = models.OneToOneField("ledger.Entry", on_delete=models.PROTECT, related_name="+")
    taken_by = models.ForeignKey(
        "staff.Employee", on_delete=models.PROTECT, related_name="+", null=True, verbose_name=_("taken by")
    )
    reversal = models.OneToOneField("ledger.Entry", on_delete=models.PROTECT, related_name="+", null=True)
    reversed_on = models.DateField(_("reversed on"), null=True)
    reversal_shift = models.ForeignKey(
        "payments.Shift", on_delete=models.PROTECT, related_name="+", null=True
    )
    reversal_reason = models.CharField(_("why reversed"), max_length=500, blank=True)
    counts = models.GeneratedField(
        expression=ExpressionWrapper(Q(reversal__isnull=True), output_field=models.BooleanField()),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    signed = models.GeneratedField(
        expression=Case(
            When(reversal__isnull=False, then=Value(Decimal("0.00"))),
            When(kind="refund", then=-F("amount")),
            default=F("amount"),
        ),
        output_field=models.DecimalField(max_digits=14, decimal_places=2),
        db_persist=True,
    )
    key = models.UUIDField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("entered"), default=clock.now, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="payments_newest"),
            models.Index(fields=["office", "-created_at", "-id"], name="payments_of_office"),
            models.Index(fields=["-business_date", "-id"], name="payments_by_date"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["key"], name="payments_taken_once"),
            models.UniqueConstraint(
                fields=["legal_entity", "office", "number_year", "number_order"], name="payments_number_once"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payments_above_zero"),
            models.CheckConstraint(condition=Q(kind__in=["payment", "refund"]), name="payments_kind_known"),
            models.CheckConstraint(
                condition=Q(method="cash", shift__isnull=False)
                | Q(method="card")
                | Q(method="transfer", shift__isnull=True),
                name="payments_cash_in_a_shift",
            ),
            models.CheckConstraint(
                condition=Q(kind="payment") | ~Q(reason=""), name="payments_refund_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(
                    reversal__isnull=True, reversed_on__isnull=True, reversal_shift__isnull=True,
                    reversal_reason="",
                )
                | (Q(reversal__isnull=False, reversed_on__isnull=False) & ~Q(reversal_reason="")),
                name="payments_reversal_whole",
            ),
            models.CheckConstraint(
                condition=Q(reversal__isnull=True) | ~Q(method="cash") | Q(reversal_shift__isnull=False),
                name="payments_cash_reversed_in_a_shift",
            ),
        ]  # fmt: skip

    @property
    def is_reversed(self) -> bool:
        """Whether it counts no more."""
        return self.reversal_id is not None

    @property
    def is_refund(self) -> bool:
        """Whether the money went to the client."""
        return self.kind == self.Kind.REFUND

    def __str__(self) -> str:
        return self.number
