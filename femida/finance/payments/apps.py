"""Registers the room with Django."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Application entry of `femida.finance.payments`."""

    name = "femida.finance.payments"
    label = "payments"

    def ready(self) -> None:
        """Hang payments and the cash desk into the screens."""
        from femida.finance.payments import cards, desk  # noqa: F401
