"""Addresses of health: those of machines are the ones they expect."""

from django.urls import include, path

from femida.platform.health import pages

_machines = [path("readyz", pages.ready, name="ready"), path("metrics", pages.metrics, name="metrics")]
_people = [path("statements/", pages.slow, name="statements")]

urlpatterns = [
    path("", include((_machines, "health-machines"))),
    path("health/", include((_people, "health"))),
]
