"""Registers the room with Django."""

from django.apps import AppConfig


class DealsConfig(AppConfig):
    """Application entry of `femida.sales.deals`."""

    name = "femida.sales.deals"
    label = "deals"

    def ready(self) -> None:
        """Hang deals into the screens."""
        from femida.sales.deals import cards, home, notices  # noqa: F401
