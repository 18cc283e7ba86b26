"""Registers the mechanism with Django."""

from importlib import import_module

from django.apps import AppConfig


class InboxConfig(AppConfig):
    """Application entry of `femida.platform.inbox`."""

    name = "femida.platform.inbox"
    label = "inbox"

    def ready(self) -> None:
        """Hang the administrator's action into the common screens."""
        import_module("femida.platform.inbox.pages")
