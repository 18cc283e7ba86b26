"""The technological mode of the installation: one row, there from the first migration."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

EVERYTHING = "*"
ONLY = 1
"""The key of the one row."""


class Mode(models.Model):
    """Whether the system is being worked on: what is blocked, from when, until when, and what people read.

    `blocked` names departments whose writes are refused (`EVERYTHING` for all); reading goes on. A start
    in the future is an announcement. `is_closed` shuts the pages altogether, for the time of an upgrade.
    """

    is_on = models.BooleanField(default=False)
    is_closed = models.BooleanField(default=False)
    message = models.CharField(_("what people read"), max_length=300, blank=True)
    starts_at = models.DateTimeField(_("begins"), null=True)
    ends_at = models.DateTimeField(_("ends, as planned"), null=True)
    blocked = models.JSONField(_("what is blocked"), default=list)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=ONLY), name="maintenance_mode_is_one"),
            models.CheckConstraint(
                condition=Q(is_on=False) | Q(starts_at__isnull=False), name="maintenance_mode_has_a_start"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True)
                | Q(starts_at__isnull=True)
                | Q(ends_at__gt=models.F("starts_at")),
                name="maintenance_mode_ends_after_its_start",
            ),
            models.CheckConstraint(
                condition=Q(is_closed=False) | Q(is_on=True), name="maintenance_mode_closed_is_on"
            ),
        ]

    def __str__(self) -> str:
        return "maintenance"
