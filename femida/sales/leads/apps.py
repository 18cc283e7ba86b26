"""Registers the room with Django."""

from django.apps import AppConfig


class LeadsConfig(AppConfig):
    """Application entry of `femida.sales.leads`."""

    name = "femida.sales.leads"
    label = "leads"

    def ready(self) -> None:
        """Hang leads into the screens and the bell."""
        from femida.sales.leads import cards, home, telling  # noqa: F401
