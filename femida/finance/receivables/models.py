"""Receivables: the payments of plans in force, how much of each has come, and when they were overdue."""

from __future__ import annotations

from django.db import models
from django.db.models import ExpressionWrapper, F, Q
from django.utils.translation import gettext_lazy as _

from femida.platform.core import clock


class Receivable(models.Model):
    """A payment that a client is to make, in roubles: one instalment of the plan in force.

    Rows follow the plan: they are made when the contract is registered, anew when the plan is set anew, and
    are gone when it is void. `paid` repeats what the ledger says of the instalment. `due_on` is empty while
    the stage of the work (`stage_name`) is not done. `expected_on` and `comment` are the lawyer's plan.
    `times_overdue` and `first_overdue_on` are the history of the whole contract, earlier plans included.
    Who sees a row is decided by its contract.
    """

    contract = models.ForeignKey(
        "contracts.Contract", on_delete=models.PROTECT, related_name="+", verbose_name=_("contract")
    )
    instalment = models.OneToOneField("contracts.Instalment", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(_("payment of the plan"))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    stage_name = models.CharField(_("stage of the work"), max_length=160, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    paid = models.DecimalField(_("sum paid"), max_digits=14, decimal_places=2, default=0)
    remains = models.GeneratedField(
        expression=F("amount") - F("paid"),
        output_field=models.DecimalField(max_digits=14, decimal_places=2),
        db_persist=True,
    )
    is_open = models.GeneratedField(
        expression=ExpressionWrapper(Q(paid__lt=F("amount")), output_field=models.BooleanField()),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    expected_on = models.DateField(_("expected on"), null=True, blank=True)
    comment = models.CharField(_("comment"), max_length=500, blank=True)
    planned_by = models.ForeignKey(
        "staff.Employee", on_delete=models.PROTECT, related_name="+", null=True, editable=False
    )
    times_overdue = models.PositiveSmallIntegerField(_("times overdue"), default=0, editable=False)
    first_overdue_on = models.DateField(_("first overdue on"), null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["due_on", "id"], name="receivables_by_due"),
            models.Index(fields=["due_on", "id"], name="receivables_open_by_due", condition=Q(is_open=True)),
            models.Index(fields=["expected_on"], name="receivables_by_expected"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="receivables_amount_above_zero"),
            models.CheckConstraint(
                condition=Q(paid__gte=0) & Q(paid__lte=F("amount")), name="receivables_paid_within_amount"
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=False) | ~Q(stage_name=""), name="receivables_is_due"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id}/{self.number}"


class Overdue(models.Model):
    """One time that a payment was not there on its day; `ended_on` is when it came or fell away.

    Kept when the plan is set anew: the history belongs to the contract. `remains` is what was missing when
    it was noted, in roubles.
    """

    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    instalment = models.ForeignKey(
        "contracts.Instalment", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    due_on = models.DateField()
    remains = models.DecimalField(max_digits=14, decimal_places=2)
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["instalment", "due_on"], name="receivables_overdue_once"),
            models.CheckConstraint(condition=Q(remains__gt=0), name="receivables_overdue_above_zero"),
        ]
