"""Registers the room with Django."""

from importlib import import_module

from django.apps import AppConfig


class TasksConfig(AppConfig):
    """Application entry of `femida.planning.tasks`."""

    name = "femida.planning.tasks"
    label = "tasks"

    def ready(self) -> None:
        """Hang panels, actions and columns into the common screens."""
        import_module("femida.planning.tasks.cards")
