"""Registers the room with Django."""

from django.apps import AppConfig


class InvoicesConfig(AppConfig):
    """Application entry of `femida.finance.invoices`."""

    name = "femida.finance.invoices"
    label = "invoices"

    def ready(self) -> None:
        """Hang invoices into the screens."""
        from femida.finance.invoices import cards, notices  # noqa: F401
