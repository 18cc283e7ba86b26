"""Registers the room with Django."""

from importlib import import_module

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """Application entry of `femida.parties.registry`."""

    name = "femida.parties.registry"
    label = "registry"

    def ready(self) -> None:
        """Hang what the room has into the common screens."""
        import_module("femida.parties.registry.cards")
