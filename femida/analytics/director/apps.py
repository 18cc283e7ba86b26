"""Registers the room with Django."""

from django.apps import AppConfig


class DirectorConfig(AppConfig):
    """Application entry of `femida.analytics.director`."""

    name = "femida.analytics.director"
    label = "analytics_director"

    def ready(self) -> None:
        """Hang the first view into the start page."""
        from femida.analytics.director import home  # noqa: F401
