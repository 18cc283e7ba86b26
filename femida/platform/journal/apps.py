"""Registers the mechanism with Django."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Application entry of `femida.platform.journal`."""

    name = "femida.platform.journal"
    label = "journal"
