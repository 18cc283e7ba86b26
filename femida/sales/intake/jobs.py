"""Background work of the intake."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from femida.platform.jobs.queue import job
from femida.sales.intake.models import Hit


@job("intake.forget_hits", every="23 * * * *")
def forget_hits() -> None:
    """Each hour: forget counts older than an hour."""
    Hit.objects.filter(minute__lt=timezone.now() - timedelta(hours=1)).delete()
