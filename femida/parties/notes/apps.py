"""Registers the room with Django."""

from importlib import import_module

from django.apps import AppConfig


class NotesConfig(AppConfig):
    """Application entry of `femida.parties.notes`."""

    name = "femida.parties.notes"
    label = "notes"

    def ready(self) -> None:
        """Hang what the room has into the common screens."""
        import_module("femida.parties.notes.cards")
