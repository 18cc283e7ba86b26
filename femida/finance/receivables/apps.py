"""Registers the room with Django."""

from django.apps import AppConfig


class ReceivablesConfig(AppConfig):
    """Application entry of `femida.finance.receivables`."""

    name = "femida.finance.receivables"
    label = "receivables"

    def ready(self) -> None:
        """Hang receivables into the screens."""
        from femida.finance.receivables import cards  # noqa: F401
