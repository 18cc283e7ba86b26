"""Registers the room with Django."""

from django.apps import AppConfig


class FunnelConfig(AppConfig):
    """Application entry of `femida.analytics.funnel`."""

    name = "femida.analytics.funnel"
    label = "analytics_funnel"
