"""Registers the mechanism with Django."""

from django.apps import AppConfig


class TextsConfig(AppConfig):
    """Application entry of `femida.platform.texts`."""

    name = "femida.platform.texts"
    label = "texts"
