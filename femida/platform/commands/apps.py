"""Registers the mechanism with Django."""

from django.apps import AppConfig


class CommandsConfig(AppConfig):
    """Application entry of `femida.platform.commands`."""

    name = "femida.platform.commands"
    label = "commands"
