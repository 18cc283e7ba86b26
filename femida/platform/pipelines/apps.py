"""Registers the mechanism with Django."""

from django.apps import AppConfig


class PipelinesConfig(AppConfig):
    """Application entry of `femida.platform.pipelines`."""

    name = "femida.platform.pipelines"
    label = "pipelines"
