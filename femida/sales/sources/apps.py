"""Registers the room with Django."""

from django.apps import AppConfig


class SourcesConfig(AppConfig):
    """Application entry of `femida.sales.sources`."""

    name = "femida.sales.sources"
    label = "sources"

    def ready(self) -> None:
        """Hang in what stands on the cards."""
        from femida.sales.sources import cards  # noqa: F401
