"""Registers the mechanism with Django."""

from django.apps import AppConfig


class ScreensConfig(AppConfig):
    """Application entry of `femida.platform.screens`."""

    name = "femida.platform.screens"
    label = "screens"
