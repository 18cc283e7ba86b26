"""Registers the room with Django."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Application entry of `femida.sales.intake`."""

    name = "femida.sales.intake"
    label = "intake"

    def ready(self) -> None:
        """Open the inbox for enquiries from sites, and say on sources where they are sent."""
        from femida.sales.intake import cards, handling, spool  # noqa: F401
