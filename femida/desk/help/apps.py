"""Registers the room with Django."""

from django.apps import AppConfig


class HelpConfig(AppConfig):
    """Application entry of `femida.desk.help`."""

    name = "femida.desk.help"
    label = "desk_help"
