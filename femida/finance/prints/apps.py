"""Registers the room with Django."""

from django.apps import AppConfig


class PrintsConfig(AppConfig):
    """Application entry of `femida.finance.prints`."""

    name = "femida.finance.prints"
    label = "prints"
