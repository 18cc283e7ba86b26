"""The house of the screens' tests, for its search."""

from tests.platform.screens.conftest import House, client, house

__all__ = ["House", "client", "house"]
