"""Registers the mechanism with Django."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Application entry of `femida.platform.search`."""

    name = "femida.platform.search"
    label = "search"
