"""Invoices of contracts: positions with VAT, what was paid, monthly invoices of regular contracts."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from femida.firm.staff.models import Assignable
from femida.platform.core import clock
from femida.practice.services.models import Service, VatKind


class Invoice(Assignable):
    """An invoice to a payer of a contract. Sums are roubles and include VAT.

    `amount` and `vat` are always the sums of the positions. `paid` is what has come for this invoice: never
    more than the amount, because what is over is an advance of the contract, not of an invoice. The state
    follows from these columns: without a number a draft, with one issued, partly paid or paid; void keeps the
    number. `period` is the first day of the month that a monthly invoice is for. `draft_key` and `issue_key`
    are the words under which a repeated press is known.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft invoice")
        ISSUED = "issued", _("waits for payment")
        PART_PAID = "part_paid", _("partly paid")
        PAID = "paid", _("paid")
        VOID = "void", _("void invoice")

    class Kind(models.TextChoices):
        ONCE = "once", _("one-time")
        SUBSCRIPTION = "subscription", _("monthly")
        DEPOSIT = "deposit", _("deposit")

    class Sent(models.TextChoices):
        EMAIL = "email", _("by e-mail")
        MESSENGER = "messenger", _("by messenger")
        HAND = "hand", _("in person")
        POST = "post", _("by post")

    contract = models.ForeignKey(
        "contracts.Contract", on_delete=models.PROTECT, related_name="+", verbose_name=_("contract")
    )
    party = models.ForeignKey(
        "registry.Party", on_delete=models.PROTECT, related_name="+", verbose_name=_("payer")
    )
    legal_entity = models.ForeignKey(
        "offices.LegalEntity", on_delete=models.PROTECT, related_name="+", verbose_name=_("our side")
    )
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices, default=Kind.ONCE)
    number = models.CharField(_("number"), max_length=32, blank=True)
    number_year = models.PositiveSmallIntegerField(null=True, editable=False)
    number_order = models.PositiveIntegerField(null=True, editable=False)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    due_on = models.DateField(_("pay until"))
    period = models.DateField(_("month"), null=True, blank=True)
    purpose = models.CharField(_("purpose of the payment"), max_length=160, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2, default=0)
    vat = models.DecimalField(_("VAT"), max_digits=14, decimal_places=2, default=0)
    paid = models.DecimalField(_("paid sum"), max_digits=14, decimal_places=2, default=0)
    void_reason = models.CharField(_("why void"), max_length=500, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    sent_how = models.CharField(_("how sent"), max_length=16, choices=Sent.choices, blank=True)
    draft_key = models.UUIDField(null=True, editable=False)
    issue_key = models.UUIDField(null=True, editable=False)
    state = models.GeneratedField(
        expression=Case(
            When(~Q(void_reason=""), then=Value("void")),
            When(number="", then=Value("draft")),
            When(paid=0, then=Value("issued")),
            When(paid__lt=F("amount"), then=Value("part_paid")),
            default=Value("paid"),
        ),
        output_field=models.CharField(_("state"), max_length=16, choices=State.choices),
        db_persist=True,
    )

    class Meta:
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="invoices_newest"),
            models.Index(fields=["office", "-created_at", "-id"], name="invoices_of_office"),
            models.Index(fields=["due_on", "id"], name="invoices_by_due"),
            GinIndex(fields=["number"], opclasses=["gin_trgm_ops"], name="invoices_number_part"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["draft_key"], name="invoices_drafted_once"),
            models.UniqueConstraint(
                fields=["contract", "period"], condition=Q(period__isnull=False), name="invoices_month_once"
            ),
            models.UniqueConstraint(
                fields=["legal_entity", "office", "number_year", "number_order"],
                condition=Q(number_order__isnull=False),
                name="invoices_number_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["once", "subscription", "deposit"]), name="invoices_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=0) & Q(vat__gte=0) & Q(vat__lte=F("amount")),
                name="invoices_sums_sane",
            ),
            # an invoice is never paid over: what is more is an advance of the contract
            models.CheckConstraint(
                condition=Q(paid__gte=0) & Q(paid__lte=F("amount")), name="invoices_paid_within_amount"
            ),
            models.CheckConstraint(
                condition=Q(paid=0) | (~Q(number="") & Q(void_reason="")), name="invoices_paid_is_issued"
            ),
            models.CheckConstraint(
                condition=Q(
                    number="", number_year__isnull=True, number_order__isnull=True, issued_on__isnull=True
                )
                | (
                    ~Q(number="")
                    & Q(number_year__isnull=False, issued_on__isnull=False)
                    & Q(number_order__isnull=False, number_order__gte=1)
                    & Q(amount__gt=0)
                ),
                name="invoices_number_whole",
            ),
            models.CheckConstraint(
                condition=Q(number="") | Q(due_on__gte=F("issued_on")), name="invoices_due_after_issue"
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True, sent_how="")
                | (
                    Q(sent_at__isnull=False, sent_how__in=["email", "messenger", "hand", "post"])
                    & ~Q(number="")
                ),
                name="invoices_sent_whole",
            ),
            models.CheckConstraint(
                condition=Q(period__isnull=True) | Q(period__day=1, kind="subscription"),
                name="invoices_period_is_a_month",
            ),
        ]

    def __str__(self) -> str:
        return self.number or str(_("Draft invoice"))


