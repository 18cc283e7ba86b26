"""Registers the room with Django."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SetupConfig(AppConfig):
    """Application entry of `femida.firm.setup`; gathers what the rooms offer to a firm on its first day."""

    name = "femida.firm.setup"
    label = "setup"

    def ready(self) -> None:
        """Find every room's `first_day.py`; send those who come to an empty house to the set-up page."""
        autodiscover_modules("first_day")
        from femida.firm.setup import home, invitation  # noqa: F401
