"""Work stages of an execution, and what they cost."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from femida.platform.core import clock
from femida.practice.execution.models.executions import Execution


class WorkStage(models.Model):
    """A stage of the work of one contract: of its services, or an extra one with a reason.

    `norm_business_hours` counts from the start by the working week of the office; `due_at` follows from it.
    `planned_expense` is in roubles. The four answers are what the client reads of a finished stage: a stage
    that is shown to the client is not finished without them.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waits")
        IN_WORK = "in_work", _("in work")
        DONE = "done", _("done")
        SKIPPED = "skipped", _("left out")

    execution = models.ForeignKey(Execution, on_delete=models.PROTECT, related_name="+", db_index=False)
    service = models.ForeignKey("services.Service", on_delete=models.PROTECT, related_name="+", null=True)
    template = models.ForeignKey(
        "services.WorkStageTemplate", on_delete=models.PROTECT, related_name="+", null=True
    )
    order = models.PositiveSmallIntegerField(_("order"))
    name = models.CharField(_("name"), max_length=160)
    norm_business_hours = models.PositiveIntegerField(_("norm time, business hours"), null=True, blank=True)
    planned_from = models.DateField(_("planned from"), null=True, blank=True)
    planned_until = models.DateField(_("planned until"), null=True, blank=True)
    planned_expense = models.DecimalField(_("planned expense"), max_digits=14, decimal_places=2, default=0)
    state = models.CharField(_("state"), max_length=16, choices=State.choices, default=State.WAITING)
    started_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    responsible = models.ForeignKey("staff.Employee", on_delete=models.PROTECT, related_name="+", null=True)
    is_extra = models.BooleanField(_("extra work"), default=False)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    is_for_client = models.BooleanField(_("shown to the client"), default=True)
    happened = models.TextField(_("what happened"), blank=True)
    needed = models.TextField(_("what is needed from the client"), blank=True)
    next_step = models.TextField(_("what is next"), blank=True)
    next_news_on = models.DateField(_("when the next news is"), null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["execution", "due_at"], condition=Q(state="in_work"), name="execution_stage_under_way"
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["execution", "order"], name="execution_stage_order_once"),
            models.UniqueConstraint(fields=["execution", "template"], name="execution_stage_template_once"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "in_work", "done", "skipped"]),
                name="execution_stage_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", started_at__isnull=True, finished_at__isnull=True)
                | Q(state="in_work", started_at__isnull=False, finished_at__isnull=True)
                | Q(state="done", started_at__isnull=False, finished_at__isnull=False)
                | Q(state="skipped", finished_at__isnull=False),
                name="execution_stage_dates_fit",
            ),
            models.CheckConstraint(
                condition=(Q(is_extra=False) & ~Q(state="skipped")) | ~Q(reason=""),
                name="execution_stage_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state="done")
                | Q(is_for_client=False)
                | (~Q(happened="") & ~Q(needed="") & ~Q(next_step="") & Q(next_news_on__isnull=False)),
                name="execution_stage_four_answers",
            ),
            models.CheckConstraint(
                condition=Q(planned_expense__gte=0), name="execution_stage_expense_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class StageExpense(models.Model):
    """What a stage has cost the firm, in roubles; a mistaken one is cancelled with a reason and stays."""

    stage = models.ForeignKey(WorkStage, on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    what_for = models.CharField(_("what for"), max_length=200)
    spent_on = models.DateField(_("spent on"))
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+", null=True)
    noted_by = models.ForeignKey("staff.Employee", on_delete=models.PROTECT, related_name="+", null=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(_("why cancelled"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="execution_expense_above_zero"),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancel_reason="")
                | (Q(cancelled_at__isnull=False) & ~Q(cancel_reason="")),
                name="execution_expense_cancelled_says_why",
            ),
        ]
