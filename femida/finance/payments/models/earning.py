"""What was earned of what was paid: accepted work, advances that are not earned, fiscal receipts."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from femida.platform.core import clock


class Recognition(models.Model):
    """The entry that a signed certificate of work made: the client owes it, the firm has earned it.

    `amount` is in roubles with VAT, `vat` its part. `certificate_id` is a plain number: certificates are
    kept by the room of the work.
    """

    certificate_id = models.BigIntegerField(unique=True)
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    vat = models.DecimalField(max_digits=14, decimal_places=2)
    business_date = models.DateField()
    entry = models.OneToOneField("ledger.Entry", on_delete=models.PROTECT, related_name="+")
    reversal = models.OneToOneField("ledger.Entry", on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, vat__gte=0) & Q(vat__lt=F("amount")),
                name="payments_recognition_sane",
            )
        ]


class Unearned(models.Model):
    """A contract whose advances are not earned: there is a row exactly while they are above zero.

    `amount` repeats the ledger, in roubles; `since` is the day from which something has been unearned.
    """

    contract = models.OneToOneField(
        "contracts.Contract", on_delete=models.PROTECT, related_name="+", verbose_name=_("contract")
    )
    amount = models.DecimalField(_("unearned advance"), max_digits=14, decimal_places=2)
    since = models.DateField(_("unearned since"))
    last_paid_on = models.DateField(_("last payment"), null=True)

    class Meta:
        indexes = [models.Index(fields=["since", "id"], name="payments_unearned_since")]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="payments_unearned_above_zero")]


class FiscalReceipt(models.Model):
    """A receipt that the law asks for (54-ФЗ), of a payment or of accepted work; the sum in roubles.

    An advance has a pair: the receipt of the payment, and the offset when the work is accepted. They stay
    «not issued» until a fiscal register is connected (`adapters`). `sign` is the register's own mark.
    """

    class Kind(models.TextChoices):
        ADVANCE = "advance", _("advance")
        SETTLEMENT = "settlement", _("full settlement")
        OFFSET = "offset", _("offset of the advance")
        REFUND = "refund", _("refund")

    class State(models.TextChoices):
        NOT_ISSUED = "not_issued", _("not issued")
        SENDING = "sending", _("being issued")
        ISSUED = "issued", _("issued")
        FAILED = "failed", _("refused by the register")
        UNKNOWN = "unknown", _("the register did not answer")
        CANCELLED = "cancelled", _("not needed")

    contract = models.ForeignKey(
        "contracts.Contract", on_delete=models.PROTECT, related_name="+", verbose_name=_("contract")
    )
    payment = models.ForeignKey("payments.Payment", on_delete=models.PROTECT, related_name="+", null=True)
    recognition = models.ForeignKey(Recognition, on_delete=models.PROTECT, related_name="+", null=True)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    amount = models.DecimalField(_("sum"), max_digits=14, decimal_places=2)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.NOT_ISSUED)
    register = models.CharField(_("fiscal register"), max_length=40, blank=True)
    sign = models.CharField(_("fiscal sign"), max_length=40, blank=True)
    error = models.CharField(_("answer of the register"), max_length=300, blank=True)
    issued_at = models.DateTimeField(_("issued"), null=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("made"), default=clock.now, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="payments_fiscal_newest"),
            models.Index(
                fields=["-created_at", "-id"], name="payments_fiscal_waiting", condition=~Q(state="issued")
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(payment__isnull=False, recognition__isnull=True)
                | Q(payment__isnull=True, recognition__isnull=False),
                name="payments_fiscal_of_one",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payments_fiscal_above_zero"),
            models.CheckConstraint(
                condition=Q(kind__in=["advance", "settlement", "offset", "refund"]),
                name="payments_fiscal_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["not_issued", "sending", "issued", "failed", "unknown", "cancelled"]),
                name="payments_fiscal_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="issued") | (~Q(sign="") & Q(issued_at__isnull=False)),
                name="payments_fiscal_issued_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.pk}"
