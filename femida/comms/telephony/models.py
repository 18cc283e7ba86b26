"""Calls: who spoke with which party, how long and with what result."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from femida.firm.staff.models import Assignable

LONGEST_COMMENT = 2000


class Call(Assignable):
    """One call with a party, recorded by hand or by the telephone exchange.

    `external_id` is the exchange's own id of the call; calls by hand have none. The comment never holds
    telephone numbers: they are masked when written. Seconds are whole.
    """

    class Direction(models.TextChoices):
        IN = "in", _("Incoming")
        OUT = "out", _("Outgoing")

    class Result(models.TextChoices):
        ANSWERED = "answered", _("Talked")
        NO_ANSWER = "no_answer", _("No answer")
        BUSY = "busy", _("Busy")
        MISSED = "missed", _("Missed")
        FAILED = "failed", _("Failed")

    party = models.ForeignKey(
        "registry.Party", on_delete=models.PROTECT, related_name="+", verbose_name=_("party")
    )
    contact_point = models.ForeignKey(
        "registry.ContactPoint",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("number"),
    )
    direction = models.CharField(_("direction"), max_length=3, choices=Direction.choices)
    started_at = models.DateTimeField(_("started"))
    waiting_seconds = models.PositiveIntegerField(_("waited, s"), default=0)
    talk_seconds = models.PositiveIntegerField(_("talked, s"), default=0)
    result = models.CharField(_("result"), max_length=16, choices=Result.choices)
    employee = models.ForeignKey(
        "staff.Employee",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("employee"),
    )
    comment = models.TextField(_("comment"), max_length=LONGEST_COMMENT, blank=True)
    external_id = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(direction__in=["in", "out"]), name="telephony_call_direction_known"
            ),
            models.CheckConstraint(
                condition=Q(result="answered", talk_seconds__gte=1)
                | (Q(result__in=["no_answer", "busy", "missed", "failed"]) & Q(talk_seconds=0)),
                name="telephony_call_talk_when_answered",
            ),
            models.CheckConstraint(
                condition=~Q(result="missed") | Q(direction="in"), name="telephony_call_missed_is_incoming"
            ),
        ]
        indexes = [
            models.Index(fields=["-started_at", "-id"], name="telephony_call_list"),
            models.Index(fields=["party", "-started_at"], name="telephony_call_party"),
            models.Index(fields=["employee", "-started_at", "-id"], name="telephony_call_employee"),
            models.Index(fields=["office", "-started_at", "-id"], name="telephony_call_office"),
        ]

    @property
    def is_answered(self) -> bool:
        """Whether people talked."""
        return self.result == self.Result.ANSWERED

    def __str__(self) -> str:
        return f"{self.direction}:{self.pk}"
