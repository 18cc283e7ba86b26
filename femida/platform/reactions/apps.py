"""Registers the mechanism with Django."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ReactionsConfig(AppConfig):
    """Application entry of `femida.platform.reactions`; loads all rooms' events and reactions."""

    name = "femida.platform.reactions"
    label = "reactions"

    def ready(self) -> None:
        """Find every room's `commands.py`, `events.py`, `reactions.py`, `timeline.py` and `checks.py`."""
        autodiscover_modules("events", "commands", "reactions", "timeline", "checks")
