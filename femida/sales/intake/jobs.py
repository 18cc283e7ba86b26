"""Background work of the intake."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from femida.platform.jobs.queue import job
from femida.sales.intake.models import Hit
from femida.sales.intake.spool import hand_in


@job("intake.forget_hits", every="23 * * * *")
def forget_hits() -> None:
    """Each hour: forget counts older than an hour."""
    Hit.objects.filter(minute__lt=timezone.now() - timedelta(hours=1)).delete()


@job("intake.hand_in", every="*/5 * * * *")
def hand_in_kept() -> None:
    """Hand in enquiries that came at the very moment in which the pages opened again."""
    hand_in()
