"""The root of all addresses. Every room brings its own in its `urls.py`; none is declared here twice."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from femida.config.rooms import ROOMS

rooms = [room for room in settings.INSTALLED_APPS if room in ROOMS or room.startswith("tests.")]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(f"{room}.urls")) for room in rooms if find_spec(f"{room}.urls") is not None
]
