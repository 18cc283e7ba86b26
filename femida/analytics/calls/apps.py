"""Registers the room with Django."""

from django.apps import AppConfig


class CallsConfig(AppConfig):
    """Application entry of `femida.analytics.calls`."""

    name = "femida.analytics.calls"
    label = "analytics_calls"
