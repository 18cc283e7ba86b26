"""Saved variants of reports."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from femida.platform.core import clock


class SavedReport(models.Model):
    """A way to look at a report, under a name: the parameters of its address, nobody's data.

    It is its owner's; a shared one is offered to everybody who may open the report, each under own rights.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    report = models.SlugField(max_length=64)
    name = models.CharField(_("name"), max_length=80)
    address = models.CharField(max_length=2000)
    is_shared = models.BooleanField(_("for everybody"), default=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "report", "name"], name="reports_saved_name_once"),
            models.CheckConstraint(condition=~models.Q(name=""), name="reports_saved_has_name"),
        ]
        indexes = [models.Index(fields=["report", "name"], name="reports_saved_of_report")]

    def __str__(self) -> str:
        return self.name
