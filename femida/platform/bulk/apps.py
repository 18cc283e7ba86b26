"""Registers the mechanism with Django."""

from django.apps import AppConfig


class BulkConfig(AppConfig):
    """Application entry of `femida.platform.bulk`; it has no tables and no pages."""

    name = "femida.platform.bulk"
    label = "bulk"
