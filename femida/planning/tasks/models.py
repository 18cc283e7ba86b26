"""Tasks: what one employee has promised to do about a party, a lead or a deal, and until when."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from femida.firm.staff.models import Assignable

LONGEST_TITLE = 200
LONGEST_RESULT = 2000


class Task(Assignable):
    """One thing to do.

    `object_type` and `object_id` name what it is about; `party` is that object's party, so that a closed
    matter closes its tasks. Title and result never hold telephone numbers: they are masked when written.
    `reminded_at` is when the responsible person was reminded of the present `remind_at`.
    """

    class Kind(models.TextChoices):
        CALL = "call", _("Call")
        MEETING = "meeting", _("Meeting")
        LETTER = "letter", _("Letter")
        DOCUMENT = "document", _("Document")
        OTHER = "other", _("Other")

    class Status(models.TextChoices):
        NEW = "new", _("To do")
        DONE = "done", _("Done")
        CONFIRMED = "confirmed", _("Confirmed")
        CANCELLED = "cancelled", _("Cancelled")

    party = models.ForeignKey(
        "registry.Party",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("party"),
    )
    object_type = models.CharField(max_length=64, blank=True)
    object_id = models.BigIntegerField(null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices, default=Kind.OTHER)
    title = models.CharField(_("what to do"), max_length=LONGEST_TITLE)
    due_at = models.DateTimeField(_("due"))
    remind_at = models.DateTimeField(_("remind"))
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)
    status = models.CharField(_("status"), max_length=16, choices=Status.choices, default=Status.NEW)
    result = models.TextField(_("result"), max_length=LONGEST_RESULT, blank=True)
    done_at = models.DateTimeField(_("done"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["call", "meeting", "letter", "document", "other"]),
                name="tasks_task_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["new", "done", "confirmed", "cancelled"]),
                name="tasks_task_status_known",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["done", "confirmed"], done_at__isnull=False)
                | Q(status__in=["new", "cancelled"], done_at__isnull=True),
                name="tasks_task_done_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(object_type="", object_id__isnull=True)
                | (~Q(object_type="") & Q(object_id__isnull=False)),
                name="tasks_task_about_whole",
            ),
            models.CheckConstraint(
                condition=Q(remind_at__lte=F("due_at")), name="tasks_task_reminds_in_time"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="tasks_task_has_title"),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], name="tasks_task_due"),
            models.Index(fields=["responsible", "status", "due_at"], name="tasks_task_mine"),
            models.Index(fields=["object_type", "object_id", "due_at"], name="tasks_task_about"),
            models.Index(fields=["office", "due_at", "id"], name="tasks_task_office"),
            models.Index(
                fields=["remind_at"],
                condition=Q(status="new", reminded_at__isnull=True),
                name="tasks_task_remind",
            ),
        ]

    def __str__(self) -> str:
        return self.title
