"""Addresses of sources."""

from django.urls import path

from femida.platform.screens.urls import object_urls
from femida.sales.sources import views
from femida.sales.sources.objects import SOURCE

urlpatterns = object_urls(
    SOURCE,
    path("new/", views.new, name="new"),
    path("<int:pk>/edit/", views.edit, name="edit"),
)
