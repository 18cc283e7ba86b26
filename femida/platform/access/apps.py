"""Registers the mechanism with Django."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AccessConfig(AppConfig):
    """Application entry of `femida.platform.access`; loads the rights of all rooms."""

    name = "femida.platform.access"
    label = "access"

    def ready(self) -> None:
        """Find every room's `rights.py` (rights and row scopes)."""
        autodiscover_modules("rights")
