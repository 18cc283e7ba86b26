"""Registers the mechanism with Django."""

from importlib import import_module

from django.apps import AppConfig


class LiveConfig(AppConfig):
    """Application entry of `femida.platform.live`; hangs the publisher into the end of each act."""

    name = "femida.platform.live"
    label = "live"

    def ready(self) -> None:
        """Load the publisher."""
        import_module("femida.platform.live.publishing")
