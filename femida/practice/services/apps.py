"""Registers the room with Django."""

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    """Application entry of `femida.practice.services`."""

    name = "femida.practice.services"
    label = "services"

    def ready(self) -> None:
        """Hang in what stands on the cards."""
        from femida.practice.services import cards  # noqa: F401
