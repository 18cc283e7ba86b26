"""A room of the tests whose second migration breaks when it is told to."""

from django.apps import AppConfig


class HaltingConfig(AppConfig):
    name = "tests.cli.halting"
    label = "halting"
