"""Addresses of reports."""

from django.urls import include, path

from femida.platform.reports import pages, saving

_own = [
    path("", pages.index, name="index"),
    path("variants/<int:pk>/remove/", saving.remove, name="remove-variant"),
    path("<slug:key>/", pages.show, name="report"),
    path("<slug:key>/save/", saving.save, name="save"),
    path("<slug:key>/export/", pages.export, name="export"),
]

urlpatterns = [path("reports/", include((_own, "reports")))]
