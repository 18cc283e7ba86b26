"""Registers the room with Django."""

from django.apps import AppConfig


class OfficesConfig(AppConfig):
    """Application entry of `femida.firm.offices`."""

    name = "femida.firm.offices"
    label = "offices"

    def ready(self) -> None:
        """Hang in what stands on the cards."""
        from femida.firm.offices import cards  # noqa: F401