class InvoiceLine(models.Model):
    """A position. `vat_percent` is the rate of `vat_kind` on the day of issue, empty without VAT.

    `amount` follows from quantity and price, `vat` from the amount and the rate (femida.kernel.vat has the
    rule and its sources); the migration has the database check both.
    """

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField()
    name = models.CharField(_("name"), max_length=240)
    quantity = models.DecimalField(_("quantity"), max_digits=8, decimal_places=2)
    unit = models.CharField(_("unit"), max_length=16, choices=Service.Unit.choices)
    price = models.DecimalField(_("price"), max_digits=14, decimal_places=2)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    vat_kind = models.CharField(_("VAT"), max_length=16, choices=VatKind.choices)
    vat_percent = models.PositiveSmallIntegerField(null=True)
    vat = models.DecimalField(_("VAT in the sum"), max_digits=14, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invoice", "number"], name="invoices_line_once"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0) & Q(price__gt=0) & Q(amount__gt=0), name="invoices_line_sane"
            ),
            models.CheckConstraint(
                condition=Q(vat_kind="none", vat_percent__isnull=True)
                # a comparison with nothing is neither true nor false, and a check lets that pass
                | Q(vat_kind="zero", vat_percent__isnull=False, vat_percent=0)
                | Q(
                    vat_kind__in=["reduced", "standard"],
                    vat_percent__isnull=False,
                    vat_percent__range=(1, 99),
                ),
                name="invoices_line_vat_known",
            ),
        ]


class InvoiceInstalment(models.Model):
    """A payment of the contract's plan that an invoice asks for. While the invoice lives no other one may."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="+")
    instalment = models.ForeignKey("contracts.Instalment", on_delete=models.PROTECT, related_name="+")
    is_live = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invoice", "instalment"], name="invoices_instalment_in_one_line"),
            models.UniqueConstraint(
                fields=["instalment"], condition=Q(is_live=True), name="invoices_instalment_billed_once"
            ),
        ]


class Subscription(models.Model):
    """Monthly invoices of a regular contract: made on `day` of each month, for that month's payments.

    `refused` is why the last try came to nothing, in the house's language; empty when all went well.
    """

    contract = models.OneToOneField("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    day = models.PositiveSmallIntegerField(_("day of the month"))
    is_active = models.BooleanField(_("invoices are made"), default=True)
    refused = models.CharField(max_length=300, blank=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            # every month has a 28th
            models.CheckConstraint(condition=Q(day__range=(1, 28)), name="invoices_subscription_day"),
        ]
