"""Registers the room with Django."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Application entry of `femida.finance.ledger`."""

    name = "femida.finance.ledger"
    label = "ledger"

    def ready(self) -> None:
        """Hang the contract of each posting into the common screens."""
        from femida.finance.ledger import cards  # noqa: F401
