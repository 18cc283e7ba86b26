"""Registers the room with Django."""

from django.apps import AppConfig


class SetupConfig(AppConfig):
    """Application entry of `femida.firm.setup`."""

    name = "femida.firm.setup"
    label = "setup"
