"""Registers the mechanism with Django."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Application entry of `femida.platform.files`."""

    name = "femida.platform.files"
    label = "files"
