"""Registers the mechanism with Django."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ObjectsConfig(AppConfig):
    """Application entry of `femida.platform.objects`; loads the descriptions of all rooms."""

    name = "femida.platform.objects"
    label = "objects"

    def ready(self) -> None:
        """Find every room's `objects.py`."""
        autodiscover_modules("objects")
