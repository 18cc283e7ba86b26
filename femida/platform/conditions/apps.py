"""Registers the mechanism with Django."""

from django.apps import AppConfig


class ConditionsConfig(AppConfig):
    """Application entry of `femida.platform.conditions`."""

    name = "femida.platform.conditions"
    label = "conditions"
