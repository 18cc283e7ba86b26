"""Registers the mechanism with Django."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Application entry of `femida.platform.core`."""

    name = "femida.platform.core"
    label = "core"
