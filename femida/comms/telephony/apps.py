"""Registers the room with Django."""

from importlib import import_module

from django.apps import AppConfig


class TelephonyConfig(AppConfig):
    """Application entry of `femida.comms.telephony`."""

    name = "femida.comms.telephony"
    label = "telephony"

    def ready(self) -> None:
        """Hang panels, actions and columns into the common screens."""
        import_module("femida.comms.telephony.cards")
