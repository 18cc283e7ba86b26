"""Registers the mechanism with Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Application entry of `femida.platform.accounts`."""

    name = "femida.platform.accounts"
    label = "accounts"
