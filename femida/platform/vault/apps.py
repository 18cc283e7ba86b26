"""Registers the mechanism with Django."""

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """Application entry of `femida.platform.vault`."""

    name = "femida.platform.vault"
    label = "vault"
