"""Registers the room with Django."""

from django.apps import AppConfig


class RevenueConfig(AppConfig):
    """Application entry of `femida.analytics.revenue`."""

    name = "femida.analytics.revenue"
    label = "analytics_revenue"
