"""Registers the mechanism with Django."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class NoticesConfig(AppConfig):
    """Application entry of `femida.platform.notices`; loads the kinds of notices of all rooms."""

    name = "femida.platform.notices"
    label = "notices"

    def ready(self) -> None:
        """Find every room's `notices.py`, hang in the bell."""
        autodiscover_modules("notices")
        import_module("femida.platform.notices.pages")
