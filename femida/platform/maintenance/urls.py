"""Addresses of maintenance."""

from django.urls import include, path

from femida.platform.maintenance import pages

_own = [
    path("", pages.maintenance, name="page"),
    path("end/", pages.end, name="end"),
    path("bar/", pages.bar, name="bar"),
]

urlpatterns = [path("maintenance/", include((_own, "maintenance")))]
