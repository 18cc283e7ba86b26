"""Addresses of the room: the catalogue of components and the reader's choice of look."""

from __future__ import annotations

from django.urls import include, path

from femida.platform.ui import views

_own = [
    path("ui/catalogue/", views.catalogue, name="catalogue"),
    path("ui/preferences/", views.preferences, name="preferences"),
]

urlpatterns = [path("", include((_own, "ui")))]
