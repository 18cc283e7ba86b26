"""Registers the mechanism with Django."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Application entry of `femida.platform.jobs`."""

    name = "femida.platform.jobs"
    label = "jobs"
