"""The line of the navigation that leads to the reports."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from femida.platform.screens.ports import NavLink, nav_entries

nav_entries.register(
    "reports",
    NavLink(
        "reports",
        _("Reports"),
        "chart-bar",
        lambda: reverse("reports:index"),
        section=_("Figures"),
        order=15,
        right="reports.view",
        keys="g o",
    ),
)
