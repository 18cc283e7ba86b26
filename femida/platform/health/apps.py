"""Registers the mechanism with Django."""

from importlib import import_module

from django.apps import AppConfig


class HealthConfig(AppConfig):
    """Application entry of `femida.platform.health`; hangs its page into the navigation."""

    name = "femida.platform.health"
    label = "health"

    def ready(self) -> None:
        """Load the pages."""
        import_module("femida.platform.health.pages")
