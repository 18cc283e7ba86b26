"""Registers the room with Django."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Application entry of `femida.finance.ledger`."""

    name = "femida.finance.ledger"
    label = "ledger"
