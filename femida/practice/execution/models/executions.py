"""Execution of a contract: handed over by sales, accepted or returned, led to its end."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from femida.firm.staff.models import Assignable
from femida.platform.pipelines.models import Staged


class ReturnReason(models.Model):
    """Why execution gives a contract back to sales."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    order = models.PositiveSmallIntegerField(default=100)
    is_active = models.BooleanField(_("in use"), default=True)

    def __str__(self) -> str:
        return self.name


class Execution(Assignable, Staged):
    """The work on one contract. Its responsible person is the lawyer.

    `title` names the services. `due_at` is what burns next: until acceptance the end of its norm time, in
    work the nearest due time of a stage that is under way.
    """

    contract = models.OneToOneField(
        "contracts.Contract", on_delete=models.PROTECT, related_name="+", verbose_name=_("contract")
    )
    party = models.ForeignKey(
        "registry.Party", on_delete=models.PROTECT, related_name="+", verbose_name=_("client")
    )
    title = models.CharField(_("services"), max_length=200)
    attempt = models.PositiveSmallIntegerField(_("times handed over"), default=1)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    closed_at = models.DateTimeField(_("finished"), null=True, blank=True)
    end_reason = models.CharField(_("why terminated"), max_length=500, blank=True)
    business_date = models.DateField(_("handed over on"))

    class Meta:
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="execution_newest"),
            models.Index(fields=["office", "-created_at", "-id"], name="execution_of_office"),
            models.Index(fields=["stage", "-stage_since", "-id"], name="execution_of_stage"),
            models.Index(fields=["party"], name="execution_of_party"),
            models.Index(
                fields=["responsible", "due_at"],
                condition=Q(closed_at__isnull=True),
                name="execution_open_of_lawyer",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(end_reason="") | Q(closed_at__isnull=False), name="execution_reason_ends"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(due_at__isnull=True),
                name="execution_closed_is_not_due",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class HandOver(models.Model):
    """One time that sales handed a contract over, and what execution answered.

    `due_at` is the end of the norm time for the answer, `business_seconds` how much working time it took.
    Rows are kept: they are what the norm time of acceptance is reported from.
    """

    class Outcome(models.TextChoices):
        WAITING = "", _("waiting")
        ACCEPTED = "accepted", _("accepted")
        RETURNED = "returned", _("returned")
        WITHDRAWN = "withdrawn", _("withdrawn")

    execution = models.ForeignKey(Execution, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField()
    note = models.CharField(_("note for execution"), max_length=500, blank=True)
    handed_at = models.DateTimeField()
    handed_by = models.ForeignKey("staff.Employee", on_delete=models.PROTECT, related_name="+", null=True)
    due_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=16, choices=Outcome.choices, blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey("staff.Employee", on_delete=models.PROTECT, related_name="+", null=True)
    reason = models.ForeignKey(ReturnReason, on_delete=models.PROTECT, related_name="+", null=True)
    reason_text = models.CharField(_("what to put right"), max_length=500, blank=True)
    business_seconds = models.PositiveBigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["handed_at"], name="execution_handover_by_time")]
        constraints = [
            models.UniqueConstraint(fields=["execution", "number"], name="execution_handover_once"),
            models.UniqueConstraint(
                fields=["execution"], condition=Q(outcome=""), name="execution_handover_one_waits"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "accepted", "returned", "withdrawn"]),
                name="execution_handover_outcome_known",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", answered_at__isnull=True)
                | (~Q(outcome="") & Q(answered_at__gte=F("handed_at"), business_seconds__isnull=False)),
                name="execution_handover_answer_whole",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="returned") | (Q(reason__isnull=False) & ~Q(reason_text="")),
                name="execution_handover_return_says_why",
            ),
        ]
