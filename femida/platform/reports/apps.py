"""Registers the mechanism with Django."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ReportsConfig(AppConfig):
    """Application entry of `femida.platform.reports`; loads the datasets and the reports of all rooms."""

    name = "femida.platform.reports"
    label = "reports"

    def ready(self) -> None:
        """Find every room's `datasets.py` and `reports.py`."""
        from femida.platform.reports import navigating  # noqa: F401

        autodiscover_modules("datasets")
        autodiscover_modules("reports")
