"""That the firm was set up, once."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from femida.platform.core import clock

ONLY = 1
"""The key of the one row."""


class FirmSetUp(models.Model):
    """The set-up of this installation; until `put_away_at` its administrators see what comes next."""

    at = models.DateTimeField(default=clock.now, editable=False)
    put_away_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=ONLY), name="setup_firmsetup_is_one")]

    def __str__(self) -> str:
        return "set-up"
