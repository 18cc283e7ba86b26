"""Registers the room of slow jobs."""

from django.apps import AppConfig


class SlowConfig(AppConfig):
    """Jobs that can be caught in the middle."""

    name = "tests.faults.slow"
    label = "slow"
