"""Background work of the pipelines."""

from __future__ import annotations

from django.utils import timezone

from femida.platform.jobs.queue import job
from femida.platform.pipelines.timers import fire_due


@job("pipelines.timers", every="* * * * *", queue="timers")
def fire_timers() -> None:
    """Each minute: carry out what is due."""
    fire_due(timezone.now())
