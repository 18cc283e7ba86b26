"""Certificates of work: what of a contract is done and acknowledged by the client."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from femida.platform.core import clock
from femida.practice.execution.models.executions import Execution
from femida.practice.execution.models.work import WorkStage


class Certificate(models.Model):
    """A certificate of work over a part of a contract, `amount` in roubles.

    The number is given with the paper that the client signs, so a void certificate keeps it. All that are not
    void are together never over the contract, and a signed one is never changed: triggers hold both.
    `was_signed` tells that its voiding was a reversal.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("not signed yet")
        SIGNED = "signed", _("signed")
        VOID = "void", _("void")

    execution = models.ForeignKey(
        Execution, on_delete=models.PROTECT, related_name="+", verbose_name=_("execution")
    )
    contract = models.ForeignKey(
        "contracts.Contract", on_delete=models.PROTECT, related_name="+", verbose_name=_("contract")
    )
    party = models.ForeignKey(
        "registry.Party", on_delete=models.PROTECT, related_name="+", verbose_name=_("client")
    )
    stage = models.ForeignKey(
        WorkStage, on_delete=models.PROTECT, related_name="+", null=True, verbose_name=_("work stage")
    )
    legal_entity = models.ForeignKey(
        "offices.LegalEntity", on_delete=models.PROTECT, related_name="+", verbose_name=_("our side")
    )
    office = models.ForeignKey(
        "offices.Office", on_delete=models.PROTECT, related_name="+", verbose_name=_("office")
    )
    number = models.CharField(_("number"), max_length=32)
    number_year = models.PositiveSmallIntegerField(editable=False)
    number_order = models.PositiveIntegerField(editable=False)
    dated_on = models.DateField(_("date"))
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    what_for = models.CharField(_("what for"), max_length=300)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.DRAFT)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    was_signed = models.BooleanField(default=False, editable=False)
    void_reason = models.CharField(_("why void"), max_length=500, blank=True)
    draft_key = models.UUIDField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        indexes = [models.Index(fields=["-created_at", "-id"], name="execution_cert_newest")]
        constraints = [
            models.UniqueConstraint(fields=["draft_key"], name="execution_cert_drawn_up_once"),
            models.UniqueConstraint(
                fields=["legal_entity", "office", "number_year", "number_order"],
                name="execution_cert_number_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "signed", "void"]), name="execution_cert_state_known"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="execution_cert_above_zero"),
            models.CheckConstraint(
                condition=~Q(number="") & Q(number_order__gte=1), name="execution_cert_has_number"
            ),
            models.CheckConstraint(
                condition=Q(was_signed=True, signed_on__isnull=False)
                | Q(was_signed=False, signed_on__isnull=True),
                name="execution_cert_signed_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(was_signed=True), name="execution_cert_signed_was"
            ),
            models.CheckConstraint(
                condition=~Q(state="draft") | Q(was_signed=False), name="execution_cert_draft_was_not"
            ),
            models.CheckConstraint(
                condition=~Q(state="void") | ~Q(void_reason=""), name="execution_cert_void_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.number
