"""Registers the switches; takes the rescue of jobs away while its switch is on."""

import os
from pathlib import Path
from typing import Any

from django.apps import AppConfig

NO_RESCUE = "no_rescue"


def said(name: str) -> str | None:
    """What stands in the file of a switch; None when it is off."""
    try:
        return (Path(os.environ["FAULTS_SWITCHES"]) / name).read_text()
    except FileNotFoundError:
        return None


class SwitchesConfig(AppConfig):
    """Application entry of the switches."""

    name = "tests.faults.switches"
    label = "switches"

    def ready(self) -> None:
        """Let the rescue ask its switch first."""
        from procrastinate.contrib.django import app

        task = app.tasks["jobs.rescue"]
        real = task.func

        async def rescue(*args: Any, **kwargs: Any) -> None:
            if said(NO_RESCUE) is None:
                await real(*args, **kwargs)

        task.func = rescue
