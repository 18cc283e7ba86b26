"""Registers the room with Django."""

from django.apps import AppConfig


class ContractsConfig(AppConfig):
    """Application entry of `femida.practice.contracts`."""

    name = "femida.practice.contracts"
    label = "contracts"

    def ready(self) -> None:
        """Hang contracts into the screens."""
        from femida.practice.contracts import cards  # noqa: F401
