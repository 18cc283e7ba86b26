"""Registers the room with Django."""

from django.apps import AppConfig


class ExecutionConfig(AppConfig):
    """Application entry of `femida.practice.execution`."""

    name = "femida.practice.execution"
    label = "execution"

    def ready(self) -> None:
        """Hang executions into the screens."""
        from femida.practice.execution import cards, home, notices, on_contracts, panels  # noqa: F401
