"""Registers the mechanism with Django."""

from importlib import import_module

from django.apps import AppConfig


class MaintenanceConfig(AppConfig):
    """Application entry of `femida.platform.maintenance`; stands before commands and over pages."""

    name = "femida.platform.maintenance"
    label = "maintenance"

    def ready(self) -> None:
        """Hang in the guard of commands, the bar over the pages and the line of the navigation."""
        import_module("femida.platform.maintenance.guard")
        import_module("femida.platform.maintenance.pages")
