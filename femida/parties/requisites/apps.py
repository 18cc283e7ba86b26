"""Registers the room with Django."""

from importlib import import_module

from django.apps import AppConfig


class RequisitesConfig(AppConfig):
    """Application entry of `femida.parties.requisites`."""

    name = "femida.parties.requisites"
    label = "requisites"

    def ready(self) -> None:
        """Hang what the room has into the common screens."""
        import_module("femida.parties.requisites.cards")
