"""Addresses of the room."""

from __future__ import annotations

from django.urls import include, path

from femida.desk.help import views

_own = [
    path("help/", views.index, name="index"),
    path("help/<slug:key>/", views.guide, name="guide"),
]

urlpatterns = [path("", include((_own, "help")))]
