"""Addresses of notes."""

from django.urls import include, path

from femida.parties.notes import views

_own = [
    path("<int:pk>/pin/", views.pin, name="pin"),
    path("<str:object_type>/<int:object_id>/add/", views.add, name="add"),
]

urlpatterns = [path("notes/", include((_own, "notes")))]
